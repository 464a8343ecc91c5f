"""Working calendars: what they say, and changes of them: drafted, previewed, applied, withdrawn."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.calendars import LINES, DaysForm, OwnCalendarForm, WeekForm
from motcua.dossiers import commands as dossier_commands
from motcua.dossiers import queries as dossiers
from motcua.kernel import readlog
from motcua.kernel.clock import local, local_day
from motcua.kernel.errors import Refused
from motcua.kernel.web.lists import export
from motcua.organizations import commands, permissions
from motcua.organizations import queries as organizations
from motcua.organizations.errors import UnknownCalendar, UnknownChange
from motcua.organizations.queries import CalendarEdit, CalendarSheet, ChangeInfo

SHOWN = 200
"""Rows of moving dossiers on the page; the file has all."""


@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    """All calendars, the years nobody announced, and the newest changes."""
    desk = _editor(request)
    today = local_day(timezone.now())
    provisional = dossiers.provisional_years()
    context = frame(desk, "desk:admin") | {
        "cards": organizations.calendar_cards(today),
        "changes": organizations.calendar_changes(),
        "unknown": organizations.unknown_years(today, [year for year, _count in provisional]),
        "provisional": provisional,
    }
    return render(request, "desk/calendars.html", context)


@require_GET
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """One calendar: its weeks, and the days of a year that are unlike their weekday."""
    desk = _editor(request)
    today = local_day(timezone.now())
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    sheet = _sheet(code, max(year, 1000), today)
    context = frame(desk, "desk:admin") | {
        "sheet": sheet,
        "year": year,
        "years": [
            (str(one), f"?nam={one}", one == year)
            for one in sorted({year, *range(today.year - 1, today.year + 3)})
        ],
        "known": year in sheet.card.known_years,
        "weeks": [(start, list(_hours(week)), own) for start, week, own in sheet.weeks],
    }
    return render(request, "desk/calendar.html", context)


@require_http_methods(["GET", "POST"])
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Draft days off, make-up days, half days, and a year whose days are all known."""
    desk, now = _editor(request), timezone.now()
    sheet = _sheet(code, now.year, local_day(now))
    sent = request.POST if request.method == "POST" else None
    lines = int(request.POST.get("dong", "") or 0) if request.POST.get("dong", "").isdigit() else 0
    lines = max(LINES, min(lines, 60)) + (LINES if "them" in request.POST else 0)
    if "them" in request.POST:
        form = DaysForm(initial={k: str(v) for k, v in request.POST.items()}, lines=lines)
    else:
        form = DaysForm(sent, lines=lines)
        if form.is_valid() and (done := _drafted(desk, code, form, form.edit(), now)):
            return redirect("desk:calendar-change", done)
    title = _("Ghi ngày nghỉ, ngày làm bù")
    return _form(desk, "desk/calendar_days.html", form, sheet, title)


@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, code: str) -> HttpResponse:
    """Draft the week of a calendar from a day on."""
    desk, now = _editor(request), timezone.now()
    sheet = _sheet(code, now.year, local_day(now))
    first = {f"week-{no}": text for no, (_name, text) in enumerate(_hours(sheet.weeks[0][1]))}
    sent = request.POST if request.method == "POST" else None
    form = WeekForm(sent, has_parent=bool(sheet.card.parent_code), initial=first)
    if form.is_valid() and (done := _drafted(desk, code, form, form.edit(), now)):
        return redirect("desk:calendar-change", done)
    return _form(desk, "desk/calendar_week.html", form, sheet, _("Đổi giờ làm việc trong tuần"))


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit a calendar of its own below this one."""
    desk, now = _editor(request), timezone.now()
    sheet = _sheet(code, now.year, local_day(now))
    units = [u for u in organizations.units_of_kind(local_day(now)) if u.kind != "external"]
    choices = [(u.public_id, u.name) for u in sorted(units, key=lambda u: u.name)]
    form = OwnCalendarForm(request.POST if request.method == "POST" else None, units=choices)
    if form.is_valid():
        chosen = next(u.id for u in units if u.public_id == form.cleaned_data["unit"])
        try:
            made = commands.open_calendar(
                name=form.cleaned_data["name"], parent_code=code, by=desk.actor, at=now
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            if done := _drafted(desk, made, form, form.edit(chosen), now):
                return redirect("desk:calendar-change", done)
    return _form(desk, "desk/calendar_own.html", form, sheet, _("Lịch riêng cho một đơn vị"))


@require_GET
def change(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One change: what it says; before it is applied what it would move, afterwards what it did."""
    desk, now = _editor(request), timezone.now()
    info = _change(public_id)
    moves, seen = _moves(info)
    kind = request.GET.get("xuat", "")
    if kind in export.TYPES:
        return _file(desk, info, moves, kind, now)
    context = (
        frame(desk, "desk:admin")
        | _told(info)
        | {
            "moves": moves[:SHOWN],
            "counts": _counts(moves),
            "seen": seen,
            "may_apply": permissions.may(desk.actor, "apply_calendar"),
        }
    )
    return render(request, "desk/calendar_change.html", context)


@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far an applied change is; 304 while nothing has changed."""
    _editor(request)
    response = render(request, "desk/_calendar_progress.html", _told(_change(public_id)))
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response["ETag"] = etag
    return response


@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply a drafted change; open dossiers follow in the background."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "apply_calendar")
    _change(public_id)
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
    try:
        dossier_commands.apply_calendar_change(
            public_id=public_id, seen=number, by=desk.actor, at=timezone.now()
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Đã áp dụng. Các hồ sơ đang mở đang được tính lại hạn."))
    return redirect("desk:calendar-change", public_id)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a drafted change up."""
    desk = _editor(request)
    _change(public_id)
    try:
        commands.withdraw_calendar_change(public_id=public_id, by=desk.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Đã bỏ thay đổi này. Lịch và các hạn giữ nguyên."))
    return redirect("desk:calendar-change", public_id)


def _editor(request: HttpRequest) -> DeskRequest:
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "set_calendar")
    return desk


def _sheet(code: str, year: int, today: date) -> CalendarSheet:
    try:
        return organizations.calendar_sheet(code, year, today)
    except UnknownCalendar:
        raise Http404 from None


def _change(public_id: str) -> ChangeInfo:
    try:
        return organizations.calendar_change(public_id)
    except UnknownChange:
        raise Http404 from None


def _hours(shifts: dict[int, Any]) -> Iterator[tuple[str, str]]:
    from motcua.desk.forms.calendars import WEEKDAYS

    for no, name in enumerate(WEEKDAYS):
        yield str(name), organizations.shifts_text(shifts.get(no, ()))


def _drafted(desk: DeskRequest, code: str, form: Any, edit: CalendarEdit, now: datetime) -> str:
    """The id of the draft; empty when a rule says no, with its sentence at the field."""
    data = form.cleaned_data
    try:
        return commands.draft_calendar_change(
            calendar_code=code, edit=edit, ground=data["ground"], certainty=data["certainty"],
            by=desk.actor, at=now,
        )  # fmt: skip
    except Refused as refusal:
        field = form.field_of(refusal.field) if hasattr(form, "field_of") else refusal.field
        form.add_error(field if field in form.fields else None, str(refusal))
        return ""


def _form(
    desk: DeskRequest, template: str, form: Any, sheet: CalendarSheet, title: str
) -> HttpResponse:
    context = frame(desk, "desk:admin") | {"form": form, "sheet": sheet, "title": title}
    return render(desk, template, context, status=422 if form.errors else 200)


def _moves(info: ChangeInfo) -> tuple[list[dossiers.Move], int]:
    if info.state == "draft":
        preview = dossiers.calendar_preview(info.public_id)
        return list(preview.rows), preview.seen
    return (dossiers.calendar_moves(info.number) if info.number else []), 0


def _counts(moves: list[dossiers.Move]) -> dict[str, int]:
    return {
        "moving": sum(not row.confirmed for row in moves),
        "earlier": sum(row.now < row.was for row in moves),
        "confirmed": sum(row.confirmed for row in moves),
        "all": len(moves),
    }


def _told(info: ChangeInfo) -> dict[str, Any]:
    week = info.edit.week
    names = organizations.units([unit.unit_id for unit in info.edit.units])
    hours: dict[int, list[str]] = {}
    for weekday, start, end in week.shifts if week else ():
        hours.setdefault(weekday, []).append(f"{start:%H:%M}-{end:%H:%M}")
    from motcua.desk.forms.calendars import KINDS, WEEKDAYS

    kinds = {code: str(label) for code, label in KINDS}
    return {
        "change": info,
        "progress": dossiers.rescheduling(info.number) if info.number else None,
        "days": [(said, kinds.get(said.kind, said.kind)) for said in info.edit.days],
        "week": [(str(n), ", ".join(hours.get(no, []))) for no, n in enumerate(WEEKDAYS)]
        if week
        else [],
        "inherits": bool(week and not week.shifts),
        "units": [(names[u.unit_id].name, u.since) for u in info.edit.units],
    }


def _file(
    desk: DeskRequest, info: ChangeInfo, moves: list[dossiers.Move], kind: str, now: datetime
) -> FileResponse:
    """All rows as a file; noted in the read log."""
    title = _("Hồ sơ đổi hạn theo lịch làm việc")
    heads = (
        (_("Mã hồ sơ"), "code"), (_("Thủ tục"), "text"), (_("Đơn vị tiếp nhận"), "name"),
        (_("Hạn cũ"), "moment"), (_("Hạn mới"), "moment"),
    )  # fmt: skip
    sheet = export.Sheet(title, (title, info.calendar_name, info.ground), heads)
    rows = [(m.code, m.procedure, m.unit, local(m.was), local(m.now)) for m in moves]
    target, count = export.write(kind, sheet, iter(rows))
    readlog.exported(
        by=desk.actor, list_code="desk.calendar_change", rows=count, asked=info.public_id,
        file_format=kind, at=now,
    )  # fmt: skip
    name = f"lich-lam-viec-{info.public_id}.{kind}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=export.TYPES[kind])
