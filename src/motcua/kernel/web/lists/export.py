"""A list as a file, row by row: XLSX with real dates, CSV for other programs. Never a formula."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, Final

import xlsxwriter
from django.utils.translation import gettext as _

from motcua.kernel.web import vn

from .cells import Plain

MOST_ROWS: Final = 50_000
"""So many rows an export has at most; more are a data set, not a list to read."""
FORMULA: Final = "=+-@＝＋－＠"
"""What programs take for the beginning of a formula, as wide characters too."""
SEPARATOR: Final = ";"
"""Where the comma is the decimal sign, as in Vietnamese settings, Excel splits at semicolons."""
BOM: Final = "\ufeff"
"""Without it Excel reads UTF-8 as the machine's old code page."""
WIDTHS: Final = {
    "code": 28, "name": 26, "text": 48, "moment": 17, "day": 12, "due": 22, "short": 18,
}  # fmt: skip
TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands above the rows of a file.

    :param lines: which list, which filters, when and by whom.
    :param heads: ``(words, width)`` of each column.
    """

    name: str
    lines: tuple[str, ...]
    heads: tuple[tuple[str, str], ...]


def write(
    kind: str, sheet: Sheet, rows: Iterable[tuple[Plain, ...]], most: int = MOST_ROWS
) -> tuple[IO[bytes], int]:
    """Write a list into a temporary file; say how many rows it has.

    Rows are taken one by one and written at once: memory does not grow with them. Reading first
    and sending afterwards, so that a slow line holds no database and the count is known. The last
    line says whether rows were left out.

    :param most: rows beyond this are left out.
    """
    target: IO[bytes] = tempfile.TemporaryFile()
    write_rows = {"xlsx": _xlsx, "csv": _csv}[kind]
    taken = _Taken(iter(rows), most)
    count = write_rows(target, sheet, taken)
    target.seek(0)
    return target, count


class _Taken:
    """At most so many rows; afterwards ``last_line`` says whether that was all of them."""

    def __init__(self, rows: Iterator[tuple[Plain, ...]], most: int) -> None:
        self.rows, self.most, self.count = rows, most, 0

    def __iter__(self) -> Iterator[tuple[Plain, ...]]:
        for row in islice(self.rows, self.most):
            self.count += 1
            yield row

    @property
    def last_line(self) -> str:
        count = vn.number_text(self.count)
        if self.count == self.most and next(self.rows, None) is not None:
            return _(
                "Chỉ có %(count)s dòng đầu, vì mỗi tệp có nhiều nhất ngần ấy dòng. "
                "Hãy lọc hẹp hơn rồi xuất lại để có đủ."
            ) % {"count": count}
        return _("Hết danh sách: %(count)s dòng.") % {"count": count}


def harmless(text: str) -> str:
    """A text that no spreadsheet reads as a formula: an apostrophe goes before what might be one.

    Also after spaces, and for the tab and line ends that some programs strip.
    """
    dangerous = text[:1] in ("\t", "\r", "\n") or text.lstrip()[:1] in tuple(FORMULA)
    return f"'{text}" if dangerous else text


def _csv(target: IO[bytes], sheet: Sheet, rows: _Taken) -> int:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    lines = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
    lines.writerows([harmless(line)] for line in sheet.lines)
    lines.writerow([])
    lines.writerow([harmless(words) for words, _width in sheet.heads])
    for row in rows:
        lines.writerow([_csv_text(value) for value in row])
    lines.writerow([rows.last_line])
    text.detach()
    return rows.count


def _csv_text(value: Plain) -> str:
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int):
        return str(value)
    return harmless(value or "")


def _xlsx(target: IO[bytes], sheet: Sheet, rows: _Taken) -> int:
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet(sheet.name[:31])
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#E7EBF0", "bottom": 1})
    formats = {
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        date: book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
    }
    for place, (_words, width) in enumerate(sheet.heads):
        page.set_column(place, place, WIDTHS.get(width, 18))
    first = len(sheet.lines) + 1
    page.freeze_panes(first + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(first)
    for number, line in enumerate(sheet.lines):
        page.write_string(number, 0, line, bold if number == 0 else None)
    for place, (words, _width) in enumerate(sheet.heads):
        page.write_string(first, place, words, head)
    put = _putter(page, formats)
    for number, row in enumerate(rows, start=first + 1):
        for place, value in enumerate(row):
            put(number, place, value)
    last = first + rows.count
    page.write_string(last + 1, 0, rows.last_line)
    page.autofilter(first, 0, max(last, first + 1), len(sheet.heads) - 1)
    book.close()
    return rows.count


def _putter(
    page: "xlsxwriter.worksheet.Worksheet", formats: Mapping[type[date], object]
) -> Callable[[int, int, Plain], None]:
    """Writes one cell by its type; a text is always a text."""

    def put(row: int, place: int, value: Plain) -> None:
        if isinstance(value, datetime | date):
            page.write_datetime(row, place, value, formats[type(value)])
        elif isinstance(value, int):
            page.write_number(row, place, value)
        elif value:
            page.write_string(row, place, value[:32_000])

    return put
