"""Acts on working calendars: drafted, previewed, applied or withdrawn; or said at once by a file.

A change that is applied gets a number, its edition. What a calendar said before stays in the
tables, so that a date promised by it can be computed again. Open promises follow in the room of
dossiers, which applies a change within its own command.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.kernel import time_rules
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean, fold
from motcua.kernel.transactions import command, part_of_command
from motcua.organizations import permissions
from motcua.organizations.calendar_checks import refuse_wrong
from motcua.organizations.calendar_edits import (
    CalendarEdit,
    DayEdit,
    Plan,
    UnitEdit,
    WeekEdit,
    plan,
)
from motcua.organizations.calendars import CalendarRows
from motcua.organizations.errors import (
    BadDay,
    CalendarMovedOn,
    CalendarNameTaken,
    ChangeDecided,
    GroundMissing,
    LabelMissing,
    NothingChanges,
    UnknownCalendar,
    UnknownChange,
)
from motcua.organizations.infos import SpecialDay
from motcua.organizations.models import (
    Calendar,
    CalendarChange,
    CalendarDay,
    CalendarShift,
    CalendarYear,
    UnitCalendar,
    editions_from,
)
from motcua.organizations.states import Certainty, ChangeState, DayKind


@command
def open_calendar(*, name: str, parent_code: str, by: Actor, at: datetime) -> str:
    """Begin a calendar that says nothing of its own yet and takes all from another. Its code.

    Nobody works by it until a change says who.

    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    :raises LabelMissing, CalendarNameTaken, UnknownCalendar: see each.
    """
    permissions.require(by, "set_calendar")
    name = clean(name, 120)
    if not name:
        raise LabelMissing(field="name")
    parent = _calendar(parent_code)
    if Calendar.objects.filter(name=name).exists():
        raise CalendarNameTaken(name=name)
    stem = "-".join(fold(name).split())[:34] or "lich"
    taken = set(Calendar.objects.filter(code__startswith=stem).values_list("code", flat=True))
    codes = (stem if no == 1 else f"{stem}-{no}" for no in range(1, len(taken) + 2))
    return Calendar.objects.create(
        code=next(code for code in codes if code not in taken), name=name, parent=parent
    ).code


@command
def draft_calendar_change(
    *,
    calendar_code: str,
    edit: CalendarEdit,
    ground: str,
    certainty: str = Certainty.SEEN,
    by: Actor,
    at: datetime,
) -> str:
    """Write down what a calendar shall say; nothing moves until it is applied. Its public id.

    :param ground: number and day of the document that says so.
    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    :raises GroundMissing, NothingChanges, UnknownCalendar: see each.
    :raises Refused: what it says is wrong; see ``calendar_checks``.
    """
    permissions.require(by, "set_calendar")
    calendar, rows = _calendar(calendar_code), CalendarRows.read()
    ground = clean(ground, 300)
    current = rows.at(rows.edition())
    refuse_wrong(current, calendar.pk, edit, local_day(at))
    if not ground:
        raise GroundMissing
    if not plan(current, calendar.pk, edit, edition=0, ground=ground, certainty=certainty):
        raise NothingChanges
    change = CalendarChange.objects.create(
        calendar=calendar,
        content=edit.to_json(),
        ground=ground,
        certainty=Certainty(certainty),
        state=ChangeState.DRAFT,
        drafted_at=at,
        drafted_by_post_id=by.post_id,
        source=by.person_name if by.is_system else "",
    )
    public_id: str = change.public_id
    return public_id


@command
def withdraw_calendar_change(*, public_id: str, by: Actor, at: datetime) -> None:
    """Give a drafted change up. What was applied is changed by another change instead.

    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    :raises UnknownChange, ChangeDecided: see each.
    """
    permissions.require(by, "set_calendar")
    _decide(_drafted(public_id), ChangeState.WITHDRAWN, by, at)


@part_of_command
def apply_calendar_change(*, public_id: str, seen: int, by: Actor, at: datetime) -> int:
    """Let the calendar say what the draft says, from now on. Returns the edition it makes.

    Called by the room of dossiers, whose command lets the open promises follow.

    :param seen: the edition by which its preview was computed.
    :raises NotPermitted: ``by`` is no system administrator.
    :raises UnknownChange, ChangeDecided: see each.
    :raises CalendarMovedOn: another change was applied since the preview.
    :raises Refused: it contradicts what was applied since it was drafted.
    """
    permissions.require(by, "apply_calendar")
    _one_at_a_time()
    change = _drafted(public_id)
    rows = CalendarRows.read()
    if rows.edition() != seen:
        raise CalendarMovedOn
    edit = CalendarEdit.from_json(change.content)
    refuse_wrong(rows.at(seen), change.calendar_id, edit, local_day(at))
    made = _planned(rows, change, edit)
    if not made:
        raise NothingChanges
    return _written(change, made, by, at)


@command
def set_shifts(
    *,
    calendar_code: str,
    shifts: Sequence[tuple[int, time, time]],
    since: date,
    by: Actor,
    at: datetime,
    name: str = "",
    parent_code: str = "",
) -> int:
    """Say a calendar's week from a day on; the calendar is made where it is new. Returns its id.

    :param shifts: weekday (0 Monday), start, end; none: the week of the parent, and without a
        parent the usual hours (rules ``time.shifts``, ``time.weekdays`` of that day).
    :raises NotPermitted: ``by`` is no system administrator.
    :raises NoRule: the usual hours are wanted and no rule says them.
    """
    permissions.require(by, "apply_calendar")
    parent = Calendar.objects.filter(code=parent_code).first() if parent_code else None
    calendar, _new = Calendar.objects.get_or_create(
        code=calendar_code, defaults={"name": name or calendar_code, "parent": parent}
    )
    week = tuple(shifts)
    if not week and calendar.parent_id is None:
        week = time_rules.usual_week(since)
    _say(calendar, CalendarEdit(week=WeekEdit(since, week)), "", by, at)
    return calendar.pk


@command
def use_calendar(*, unit_id: int, calendar_code: str, since: date, by: Actor, at: datetime) -> None:
    """Let a unit, and those below without their own, work by a calendar from a day on.

    :raises NotPermitted: ``by`` is no system administrator.
    """
    permissions.require(by, "apply_calendar")
    _say(_calendar(calendar_code), CalendarEdit(units=(UnitEdit(unit_id, since),)), "", by, at)


@command
def set_calendar_days(
    *, calendar_code: str, days: Sequence[SpecialDay], by: Actor, at: datetime
) -> int:
    """Say which days are unlike their weekday; said again, the later word counts.

    For files of an office; on pages a change is drafted and previewed. Promises follow by the
    same job, each with its ground.

    :return: how many days changed.
    :raises NotPermitted: ``by`` is no system administrator.
    :raises BadDay: a kind is unknown or a label is empty.
    """
    permissions.require(by, "apply_calendar")
    edits = tuple(_said(special) for special in days)
    return _say(_calendar(calendar_code), CalendarEdit(days=edits), "", by, at)


def set_calendar_day(*, calendar_code: str, special: SpecialDay, by: Actor, at: datetime) -> None:
    """Say that one day is unlike its weekday; as :func:`set_calendar_days`."""
    set_calendar_days(calendar_code=calendar_code, days=[special], by=by, at=at)


@command
def announce_years(
    *, calendar_code: str, years: Sequence[int], ground: str, by: Actor, at: datetime
) -> None:
    """Note that the days off of years were announced: dates in them are no longer provisional.

    :raises NotPermitted: ``by`` is no system administrator.
    """
    permissions.require(by, "apply_calendar")
    _say(_calendar(calendar_code), CalendarEdit(years=tuple(years)), clean(ground, 300), by, at)


def announce_year(*, calendar_code: str, year: int, ground: str, by: Actor, at: datetime) -> None:
    """Note that one year's days off were announced; as :func:`announce_years`."""
    announce_years(calendar_code=calendar_code, years=[year], ground=ground, by=by, at=at)


def _say(calendar: Calendar, edit: CalendarEdit, ground: str, by: Actor, at: datetime) -> int:
    """Draft and apply in one go; how many rows begin to hold, 0 when the calendar says it."""
    _one_at_a_time()
    change = CalendarChange(
        calendar=calendar,
        content=edit.to_json(),
        ground=ground or _("Tệp dữ liệu của cơ quan"),
        certainty=Certainty.SEEN,
        drafted_at=at,
        drafted_by_post_id=by.post_id,
        source=by.person_name or by.role,
    )
    made = _planned(CalendarRows.read(), change, edit)
    if made:
        _written(change, made, by, at)
    return len(made.opened)


def _planned(rows: CalendarRows, change: CalendarChange, edit: CalendarEdit) -> Plan:
    now = rows.edition()
    last = CalendarChange.objects.aggregate(last=Max("number"))["last"] or 0
    change.number = max(now, last) + 1
    return plan(
        rows.at(now),
        change.calendar_id,
        edit,
        edition=change.number,
        ground=change.ground,
        certainty=change.certainty,
    )


def _written(change: CalendarChange, made: Plan, by: Actor, at: datetime) -> int:
    """End and begin the rows of a plan; the change is applied, with the number it was given."""
    number = change.number or 0
    for row in made.closed:
        row.editions = editions_from(row.editions.lower, number)
        row.save(update_fields=["editions"])
    for model in (CalendarShift, CalendarDay, CalendarYear, UnitCalendar):
        rows: list[Any] = [row for row in made.opened if isinstance(row, model)]
        if rows:
            model._default_manager.bulk_create(rows)
    _decide(change, ChangeState.APPLIED, by, at)
    return number


def _decide(change: CalendarChange, state: ChangeState, by: Actor, at: datetime) -> None:
    change.state, change.decided_at, change.decided_by_post_id = state, at, by.post_id
    change.save()


def _drafted(public_id: str) -> CalendarChange:
    change = CalendarChange.objects.select_for_update().filter(public_id=public_id).first()
    if change is None:
        raise UnknownChange
    if change.state != ChangeState.DRAFT:
        raise ChangeDecided
    return change


def _one_at_a_time() -> None:
    """One writer of calendars at a time: editions follow one another."""
    list(Calendar.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _calendar(code: str) -> Calendar:
    found = Calendar.objects.filter(code=code).first()
    if found is None:
        raise UnknownCalendar
    return found


def _said(special: SpecialDay) -> DayEdit:
    if special.kind not in DayKind.values or not special.label.strip():
        raise BadDay(day=f"{special.day:%d/%m/%Y}", problem=f"{special.kind} / {special.label}")
    return DayEdit(
        day=special.day,
        kind=special.kind,
        label=clean(special.label, 120),
        like_weekday=special.like_weekday,
        ground=clean(special.ground, 300),
        certainty=special.certainty,
    )
