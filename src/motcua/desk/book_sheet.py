"""The book as a workbook: the legal head of two rows, one line a dossier, written as it is read."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from motcua.dossiers.queries import BookRow
from motcua.kernel.clock import local

SINGLE = (0, 1, 2, 3, 4, 5, 6, 14)
"""Columns whose head goes over both rows."""
WIDTHS = (6, 28, 48, 8, 28, 40, 30, 16, 16, 18, 18, 16, 22, 22, 18)
MOST_LETTERS = 32_000
EPOCH, DAY = datetime(1899, 12, 30), timedelta(days=1)  # noqa: DTZ001 - a wall clock without a zone


def heads() -> tuple[tuple[str, ...], tuple[tuple[int, int, str], ...]]:
    """Words of the fifteen columns, and the heads that go over several of them."""
    words = (
        _("STT"),
        _("Mã hồ sơ"),
        _("Tên thủ tục hành chính"),
        _("Số lượng hồ sơ (bộ)"),
        _("Tên cá nhân, tổ chức"),
        _("Địa chỉ, số điện thoại"),
        _("Cơ quan chủ trì giải quyết"),
        _("Nhận hồ sơ"),
        _("Hẹn trả kết quả"),
        _("Chuyển hồ sơ đến cơ quan giải quyết"),
        _("Nhận kết quả từ cơ quan giải quyết"),
        _("Ngày, tháng, năm trả"),
        _("Phương thức nhận kết quả"),
        _("Ký nhận"),
        _("Ghi chú"),
    )
    return words, ((7, 10, _("Ngày, tháng, năm")), (11, 13, _("Trả kết quả")))


def write_book(title: str, lines: Sequence[str], rows: Iterable[BookRow]) -> tuple[IO[bytes], int]:
    """The workbook in a temporary file, and how many lines it has. Memory does not grow with them.

    A text is always a text: nothing that somebody typed becomes a formula or a link.
    """
    target: IO[bytes] = tempfile.TemporaryFile()
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    page = book.add_worksheet(title[:31])
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
    first = _above(book, page, title, lines)
    count = 0
    for count, row in enumerate(rows, 1):
        _line(page, first + count - 1, row, moment)
    closing = _("Hết sổ: %(count)s hồ sơ.") % {"count": count}
    page.write_string(first + count, 0, closing)
    book.close()
    target.seek(0)
    return target, count


def _above(book: Any, page: Any, title: str, lines: Sequence[str]) -> int:
    """Title, which book, and the head of two rows; the number of the first line below."""
    bold = book.add_format({"bold": True})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
    page.write_string(0, 0, title, bold)
    for number, line in enumerate(lines, 1):
        page.write_string(number, 0, line)
    top = len(lines) + 2
    page.repeat_rows(top, top + 1)
    page.freeze_panes(top + 2, 2)
    _head(page, top, head)
    return top + 2


def _head(page: Any, top: int, head: Any) -> None:
    """Two rows, in their order: a file that is written as it is read cannot go back."""
    words, over = heads()
    above = {place: words[place] for place in SINGLE} | {left: text for left, _end, text in over}
    for place in range(len(words)):
        page.write_string(top, place, above.get(place, ""), head)
    for left, right, text in over:
        page.merge_range(top, left, top, right, text, head)
    for place, text in enumerate(words):
        page.write_string(top + 1, place, "" if place in SINGLE else text, head)
    for place in SINGLE:  # merge_range would write the row above again, which is on disk by now
        page.merge.append([top, place, top + 1, place])


def _line(page: Any, number: int, row: BookRow, moment: Any) -> None:
    """One line, from left to right: 100,000 of them are written in one go."""
    page.write_number(number, 0, row.no)
    for place, text in ((1, row.code), (2, row.procedure_name)):
        _text(page, number, place, text)
    page.write_number(number, 3, row.sets)
    for place, text in ((4, row.owner_name), (5, row.contact), (6, row.deciding)):
        _text(page, number, place, text)
    moments = (row.received_at, row.due_at, row.sent_at, row.back_at, row.collected_at)
    for place, at in enumerate(moments, 7):
        if at is not None:
            page.write_number(number, place, _serial(at), moment)
    for place, text in ((12, row.way), (13, row.collector), (14, row.note)):
        _text(page, number, place, text)


def _text(page: Any, number: int, place: int, text: str) -> None:
    if text:
        page.write_string(number, place, text[:MOST_LETTERS])


def _serial(at: datetime) -> float:
    """The Vietnamese wall clock as workbooks count it: days since 30 December 1899."""
    return (local(at).replace(tzinfo=None) - EPOCH) / DAY
