"""The 275 published records: what loads, what waits and why, and what officers find in it."""

import json
import sys
import unicodedata
from collections import Counter
from datetime import date
from itertools import product

import pytest
from django.db import connection

from motcua.catalog import queries
from motcua.catalog.commands import ProcedureImport
from motcua.catalog.messages import general
from motcua.catalog.models import ProcedureVersion
from motcua.kernel.text import fold

from . import factories as f

pytestmark = pytest.mark.django_db

CHANGES = {"1.013980", "1.013992", "1.012793", "1.013833", "1.013977", "1.013831"}

# What is typed: codes of which at least one must be among the first three.
PHRASES = {
    "đăng ký biến động": CHANGES,
    "BIẾN ĐỘNG đất đai": CHANGES,
    "doi ten": {"1.013833"},
    "tach thua": {"1.012784"},
    "hop thua dat": {"1.012784"},
    "mat so do": {"1.012786"},
    "cap lai gcn": {"1.012786"},
    "dinh chinh giay chung nhan": {"1.012790"},
    "so do lan dau": {"1.012753", "1.013978"},
    "cap gcn lan dau ho gia dinh": {"1.013978"},
    "sang ten so do": {"1.012787"},
    "chuyen muc dich su dung dat": {"1.013992"},
    "hoa giai tranh chap": {"1.012812"},
    "xac nhan tiep tuc su dung dat nong nghiep": {"1.013947"},
    "xac dinh lai dien tich dat o": {"1.012817"},
    "thu hoi giay chung nhan": {"1.012791"},
    "giay phep moi truong": {"1.010727"},
    "gpmt": {"1.010727"},
    "dtm": {"1.010733"},
    "khai thac nuoc duoi dat": {"1.004223"},
    "giấy phép khai thác nước mặt": {"1.004179"},
    "khoan nuoc": {"1.004122"},
    "tham do khoang san": {"1.014262"},
    "dong cua mo": {"1.014277"},
    "gpxd nha o": {"1.013225"},
    "chung chi hanh nghe do dac": {"1.000049"},
    "du bao khi tuong": {"1.000987"},
    "giao khu vuc bien": {"1.005401"},
    "nhận chìm": {"1.005189"},
    "tin chi cac bon": {"1.014129"},
    "tôi muốn xin làm thủ tục đăng ký tạm trú": {"1.004194"},
    "ho khau": {"1.004222"},
    "khai sinh luu dong": {"1.003583"},
    "1.013831": {"1.013831"},
    "012784": {"1.012784"},
}


OFFERABLE = 145
DRAFTS = 130
# How many records lack each thing; one record can lack several.
WHY = {
    "results": 70,
    "term_unit": 42,
    "components": 38,
    "level": 30,
    "channels": 18,
    "term": 17,
    "code": 17,
    "term_many": 11,
    "term_unreadable": 5,
}


def test_all_275_are_loaded_and_145_can_be_offered(catalogue, capsys):
    counts = Counter(str(outcome.status) for outcome in catalogue.outcomes)
    why = Counter(code for outcome in catalogue.outcomes for code in outcome.codes)
    with capsys.disabled():
        sys.stdout.write(f"\n275 thủ tục: {dict(counts)}\n")
        for code, count in why.most_common():
            sys.stdout.write(f"  {count:4} × {general(code)}\n")
    assert counts == {"loaded": OFFERABLE, "draft": DRAFTS}
    assert why == WHY
    assert len(queries.not_offered()) == DRAFTS


def test_importing_the_published_list_again_changes_nothing(catalogue):
    run = ProcedureImport(f.published_records(), by=f.IMPORT, at=f.AT, valid_from=f.SINCE)
    assert Counter(str(outcome.status) for outcome in run.run()) == {"unchanged": 275}


def test_every_channel_of_a_version_in_force_has_a_term_that_can_be_promised(catalogue):
    unreadable = []
    for outcome in catalogue.outcomes:
        if outcome.status == "loaded":
            info = queries.version(outcome.version_id)
            assert info.channels
            assert info.components
            assert info.results
            for channel, case in product(info.channels, [None, *(c.id for c in info.cases)]):
                if queries.term(info.id, case_id=case, channel=channel).statutory is None:
                    unreadable.append((info.code, channel))
    assert unreadable == []


def test_everything_is_in_the_one_normal_form(catalogue):
    for version in ProcedureVersion.objects.all():
        whole = version.name + version.steps_text + json.dumps(version.record, ensure_ascii=False)
        assert unicodedata.is_normalized("NFC", whole)


def test_the_folded_column_says_what_python_says(catalogue):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, name_folded FROM catalog_procedureversion")
        for name, folded in cursor.fetchall():
            assert fold(name) == folded


def _codes(text: str, **options) -> list[str]:
    return [hit.code for hit in queries.search(text, day=f.DAY, **options)]


@pytest.mark.parametrize(("typed", "expected"), PHRASES.items())
def test_an_officer_finds_it_among_the_first_three(catalogue, typed, expected):
    assert expected & set(_codes(typed)[:3])


def test_dat_dai_bien_dong_puts_the_registrations_of_changes_first(catalogue):
    assert set(_codes("dat dai bien dong")[:6]) == CHANGES


@pytest.mark.parametrize("typed", ["dat dai bien do", "bien dong dat dai", "đất ĐAI  biến động"])
def test_order_accents_and_an_unfinished_last_word_do_not_matter(catalogue, typed):
    assert set(_codes(typed)[:4]) <= CHANGES


def test_a_misspelt_word_still_shows_what_has_the_others(catalogue):
    assert "1.013947" in _codes("xac nhan tiep tucc su dung dat nong nghiep")


def test_one_query_when_it_finds_and_two_when_it_must_look_again(
    catalogue, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert queries.search("bien dong", day=f.DAY)
    with django_assert_num_queries(2):
        assert not queries.search("qqqq zzzz", day=f.DAY)


def test_what_the_asking_unit_receives_comes_first_and_says_so(catalogue):
    commune = f.unit("Trung tâm Phục vụ hành chính công xã Suối Tre", "one_stop_commune", "commune")
    hits = queries.search("giay chung nhan", day=f.DAY, receiving_unit_id=commune)
    assert not any(hit.here for hit in hits)

    version = hits[-1].version_id
    f.offered(version, commune, commune)
    first = queries.search("giay chung nhan", day=f.DAY, receiving_unit_id=commune)[0]
    assert (first.version_id, first.here) == (version, True)


def test_nothing_is_found_before_it_is_in_force_nor_what_nobody_receives(catalogue):
    assert not queries.search("bien dong", day=date(2025, 6, 30))
    hit = queries.search("bien dong", day=f.DAY)[0]
    f.withdrawn(hit.version_id)
    assert hit.version_id not in {h.version_id for h in queries.search("bien dong", day=f.DAY)}
    everywhere = queries.search("bien dong", day=f.DAY, offered_only=False)
    assert hit.version_id in {h.version_id for h in everywhere}


def test_a_draft_is_never_found(catalogue):
    drafts = {info.version_id for info in queries.not_offered()}
    hits = queries.search("ket hon", day=f.DAY, offered_only=False, limit=100)
    assert not drafts & {hit.version_id for hit in hits}


def test_longer_terms_are_read_from_thirteen_procedures_and_the_rest_stays_a_note(catalogue):
    ids = [o.version_id for o in catalogue.outcomes if o.version_id]
    found = [c for version in map(queries.version, ids) for c in version.conditions]
    assert (len(found), sum(c.way == "added" for c in found)) == (14, 13)
    whole = next(c for c in found if c.way == "instead")
    assert whole.told == (
        "Trường hợp công trình khai thác nước là hồ chứa, đập dâng: thời hạn là 28 ngày"
    )


HOSTILE = {
    "empty": "",
    "spaces": "   ",
    "quote": "'",
    "operators": "a & b | !c",
    "percent": "%",
    "underscore": "_",
    "backslash": "\\",
    "bracket": "(",
    "prefix": ":*",
    "10,000 letters": "đ" * 10_000,
    "NUL": "\x00",
    "markup": "<b>",
    "comment": "--; DROP TABLE catalog_procedure",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_or_empty_words_find_nothing_and_break_nothing(catalogue, typed):
    for hit in queries.search(typed, day=f.DAY, limit=3):
        assert hit.name


def test_a_hit_says_field_level_and_term_as_published(catalogue):
    (hit,) = queries.search("1.012784", day=f.DAY)
    assert hit.name == "Tách thửa hoặc hợp thửa đất"
    assert (hit.field_name, hit.level, hit.limit_text) == ("Đất đai", "tỉnh", "22 ngày làm việc")
