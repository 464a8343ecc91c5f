"""A list by its address, and as a file: apples of a market, so that no domain hides behind it."""

import csv
import io
import tracemalloc
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from motcua.kernel.paging import BadKey, Order
from motcua.kernel.web.lists import (
    Code,
    Column,
    Due,
    Filter,
    ListSpec,
    Look,
    Promised,
    Shown,
    Sort,
    Tagged,
    harmless,
    read,
)
from motcua.kernel.web.lists.cells import draw, plain
from motcua.kernel.web.lists.export import Sheet, write

DAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
LOOK = Look(NOW, {"sort": {1: "Táo mèo"}.get})


@dataclass(frozen=True)
class Apple:
    code: str
    owner: str = "Hoa"
    picked: datetime = NOW


SPEC: ListSpec[Apple] = ListSpec(
    code="market.apples",
    title="Táo",
    file_name="tao",
    counts="quả",
    columns=(
        Column("han", "Hạn", lambda r, k: Due(r.picked + timedelta(days=3)), "due", "han"),
        Column("ma", "Mã", lambda r, k: Code(r.code), "code", "ma", always=True),
        Column("chu", "Chủ", lambda r, k: Tagged(r.owner, (("chín", "info"),))),
        Column("hai", "Hái lúc", lambda r, k: r.picked, "moment"),
        Column("ngay", "Ngày", lambda r, k: r.picked.date(), "day"),
    ),
    filters=(
        Filter("q", "Chữ", "text"),
        Filter("loai", "Loại", choices=lambda day: [("meo", "Táo mèo"), ("dai", "Táo dại")]),
        Filter("noi", "Nơi", choices=lambda day: [], name_of={"cu": "Vườn cũ"}.get),
        Filter("tu", "Từ ngày", "day"),
    ),
    sorts=(Sort("han", "Hạn"), Sort("ma", "Mã", descending=True)),
    shown=("han", "ma", "chu"),
    sort="han",
    empty=("Chưa có táo", "Táo hiện ở đây khi hái."),
    carried=("cho",),
)


def ask(query=""):
    return read(SPEC, QueryDict(query), DAY)


def keys(asked):
    return [column.key for column in asked.columns]


def shown(query="", rows=(Apple("T-1"),), **more):
    return Shown(ask(query), rows, len(rows), False, "", LOOK, lambda r: f"/tao/{r.code}", **more)


def test_a_question_written_back_is_the_same_question():
    asked = ask("tu=2/11/2026&q=+ch%C3%ADn++%C4%91%E1%BB%8F&loai=meo&cot=chu.ma&sap-xep=-ma&cho=A")
    assert asked.problems == ()
    assert asked.query() == (
        "cho=A&q=ch%C3%ADn+%C4%91%E1%BB%8F&loai=meo&tu=2026-11-02&cot=chu.ma&sap-xep=-ma"
    )
    assert ask(asked.query()) == asked
    assert (asked.date("tu"), asked.text("loai"), asked.order) == (date(2026, 11, 2), "meo", "-ma")


def test_what_is_usual_is_not_written_and_nothing_is_said_to_be_everything():
    assert ask("q=&loai=&cot=han&cot=ma&cot=chu&sap-xep=han&xem=tat-ca").query() == ""
    assert ask().address() == "?xem=tat-ca"
    assert ask("sau=abc~1&mo=loc").query() == ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("loai=ngon", "“Loại” không có lựa chọn “ngon”"),
        ("noi=moi", "“Nơi” không có lựa chọn “moi”"),
        ("tu=32/1/2026", "Ngày “32/1/2026” ở “Từ ngày” không đọc được"),
        ("tu=0001-01-01", "không đọc được"),
        ("tu=²", "không đọc được"),
        ("sap-xep=gia", "không sắp xếp được theo “gia”"),
        ("cot=ma.gia", "không có cột “gia”"),
        ("xuat=pdf", "xlsx hoặc csv"),
        ("gia=3", "điều kiện “gia”"),
    ],
)
def test_what_is_asked_wrongly_is_told_and_the_rest_holds(query, said):
    asked = ask(f"{query}&q=chin")
    assert len(asked.problems) == 1
    assert said in asked.problems[0]
    assert asked.text("q") == "chin"
    assert asked.query() in {"q=chin", "q=chin&cot=ma"}


def test_a_value_that_is_no_longer_offered_is_still_understood():
    assert dict((f.key, words) for f, words in ask("noi=cu").chosen()) == {"noi": "Vườn cũ"}


def test_the_column_that_opens_a_row_cannot_be_left_out():
    assert keys(ask("cot=chu")) == ["ma", "chu"]
    assert keys(ask("cot=ngay&cot=ma&cot=ngay")) == ["ngay", "ma"]
    assert keys(ask("cot=khong.co")) == ["han", "ma", "chu"]


def test_each_filter_has_a_link_without_it_and_the_rest_stays():
    page = shown("q=chin&loai=meo&sap-xep=-ma")
    assert [(chip.label, chip.words, chip.url) for chip in page.chips] == [
        ("Chữ", "chin", "?loai=meo&sap-xep=-ma"),
        ("Loại", "Táo mèo", "?q=chin&sap-xep=-ma"),
    ]
    assert page.clear_url == "?sap-xep=-ma"


def test_columns_move_by_links_and_a_head_turns_the_order_round():
    page = shown()
    by_key = {column.key: column for column in page.columns}
    assert by_key["ma"].after_url == "?cot=han.chu.ma"
    assert (by_key["han"].before_url, by_key["hai"].chosen) == ("", False)
    assert 'href="?sap-xep=-han"' in page.table  # sorted by it: the other way round
    assert 'href="?sap-xep=-ma"' in page.table  # its first way goes down
    assert 'aria-sort="ascending"' in page.table


def test_the_form_sends_what_it_does_not_show():
    assert shown("loai=meo&cot=ma&cho=A&sap-xep=-ma").hidden == [("cho", "A"), ("cot", "ma")]
    assert shown("loai=meo&sap-xep=-ma").folded == [("loai", "meo"), ("sap-xep", "-ma")]
    assert shown("loai=meo&cot=ma&q=x").without_columns == [("q", "x"), ("loai", "meo")]


def test_cells_are_drawn_safely_and_written_plainly():
    assert draw(Code("<b>"), LOOK, "/x").startswith('<a href="/x">')
    assert "<b>" not in draw(Tagged("<b>", (("<i>", "info"),)), LOOK, "")
    assert plain(Due(NOW + timedelta(days=3)), LOOK) == "Còn 3 ngày"
    assert plain(Tagged("Hoa", (("chín", "info"),)), LOOK) == "chín: Hoa"
    assert plain(NOW, LOOK) == datetime(2026, 11, 16, 10, 0)  # noqa: DTZ001 - the wall clock
    assert plain(None, LOOK) is None


def test_a_promised_day_leads_to_its_reason_on_the_page_of_the_row_and_is_a_date_in_a_file():
    drawn = draw(Promised(NOW), LOOK, "/tao/T-1")
    assert drawn.startswith('<a href="/tao/T-1#vi-sao" title="Vì sao ngày này?">')
    assert "10:00 16/11/2026" in drawn
    assert plain(Promised(NOW), LOOK) == datetime(2026, 11, 16, 10, 0)  # noqa: DTZ001


BAD = ["=1+1", "+1", "-1", "@A", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠A"]


@pytest.mark.parametrize("text", BAD, ids=repr)
def test_no_text_begins_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Hoa", "1-2", "A=1", "Nguyễn Thị Ánh", "000.00.01-1"])
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


SHEET = Sheet(
    "Táo", ("Táo", "Không lọc."), (("Mã", "code"), ("Hái lúc", "moment"), ("Số", "short"))
)
WALL = datetime(2026, 11, 16, 10, 0)  # noqa: DTZ001 - what a file holds has no zone


def test_a_csv_opens_in_a_vietnamese_excel_and_holds_no_formula():
    rows = [("=HYPERLINK(1)", WALL, 7), ("Đỗ; Lan", date(2026, 11, 16), None), ("+84912", None, -3)]
    target, count = write("csv", SHEET, rows)
    raw = target.read()
    assert (raw[:3], count) == (b"\xef\xbb\xbf", 3)
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert lines == [
        ["Táo"],
        ["Không lọc."],
        [],
        ["Mã", "Hái lúc", "Số"],
        ["'=HYPERLINK(1)", "16/11/2026 10:00", "7"],
        ["Đỗ; Lan", "16/11/2026", ""],
        ["'+84912", "", "-3"],
        ["Hết danh sách: 3 dòng."],
    ]


def test_an_xlsx_has_real_dates_and_its_texts_are_texts():
    target, _count = write("xlsx", SHEET, [("=1+1", WALL, 7), ("@A", date(2026, 11, 16), None)])
    raw = target.read()
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    lines = book.get_sheet_by_index(0).to_python()
    assert lines[3] == ["Mã", "Hái lúc", "Số"]
    assert lines[4] == ["=1+1", WALL, 7]
    assert lines[5][:2] == ["@A", date(2026, 11, 16)]
    assert lines[6][0] == "Hết danh sách: 2 dòng."
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_is_cut_off_says_so(kind):
    target, count = write(kind, SHEET, [("T", None, 1)] * 5, most=3)
    text = target.read().decode("utf-8", "ignore") if kind == "csv" else _last_line(target)
    assert count == 3
    assert "Chỉ có 3 dòng đầu" in text


def _last_line(target):
    return str(CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()[-1][0])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_file_needs_no_more_memory_than_a_short_one(kind):
    def peak(rows):
        tracemalloc.start()
        target, _count = write(kind, SHEET, ((f"Táo {n}" * 9, WALL, n) for n in range(rows)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        target.close()
        return most

    peak(10)
    assert peak(4000) < peak(400) + 300_000


def test_keys_of_pages_are_read_or_refused():
    moments = Order("at", "moment")
    assert moments._read("2026-11-16T03:00:00+00:00~7") == (NOW, 7)
    assert Order("at", "moment", nullable=True)._read("-~7") == (None, 7)
    for key in ("", "~", "²~1", "2026-11-16~1", "-~7", f"2026-11-16T03:00:00+00:00~{'9' * 40}"):
        with pytest.raises(BadKey):
            moments._read(key)
