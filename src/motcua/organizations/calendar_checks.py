"""What a change of a calendar may not say: each with its sentence, and the field it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from .calendar_edits import CLEAR, CalendarEdit, DayEdit, Hours
from .calendars import CalendarRows
from .errors import (
    AlreadyOff,
    AlreadyWorked,
    BadDay,
    DayTooFar,
    DayTwice,
    LabelMissing,
    NoShifts,
    NothingToClear,
    OffAndWork,
    ShiftEndsEarly,
    ShiftsOverlap,
    YearAnnounced,
    YearWithoutDays,
)
from .states import DayKind

YEARS_BACK, YEARS_AHEAD = 10, 5
"""Guards against slips of the pen, not rules of law."""


def refuse_wrong(rows: CalendarRows, calendar_id: int, edit: CalendarEdit, today: date) -> None:
    """Refuse what contradicts itself or the calendar as it is. Stops at the first fault.

    ``error.field`` names the line: ``days-2-day``, ``week-5`` (Saturday), ``year``, ``since``.

    :raises Refused: one of those that this module imports.
    """
    _Check(rows, calendar_id, edit, today).all()


@dataclass(frozen=True, slots=True)
class _Check:
    rows: CalendarRows
    calendar_id: int
    edit: CalendarEdit
    today: date

    def all(self) -> None:
        self._dates()
        if self.edit.week is not None:
            self._week(self.edit.week.shifts, self.edit.week.since)
        for no, said in enumerate(self.edit.days):
            self._day(no, said)
        for year in self.edit.years:
            self._year(year)

    def _dates(self) -> None:
        first, last = self.today.year - YEARS_BACK, self.today.year + YEARS_AHEAD
        seen: set[date] = set()
        for day, field in self._said_dates():
            if not first <= day.year <= last:
                raise DayTooFar(field=field, day=f"{day:%d/%m/%Y}", first=first, last=last)
        for no, said in enumerate(self.edit.days):
            if said.day in seen:
                raise DayTwice(field=f"days-{no}-day", day=f"{said.day:%d/%m/%Y}")
            seen.add(said.day)

    def _said_dates(self) -> Iterator[tuple[date, str]]:
        yield from ((said.day, f"days-{no}-day") for no, said in enumerate(self.edit.days))
        if self.edit.week is not None:
            yield self.edit.week.since, "since"
        yield from ((unit.since, "since") for unit in self.edit.units)
        yield from ((date(year, 1, 1), "year") for year in self.edit.years if 1 <= year <= 9999)

    def _week(self, shifts: tuple[Hours, ...], since: date) -> None:
        for weekday in range(7):
            day = sorted((s, e) for w, s, e in shifts if w == weekday)
            facts = {"field": f"week-{weekday}", "weekday": weekday_name(weekday)}
            for start, end in day:
                if end <= start:
                    raise ShiftEndsEarly(shift=f"{start:%H:%M}-{end:%H:%M}", **facts)
            for (_start, before), (start, end) in pairwise(day):
                if start < before:
                    raise ShiftsOverlap(shift=f"{start:%H:%M}-{end:%H:%M}", **facts)
        above = self.rows.calendars[self.calendar_id].parent_id
        if not shifts and not (above and self.rows.week(above, since)):
            raise NoShifts

    def _day(self, no: int, said: DayEdit) -> None:
        field, day = f"days-{no}-day", f"{said.day:%d/%m/%Y}"
        own = {row.day: row for row in self.rows.days.get(self.calendar_id, [])}
        if said.kind == CLEAR:
            if said.day not in own:
                raise NothingToClear(field=field, day=day)
            return
        if said.kind not in DayKind.values:
            raise BadDay(field=f"days-{no}-kind", day=day, problem=said.kind)
        if not said.label:
            raise LabelMissing(field=f"days-{no}-label")
        known = self.rows.special(self.calendar_id).get(said.day)
        week = self.rows.week(self.calendar_id, said.day)
        works = bool(week.get(said.day.weekday()))
        if said.kind == DayKind.WORK:
            if known is not None and known.kind == DayKind.OFF:
                raise OffAndWork(field=field, day=day, label=known.label)
            if works and known is None and said.like in (said.day.weekday(), 0):
                raise AlreadyWorked(field=field, day=day)
        elif said.kind == DayKind.HALF and not (works or known):
            raise AlreadyOff(field=field, day=day)

    def _year(self, year: int) -> None:
        if year in self.rows.known_years(self.calendar_id):
            raise YearAnnounced(year=year)
        known = [d for d, row in self.rows.special(self.calendar_id).items() if row.kind == "off"]
        said = [d.day for d in self.edit.days if d.kind == DayKind.OFF]
        if not any(day.year == year for day in (*known, *said)):
            raise YearWithoutDays(year=year)


def weekday_name(weekday: int) -> str:
    """What a weekday is called; 0 is Monday."""
    names = (
        _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"),
        _("Chủ nhật"),
    )  # fmt: skip
    return names[weekday]
