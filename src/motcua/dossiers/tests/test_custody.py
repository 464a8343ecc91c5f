"""Paper has one holder: given, taken back, listed, lost, found on a shelf, not returned unseen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.documents import queries as documents
from motcua.dossiers import commands, queries
from motcua.dossiers.errors import (
    NothingToList,
    PapersElsewhere,
    PapersNotHere,
    PapersOnTheWay,
    TakenBackAlready,
)
from motcua.dossiers.models import Dossier, Handover, PaperFile
from motcua.kernel.paging import BadKey
from tests.world import NOON, receive

from .people import finish, to_the_counter

HOUR = timedelta(hours=1)
COLLECTS = {"name": "Nguyễn Thị Ánh Tuyết", "relation": "owner", "checked": "card"}


@pytest.fixture
def world(province, db):
    return province


def given(world, **options):
    """Hoa's step is done and the papers are on their way to the division; their hand-over."""
    dossier_id = receive(world).dossier_id
    finish(world, dossier_id, handover="both", by=world.hoa, **options)
    return Handover.objects.get(dossier_id=dossier_id)


def place(handover):
    return queries.paper_place(handover.dossier_id)


def test_papers_lie_where_they_were_received_until_they_move(world):
    received = receive(world)
    papers = queries.paper_place(received.dossier_id)
    assert (papers.unit_id, papers.to_name) == (world.hoa.unit_id, "")
    assert not PaperFile.objects.filter(dossier_id=received.dossier_id).exists()


def test_the_giver_answers_for_papers_until_they_are_confirmed(world):
    handover = given(world)
    assert (place(handover).unit_id, place(handover).to_name != "") == (world.hoa.unit_id, True)
    commands.confirm_handover(handover_id=handover.pk, by=world.binh, at=NOON + HOUR)
    assert (place(handover).unit_id, place(handover).to_name) == (world.binh.unit_id, "")


def test_who_has_no_papers_gives_none(world):
    handover = given(world)
    away = {"unit_id": world.units["other"], "by": world.binh, "at": NOON + HOUR}
    with pytest.raises(PapersOnTheWay, match="chưa xác nhận"):
        commands.hand_over_papers(dossier_id=handover.dossier_id, **away)
    dossier_id = receive(world).dossier_id
    finish(world, dossier_id)  # electronically: the papers stay with Hoa
    with pytest.raises(PapersElsewhere, match="Trung tâm Phục vụ hành chính công tỉnh"):
        commands.hand_over_papers(dossier_id=dossier_id, **away)


def test_the_database_knows_no_second_holder_and_no_second_way(world):
    handover = given(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            dossier_id=handover.dossier_id,
            from_unit_id=handover.from_unit_id,
            to_unit_id=world.units["other"],
            mode="paper",
            given_at=NOON,
            given_by_post_id=handover.given_by_post_id,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperFile.objects.create(dossier_id=handover.dossier_id, unit_id=1, since=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperFile.objects.filter(dossier_id=handover.dossier_id).update(shelf="Kệ A3")


def test_what_was_taken_back_is_with_the_giver_and_cannot_be_confirmed(world):
    handover = given(world)
    commands.take_back_papers(
        handover_id=handover.pk, reason="Còn trên bàn", by=world.hoa, at=NOON + HOUR
    )
    assert (place(handover).unit_id, place(handover).to_name) == (world.hoa.unit_id, "")
    with pytest.raises(TakenBackAlready):
        commands.confirm_handover(handover_id=handover.pk, by=world.binh, at=NOON + HOUR)
    assert queries.pending_handovers(handover.dossier_id, world.binh) == []


def test_a_result_is_not_returned_while_its_papers_are_elsewhere(world):
    handover = given(world)
    commands.confirm_handover(handover_id=handover.pk, by=world.binh, at=NOON)
    dossier_id = handover.dossier_id
    to_the_counter(world, dossier_id)
    give = {"dossier_id": dossier_id, "by": world.hoa, "at": NOON + HOUR} | COLLECTS
    with pytest.raises(PapersNotHere, match="Phòng Quản lý đất đai"):
        commands.return_result(**give)
    home = world.units["one_stop_province"]
    commands.hand_over_papers(dossier_id=dossier_id, unit_id=home, by=world.binh, at=NOON)
    with pytest.raises(PapersNotHere, match="Trung tâm"):
        commands.return_result(**give)
    back = Handover.objects.get(dossier_id=dossier_id, confirmed_at=None)
    commands.confirm_handover(handover_id=back.pk, by=world.hoa, at=NOON)
    commands.return_result(**give)
    assert Dossier.objects.get(pk=dossier_id).collected_at == NOON + HOUR


def test_papers_that_stay_on_file_hold_back_no_result(world):
    handover = given(world)
    commands.confirm_handover(handover_id=handover.pk, by=world.binh, at=NOON)
    to_the_counter(world, handover.dossier_id)
    commands.note_shelf(
        dossier_id=handover.dossier_id, shelf="Kho lưu, hộp 12", kept=True, by=world.binh, at=NOON
    )
    commands.return_result(dossier_id=handover.dossier_id, by=world.hoa, at=NOON, **COLLECTS)
    assert place(handover).unit_id == world.binh.unit_id


def test_a_list_is_printed_and_confirmed_line_by_line(world):
    rows = [given(world), given(world)]
    made = commands.list_handovers(
        handover_ids=[row.pk for row in rows], by=world.hoa, at=NOON + HOUR
    )
    found = queries.carrier_list(made, world.binh, NOON + HOUR)
    assert (found.no, len(found.lines), found.waiting) == ("0001/2026", 2, 2)
    assert queries.list_named(f"http://mot-cua/ban-lam-viec/ho-so-giay/danh-sach/{made}") == made
    assert documents.slip_pdf(found.slip.id).startswith(b"%PDF-")
    code = Dossier.objects.get(pk=rows[0].dossier_id).code
    commands.confirm_handover(
        handover_id=queries.scanned(world.binh, f" {code} "), by=world.binh, at=NOON + HOUR
    )
    found = queries.carrier_list(made, world.binh, NOON + HOUR)
    assert [line.on_its_way for line in found.lines] == [False, True]
    assert queries.carrier_list(made, world.tam, NOON) is None
    with pytest.raises(NothingToList):
        commands.list_handovers(handover_ids=[row.pk for row in rows], by=world.hoa, at=NOON + HOUR)


def test_what_nobody_confirms_in_four_working_hours_is_lost(world):
    handover = given(world, at=NOON)  # Monday at ten
    lost = {one.id for one in queries.lost(world.hoa, NOON + 3 * HOUR)}
    assert handover.pk not in lost
    evening = given(world, at=NOON + 6 * HOUR)  # at four, looked for at half past eight
    early = {one.id for one in queries.lost(world.hoa, NOON + 22.5 * HOUR)}
    assert (handover.pk in early, evening.pk in early) == (True, False)
    tomorrow = NOON + timedelta(days=1)
    (mine,) = [one for one in queries.lost(world.binh, tomorrow) if one.id == handover.pk]
    assert (mine.lost, mine.minutes) == (True, 480)
    assert handover.pk not in {one.id for one in queries.lost(world.tam, tomorrow)}
    assert handover.pk in {one.id for one in queries.lost(world.phuc, tomorrow)}


def test_a_shelf_is_found_without_accents_and_only_by_its_own_unit(world):
    dossier_id = receive(world).dossier_id
    commands.note_shelf(dossier_id=dossier_id, shelf="Kệ A3, hộp 7", by=world.hoa, at=NOON)
    code = Dossier.objects.get(pk=dossier_id).code
    assert code in {one.code for one in queries.shelved(world.lan, "ke a3")}
    assert code in {one.code for one in queries.shelved(world.lan, code[-6:])}
    assert queries.shelved(world.lan, "ke b9") == []
    assert queries.shelved(world.tam, "ke a3") == []


def test_the_control_sheet_tells_every_leg_with_its_minutes_and_people(world):
    handover = given(world, at=NOON + HOUR)
    commands.confirm_handover(handover_id=handover.pk, by=world.binh, at=NOON + 4 * HOUR)
    sheet = queries.control_sheet(handover.dossier_id, NOON + 5 * HOUR)
    first, second = sheet.legs[:2]
    assert (first.giver, first.receiver, first.used) == ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa", 60)
    assert second.giver == "Nguyễn Thị Hoa"
    assert "Trần Văn Bình nhận lúc 14:00 16/11/2026" in second.note
    assert {leg.verdict for leg in sheet.legs} <= {"early", "open", ""}
    land = receive(world, world.land, answers=(("has_financial_obligation", True),))
    (late,) = queries.control_sheet(land.dossier_id, NOON + timedelta(days=60)).legs
    assert (late.verdict, late.used > late.allotted) == ("late", True)
    assert queries.control_sheet_pdf(handover.dossier_id, NOON).startswith(b"%PDF-")


def test_the_book_numbers_its_lines_and_masks_the_phone(world):
    day = NOON.date()
    asked = queries.BookAsked(day, day, unit_id=world.hoa.unit_id)
    handover = given(world)
    rows = list(queries.book_rows(world.hoa, asked, NOON + HOUR))
    assert [row.no for row in rows] == list(range(1, len(rows) + 1))
    assert queries.book_count(world.hoa, asked, NOON) == len(rows)
    assert queries.book_volume(world.hoa, asked, NOON, start=1, limit=1) == rows[1:2]
    mine = next(r for r in rows if r.code == Dossier.objects.get(pk=handover.dossier_id).code)
    assert mine.sent_at == handover.given_at
    assert "0912" not in mine.contact
    assert len(queries.book_cells(mine)) == 15
    assert queries.book_count(world.tam, asked, NOON) == 0
    assert mine.back_at is None
    commands.confirm_handover(handover_id=handover.pk, by=world.binh, at=NOON + HOUR)
    to_the_counter(world, handover.dossier_id, at=NOON + 2 * HOUR)
    (back,) = [r for r in queries.book_rows(world.hoa, asked, NOON) if r.code == mine.code]
    assert (back.sent_at, back.back_at) == (handover.given_at, NOON + 2 * HOUR)


def test_the_book_is_turned_forward_and_back_and_a_page_far_behind_skips_nothing(world):
    for _ in range(5):
        receive(world)
    day = NOON.date()
    asked = queries.BookAsked(day, day, unit_id=world.hoa.unit_id)
    whole = list(queries.book_rows(world.hoa, asked, NOON))
    assert queries.book_volume(world.hoa, asked, NOON, start=len(whole), limit=9) == []

    def turn(**place):
        with CaptureQueriesContext(connection) as asked_for:
            page = queries.book_page(world.hoa, asked, NOON, **place, limit=2)
        assert not any("OFFSET" in query["sql"] for query in asked_for)
        return page

    pages, back = [turn()], []
    while pages[-1].after:
        pages.append(turn(after=pages[-1].after, first=pages[-1].rows[-1].no + 1))
    assert [row for page in pages for row in page.rows] == whole
    assert pages[0].before == ""
    page = pages[-1]
    while page.before:
        page = turn(before=page.before, first=page.rows[0].no)
        back.append(page)
    assert [row for page in reversed(back) for row in page.rows] == whole[: 2 * len(back)]
    with pytest.raises(BadKey):
        turn(after="khong-phai-khoa")


def test_a_batch_of_the_book_costs_as_many_statements_as_one_line(world, django_assert_num_queries):
    asked = queries.BookAsked(NOON.date(), NOON.date(), unit_id=world.hoa.unit_id)
    first = receive(world)
    to_the_counter(world, first.dossier_id)
    with CaptureQueriesContext(connection) as few:
        assert list(queries.book_rows(world.hoa, asked, NOON + HOUR))
    for _ in range(3):
        receive(world)
    with django_assert_num_queries(len(few)):
        assert len(list(queries.book_rows(world.hoa, asked, NOON + HOUR))) >= 4
