"""The book as a workbook: the legal head of two rows, one line a dossier, written as it is read."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from django.utils.translation import gettext as _

from motcua.dossiers.queries import BookRow
from motcua.kernel.clock import local

SINGLE = (0, 1, 2, 3, 4, 5, 6, 14)
"""Columns whose head goes over both rows."""
WIDTHS = (6, 28, 48, 8, 28, 40, 30, 16, 16, 18, 18, 16, 22, 22, 18)
LETTERS = "ABCDEFGHIJKLMNO"
MOMENTS = 7
"""The first of the five columns that hold a moment."""
MOST_LETTERS = 32_000
MOST_LINES = 1_000_000
"""A sheet has 1,048,576 rows, head and all."""
SHEET = "xl/worksheets/sheet1.xml"
LEVEL = 6
CHUNK = 16_384
"""Bytes that are sent together."""
DIMENSION = rb"<dimension [^>]*/>"
"""Says how many rows there are, which nobody knows yet; it may be left out."""
LAST_ROW = rb"(<row (?:(?!<row ).)*</row>)</sheetData>"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ESCAPED = re.compile("(_x[0-9A-Fa-f]{4}_)")
"""What a workbook would read as a character by its number."""
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


def book_bytes(title: str, lines: Sequence[str], rows: Iterable[BookRow]) -> Iterator[bytes]:
    """The workbook, as much of it as is ready: its first bytes go out before the last line is read.

    Everything but the lines is made beforehand, a small workbook; they go into its sheet as they
    are read. Neither memory nor a file grows with them. A text is always a text: nothing that
    somebody typed becomes a formula or a link.
    """
    parts, above, below, moment, first = _frame(title, lines)
    sink, count = _Sink(), 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as whole:
        for name, content in parts.items():
            whole.writestr(name, content)
        with whole.open(SHEET, "w") as page:
            page.write(above)
            for row in rows:
                page.write(_line(first + count, row, moment).encode())
                count += 1
                if sink.held > CHUNK:
                    yield sink.taken()
            closing = _("Hết sổ: %(count)s hồ sơ.") % {"count": count}
            page.write(_row(first + count, [_text(first + count, 0, closing)]).encode() + below)
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Where an archive is written that nobody can wind back: it is gone as soon as it is taken."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.held = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        self.held += len(data)
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        whole, self.parts, self.held = b"".join(self.parts), [], 0
        return whole


def _frame(title: str, lines: Sequence[str]) -> tuple[dict[str, bytes], bytes, bytes, str, int]:
    """A workbook without lines, taken apart.

    Its other parts by name; the sheet up to its first line and behind its last one; the style of a
    moment; the number of the first line, counted from 0.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_urls": False})
    page = book.add_worksheet(title[:31])
    first = _above(book, page, title, lines)
    page.write_number(first, MOMENTS, 0, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    book.close()
    with zipfile.ZipFile(target) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    above, sample, below = re.split(LAST_ROW, re.sub(DIMENSION, b"", parts.pop(SHEET)))
    (style,) = re.findall(rb' s="(\d+)"', sample)
    return parts, above, b"</sheetData>" + below, style.decode(), first


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


def _line(number: int, row: BookRow, moment: str) -> str:
    """One line, from left to right."""
    cells = [
        _number(number, 0, row.no),
        _text(number, 1, row.code),
        _text(number, 2, row.procedure_name),
        _number(number, 3, row.sets),
        _text(number, 4, row.owner_name),
        _text(number, 5, row.contact),
        _text(number, 6, row.deciding),
    ]
    moments = (row.received_at, row.due_at, row.sent_at, row.back_at, row.collected_at)
    for place, at in enumerate(moments, MOMENTS):
        if at is not None:
            cells.append(_number(number, place, _serial(at), f' s="{moment}"'))
    return _row(number, [
        *cells, _text(number, 12, row.way), _text(number, 13, row.collector),
        _text(number, 14, row.note),
    ])  # fmt: skip


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number + 1}">{"".join(cells)}</row>'


def _number(number: int, place: int, value: float, style: str = "") -> str:
    return f'<c r="{LETTERS[place]}{number + 1}"{style}><v>{value:.16g}</v></c>'


def _text(number: int, place: int, text: str) -> str:
    """A cell that holds a text, whatever it begins with; none for no text."""
    if not text:
        return ""
    plain = NOT_XML.sub("", text)[:MOST_LETTERS]
    told = escape(ESCAPED.sub(r"_x005F\1", plain))
    where = f"{LETTERS[place]}{number + 1}"
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _serial(at: datetime) -> float:
    """The Vietnamese wall clock as workbooks count it: days since 30 December 1899."""
    return (local(at).replace(tzinfo=None) - EPOCH) / DAY
