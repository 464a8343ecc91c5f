"""The book of a one-stop unit by field and period, and the way of one dossier leg by leg."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.catalog import queries as catalog
from motcua.desk.book_sheet import MOST_LINES, book_bytes, heads
from motcua.desk.context import DeskRequest, frame
from motcua.documents import queries as documents
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import BookAsked, BookPage
from motcua.kernel import readlog
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.kernel.paging import BadKey
from motcua.kernel.web.lists import export
from motcua.organizations import queries as organizations

from .dossier import visible_or_404

LINES = 50
PART = 400
"""Lines of one printed volume: more pages than that take too long to draw and to hold in hand."""
MOST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Read:
    """An address as it was understood: which book, how it is called, from which line on.

    :ivar after: key of the line behind which the page begins; ``before``: before which it ends;
        ``first``: the number of its first line, or of the first one behind it.
    """

    asked: BookAsked
    values: dict[str, str]
    field_name: str
    unit_name: str
    after: str
    before: str
    first: int
    problems: tuple[str, ...]

    @property
    def workbook(self) -> str:
        """The address of the whole book as a workbook."""
        return self.address(xuat="xlsx")

    @property
    def volume(self) -> str:
        """The address of a printed volume; its number is added."""
        return self.address(xuat="pdf")

    @property
    def period(self) -> str:
        """The period in words."""
        days = {"first": f"{self.asked.first:%d/%m/%Y}", "last": f"{self.asked.last:%d/%m/%Y}"}
        return _("Từ ngày %(first)s đến ngày %(last)s") % days

    def address(self, **more: object) -> str:
        """The same question with something changed."""
        return "?" + urlencode(self.values | {k: str(v) for k, v in more.items()})


@require_GET
def book(request: HttpRequest) -> HttpResponseBase:
    """The book on screen, as a workbook, or as printed volumes."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "view")
    read = _read(desk, now)
    wanted = request.GET.get("xuat", "")
    if wanted == "xlsx":
        return _workbook(desk, read, now)
    if wanted == "pdf":
        return _volume(desk, read, now)
    count = dossiers.book_count(desk.actor, read.asked, now)
    shown = _page(desk, read, now)
    context = frame(desk, "desk:search") | {
        "read": read,
        "rows": [(row, dossiers.book_cells(row)) for row in shown.rows],
        "count": count,
        "before": shown.before and read.address(truoc=shown.before, dong=shown.rows[0].no),
        "after": shown.after and read.address(sau=shown.after, dong=shown.rows[-1].no + 1),
        "words": heads()[0],
        "fields": catalog.fields(),
        "units": dossiers.book_units(desk.actor, now),
        "volumes": _volumes(count),
    }
    return render(request, "desk/book.html", context)


def _page(desk: DeskRequest, read: Read, now: datetime) -> BookPage:
    """The lines of the address; those of the beginning where no page gave its key."""
    try:
        return dossiers.book_page(
            desk.actor,
            read.asked,
            now,
            after=read.after,
            before=read.before,
            first=read.first,
            limit=LINES,
        )
    except BadKey:
        return dossiers.book_page(desk.actor, read.asked, now, limit=LINES)


def _volumes(count: int) -> list[tuple[int, int, int]]:
    """Number, first and last line of the printed volumes, the first hundred of them."""
    whole = min(100, -(-count // PART))
    return [(n, (n - 1) * PART + 1, min(count, n * PART)) for n in range(1, whole + 1)]


def _workbook(desk: DeskRequest, read: Read, now: datetime) -> HttpResponseBase:
    title = str(documents.form_on("book", read.asked.last).name)
    lines = (read.unit_name, _("Lĩnh vực: %(field)s") % {"field": read.field_name}, read.period)
    count = dossiers.book_count(desk.actor, read.asked, now)
    if count > MOST_LINES:
        messages.error(desk, _("Sổ quá dài cho một tệp Excel. Hãy chọn kỳ ngắn hơn."))
        return redirect(desk.path + read.address())
    _noted(desk, read, count, "xlsx", now)
    rows = dossiers.book_rows(desk.actor, read.asked, now)
    whole = _in_language(get_language() or "vi", book_bytes(title, lines, rows))
    return StreamingHttpResponse(
        whole,
        content_type=export.TYPES["xlsx"],
        headers={
            "Content-Disposition": "attachment; filename="
            f'"so-theo-doi_{read.asked.first}_{read.asked.last}.xlsx"'
        },
    )


def _in_language(language: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same, in the words of the reader: they are sent when the page has been answered."""
    with override(language):
        yield from parts


def _volume(desk: DeskRequest, read: Read, now: datetime) -> HttpResponseBase:
    """One volume of the book on paper; the page names them all."""
    part = _whole(desk.GET.get("quyen", ""), 1)
    start = (part - 1) * PART
    rows = dossiers.book_volume(desk.actor, read.asked, now, start=start, limit=PART)
    unit = organizations.unit(read.asked.unit_id or desk.actor.unit_id or 0)
    data = _heading(unit, now) | {
        "field_name": read.field_name,
        "period": read.period,
        "volume": part,
        "rows": [dossiers.book_cells(row) for row in rows],
        "closing": _("Sổ theo dõi hồ sơ được lập theo từng lĩnh vực hoặc nhóm lĩnh vực."),
    }
    try:
        pdf = documents.print_form("book", data, day=read.asked.last, at=now)
    except Refused as refusal:
        messages.error(desk, str(refusal))
        return redirect(desk.path + read.address())
    _noted(desk, read, len(rows), "pdf", now)
    name = f"so-theo-doi_{read.asked.first}_{read.asked.last}_quyen-{part}.pdf"
    return documents.pdf_response(pdf, name=name)


def _heading(unit: organizations.UnitInfo, now: datetime) -> dict[str, Any]:
    above = organizations.unit(unit.agency_id or unit.parent_id or unit.id)
    return {
        "agency_parent": above.name,
        "agency": unit.name,
        "place": unit.address.rsplit(",", 1)[-1].strip(),
        "day": local_day(now),
    }


def _noted(desk: DeskRequest, read: Read, count: int, kind: str, now: datetime) -> None:
    readlog.exported(
        by=desk.actor,
        list_code="desk.book",
        rows=count,
        asked=urlencode(read.values),
        file_format=kind,
        at=now,
    )


def _read(desk: DeskRequest, now: datetime) -> Read:
    """The question of the address; what is not understood is said and left at its usual."""
    problems: list[str] = []
    today = local_day(now)
    first = _day(desk.GET, "tu", today.replace(day=1), problems)
    last = _day(desk.GET, "den", today, problems)
    if last < first or last - first > timedelta(days=MOST_DAYS):
        problems.append(_("Kỳ của sổ phải từ ngày đầu đến ngày cuối, dài nhất 10 năm."))
        first, last = today.replace(day=1), today
    names = {f.code: f.name for f in catalog.fields()}
    field_code = desk.GET.get("linh-vuc", "")
    if field_code and field_code not in names:
        problems.append(_("Không có lĩnh vực này trong danh mục; đây là mọi lĩnh vực."))
        field_code = ""
    units = {key: (name, unit_id) for key, name, unit_id in dossiers.book_units(desk.actor, now)}
    key = desk.GET.get("don-vi", "")
    own = next((k for k, (_n, i) in units.items() if i == desk.actor.unit_id), "")
    key = key if key in units else own
    unit_name, unit_id = units.get(key, (_("Mọi đơn vị được xem"), None))
    values = {"tu": first.isoformat(), "den": last.isoformat(), "linh-vuc": field_code}
    return Read(
        asked=BookAsked(first, last, field_code, unit_id),
        values=values | {"don-vi": key},
        field_name=names.get(field_code) or _("Mọi lĩnh vực"),
        unit_name=unit_name,
        after=desk.GET.get("sau", ""),
        before=desk.GET.get("truoc", ""),
        first=_whole(desk.GET.get("dong", ""), 1),
        problems=tuple(problems),
    )


def _day(values: Mapping[str, str], key: str, usual: date, problems: list[str]) -> date:
    text = values.get(key, "")
    if not text:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(_("Không đọc được ngày «%(day)s».") % {"day": text[:20]})
        return usual


def _whole(text: str, usual: int) -> int:
    return min(int(text), 1_000_000) if text.isascii() and text.isdigit() and int(text) else usual


@require_GET
def control_sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The way of one dossier, leg by leg, with a verdict on each."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    sheet = dossiers.control_sheet(head.id, now)
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.control", at=now)
    context = frame(desk) | {"head": head, "sheet": sheet, "now": now}
    return render(request, "desk/control_sheet.html", context)


@require_GET
def control_sheet_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as the circular's form, as things stand now."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.control", at=now)
    try:
        pdf = dossiers.control_sheet_pdf(head.id, now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:control-sheet", public_id)
    return documents.pdf_response(pdf, name=f"phieu-kiem-soat-{head.code}.pdf")
