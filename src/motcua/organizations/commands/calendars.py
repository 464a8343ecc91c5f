"""Acts on working calendars: weeks, days unlike their weekday, who works by which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from motcua.kernel.actor import Actor
from motcua.kernel.dates import since as from_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.organizations import permissions
from motcua.organizations.errors import BadDay
from motcua.organizations.infos import SpecialDay
from motcua.organizations.models import (
    Calendar,
    CalendarDay,
    CalendarShift,
    CalendarYear,
    UnitCalendar,
)
from motcua.organizations.states import DayKind

from .units import _end


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

    :param shifts: weekday (0 Monday), start, end; none: the week of the parent.
    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    """
    permissions.require(by, "set_calendar")
    parent = Calendar.objects.filter(code=parent_code).first() if parent_code else None
    calendar, _new = Calendar.objects.get_or_create(
        code=calendar_code, defaults={"name": name or calendar_code, "parent": parent}
    )
    present = CalendarShift.objects.in_force(since).filter(calendar=calendar)
    if {(s.weekday, s.starts, s.ends) for s in present} == set(shifts):
        return calendar.pk
    _end(CalendarShift.objects.filter(calendar=calendar), since)
    CalendarShift.objects.bulk_create(
        CalendarShift(calendar=calendar, weekday=w, starts=s, ends=e, valid=from_day(since))
        for w, s, e in shifts
    )
    return calendar.pk


@command
def use_calendar(*, unit_id: int, calendar_code: str, since: date, by: Actor, at: datetime) -> None:
    """Let a unit, and those below without their own, work by a calendar from a day on.

    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    """
    permissions.require(by, "set_calendar")
    calendar = Calendar.objects.get(code=calendar_code)
    present = UnitCalendar.objects.in_force(since).filter(unit_id=unit_id)
    if present.filter(calendar=calendar):
        return
    _end(UnitCalendar.objects.filter(unit_id=unit_id), since)
    UnitCalendar.objects.create(unit_id=unit_id, calendar=calendar, valid=from_day(since))


@command
def set_calendar_days(
    *, calendar_code: str, days: Sequence[SpecialDay], by: Actor, at: datetime
) -> int:
    """Say which days are unlike their weekday; said again, the later word counts.

    :return: how many days changed.
    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    :raises BadDay: a kind is unknown or a label is empty.

    Due dates already promised do not move: a dossier keeps what was computed at reception.
    """
    permissions.require(by, "set_calendar")
    calendar = Calendar.objects.select_for_update().get(code=calendar_code)
    known = {row.day: row for row in CalendarDay.objects.filter(calendar=calendar)}
    changed = 0
    for special in days:
        row = known.get(special.day) or CalendarDay(calendar=calendar, day=special.day)
        said = _said(special)
        if row.pk is None or any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    return changed


def set_calendar_day(*, calendar_code: str, special: SpecialDay, by: Actor, at: datetime) -> None:
    """Say that one day is unlike its weekday; as :func:`set_calendar_days`."""
    set_calendar_days(calendar_code=calendar_code, days=[special], by=by, at=at)


@command
def announce_year(*, calendar_code: str, year: int, ground: str, by: Actor, at: datetime) -> None:
    """Note that a year's days off were announced: due dates in it are no longer provisional.

    :raises NotPermitted: ``by`` is neither a system nor a catalogue administrator.
    """
    permissions.require(by, "set_calendar")
    CalendarYear.objects.update_or_create(
        calendar=Calendar.objects.get(code=calendar_code), year=year, defaults={"ground": ground}
    )


def _said(special: SpecialDay) -> dict[str, Any]:
    if special.kind not in DayKind.values or not special.label.strip():
        raise BadDay(day=f"{special.day:%d/%m/%Y}", problem=f"{special.kind} / {special.label}")
    likes = {DayKind.OFF: None, DayKind.WORK: 0, DayKind.HALF: special.day.weekday()}
    like = special.like_weekday
    return {
        "kind": special.kind,
        "like_weekday": likes[DayKind(special.kind)] if like is None else like,
        "label": clean(special.label, 120),
        "ground": clean(special.ground, 300),
        "certainty": special.certainty,
    }
