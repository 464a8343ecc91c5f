"""Records as hostile files hold them: a sentence each, and nothing half-saved."""

import json
import unicodedata
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.catalog import queries
from motcua.catalog.commands import import_procedure
from motcua.catalog.models import Procedure, ProcedureVersion

from . import factories as f

pytestmark = pytest.mark.django_db


def _deep(levels: int) -> object:
    value: object = "đáy"
    for _ in range(levels):
        value = [value]
    return value


def _paper(**changes: object) -> list[dict[str, object]]:
    return [{"name": "Đơn", "original": 1, "copy": 0, "case": None} | changes]


REFUSED = {
    "null": (None, "không phải là một đối tượng"),
    "number": (7, "không phải là một đối tượng"),
    "text": ("thủ tục", "không phải là một đối tượng"),
    "list": ([], "không phải là một đối tượng"),
    "empty": ({}, "Không có tên thủ tục."),
    "all null": ({key: None for key in f.record()}, "Không có tên thủ tục."),
    "name null": (f.record(name=None), "Không có tên thủ tục."),
    "name blank": (f.record(name=" \t\n\u200b"), "Không có tên thủ tục."),
    "name NUL": (f.record(name="\x00"), "Không có tên thủ tục."),
    "name number": (f.record(name=5), "Không có tên thủ tục."),
    "name list": (f.record(name=["a"]), "Không có tên thủ tục."),
    "name 10,000": (f.record(name="đ" * 10_000), "Tên dài quá 2000 ký tự"),
    "name 5 MB": (f.record(name="ố" * 2_000_000), "Bản ghi lớn quá"),
    "steps 5 MB": (f.record(steps=["x" * 5_000_000]), "Bản ghi lớn quá"),
    "deep": (f.record(agency=_deep(50)), "quá nhiều lớp"),
    "very deep": (f.record(agency=_deep(900)), "quá nhiều lớp"),
    "original negative": (f.record(components=_paper(original=-1)), "là số âm (-1)"),
    "copy negative": (f.record(components=_paper(copy=-20)), "là số âm (-20)"),
    "fee negative": (f.record(fee=[{"amount_vnd": -5000}]), "là số âm (-5000)"),
    "term negative": (f.record(time_limit={"value": -3, "unit": "ngày"}), "không lớn hơn 0"),
    "term zero": (f.record(time_limit={"value": 0, "unit": "ngày"}), "không lớn hơn 0"),
    "term twice": (
        f.record(
            time_limit={
                "value": 3,
                "unit": "ngày",
                "by_channel": [{"channel": "trực tiếp", "value": 5, "unit": "ngày"}],
            }
        ),
        "ghi hai lần khác nhau: 3 ngày và 5 ngày",
    ),
    "a million papers": (f.record(components=_paper() * 1_001), "có quá 1000 dòng"),
}


@pytest.mark.parametrize(("raw", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_record_without_name_or_against_itself_is_refused_whole(raw, sentence):
    outcome = import_procedure(raw, by=f.IMPORT, at=f.AT)
    assert outcome.status == "refused"
    assert sentence in " ".join(outcome.reasons)
    assert not Procedure.objects.exists()
    assert not ProcedureVersion.objects.exists()


WAITING = {
    "code number": ({"code": 1.004}, "code"),
    "code 10,000": ({"code": "1." * 5_000}, "code"),
    "version list": ({"version": []}, "label"),
    "field number": ({"field": 3}, "field"),
    "level true": ({"competent_level": True}, "level"),
    "term null": ({"time_limit": None}, "term"),
    "term text": ({"time_limit": "10 ngày"}, "term"),
    "term empty": ({"time_limit": {}}, "term"),
    "term bare": ({"time_limit": {"value": 42, "unit": None}}, "term_unit"),
    "term odd unit": ({"time_limit": {"value": 42, "unit": "tuần trăng"}}, "term_unreadable"),
    "term list": ({"time_limit": {"value": [1], "unit": "ngày"}}, "term"),
    "term true": ({"time_limit": {"value": True, "unit": "ngày"}}, "term"),
    "term not a number": ({"time_limit": {"value": float("nan"), "unit": "ngày"}}, "term"),
    "channels null": ({"channels": None}, "channels"),
    "channels text": ({"channels": "trực tiếp"}, "channels"),
    "channels unknown": ({"channels": ["fax", 7]}, "channels"),
    "components null": ({"components": None}, "components"),
    "components text": ({"components": "Đơn"}, "components"),
    "components of null": ({"components": [None, 7, {}]}, "components"),
    "only remarks": ({"components": _paper(name="Lưu ý: nộp sớm", original=0)}, "components"),
    "results null": ({"results": None}, "results"),
    "results text": ({"results": "Giấy phép"}, "results"),
}


@pytest.mark.parametrize(("changes", "missing"), WAITING.values(), ids=WAITING.keys())
def test_what_cannot_be_read_is_missing_and_the_record_waits(changes, missing):
    outcome = import_procedure(f.record(**changes), by=f.IMPORT, at=f.AT)
    assert (outcome.status, missing in outcome.codes) == ("draft", True)
    assert all(reason.endswith((".", "gì.")) for reason in outcome.reasons)


HARMLESS = {
    "original 10¹²": {"components": _paper(original=10**12)},
    "original text": {"components": _paper(original="một")},
    "original 1.0": {"components": _paper(original=1.0)},
    "paper 20,000": {"components": _paper() + _paper(name="ơ" * 20_000)},
    "fee 10³⁰": {"fee": [{"amount_vnd": 10**30}]},
    "fee text": {"fee": "miễn phí"},
    "steps text": {"steps": "Bước 1"},
    "applicants mixed": {"applicants": ["Công dân", None, 7]},
    "surrogate": {"requirements": "a\ud800b"},
    "NUL": {"requirements": "a\x00b", "decision": "\x00"},
    "extra keys": {"x": {"y": [1]}, "\x00": 1},
    "right-to-left": {"agency": "\u202eSở"},
    "markup": {"agency": "<script>alert(1)</script>"},
}


@pytest.mark.parametrize("changes", HARMLESS.values(), ids=HARMLESS.keys())
def test_odd_values_of_lesser_parts_do_no_harm(changes):
    outcome = import_procedure(f.record(**changes), by=f.IMPORT, at=f.AT)
    assert outcome.status == "loaded"
    assert queries.version(outcome.version_id).name == "Cấp giấy phép nuôi ong rừng"


def test_decomposed_accents_are_composed_on_the_way_in():
    raw = json.loads(unicodedata.normalize("NFD", json.dumps(f.record(), ensure_ascii=False)))
    outcome = import_procedure(raw, by=f.IMPORT, at=f.AT)
    info = queries.version(outcome.version_id)
    assert info.name == "Cấp giấy phép nuôi ong rừng"
    assert info.components[0].name == "Đơn đề nghị"
    assert info.channels == ("counter", "online", "post")


def _run(tmp_path, content: bytes, *options: str) -> str:
    path, out = tmp_path / "tệp.json", StringIO()
    path.write_bytes(content)
    call_command("import_procedures", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "không phải JSON"),
        (b"{", "không phải JSON"),
        (b"\xff\xfe\x00", "không phải JSON"),
        (b"{}", "phải là một danh sách"),
        (b'"x"', "phải là một danh sách"),
        (b"[" * 100_000, "không phải JSON"),
    ],
    ids=["empty", "cut off", "no UTF-8", "an object", "a text", "endless nesting"],
)
def test_a_file_that_is_no_list_is_one_sentence(tmp_path, content, sentence):
    with pytest.raises(CommandError, match=sentence):
        _run(tmp_path, content)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_procedures", str(tmp_path / "không-có.json"))


def test_the_command_tells_people_and_programs_what_became_of_each_record(tmp_path):
    records = [f.record(), f.record(code="1.2", results=[]), {"name": ""}]
    content = json.dumps(records).encode()

    told = _run(tmp_path, content)
    assert "Đã nạp, dùng được: 1" in told
    assert "Thiếu kết quả thực hiện." in told
    assert "Từ chối: 1" in told

    body = json.loads(_run(tmp_path, content, "--json"))
    assert body["counts"] == {"loaded": 0, "unchanged": 2, "draft": 0, "refused": 1}
    assert body["records"][2]["reasons"] == ["Không có tên thủ tục."]
