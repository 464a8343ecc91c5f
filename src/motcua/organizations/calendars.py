"""From calendar rows to the pure object that counts: weekly shifts, exceptions, known years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from motcua.kernel.working_time import Shift, WorkingCalendar

from .infos import covers
from .models import Calendar, CalendarDay, CalendarShift, CalendarYear
from .states import DayKind

Week = dict[int, tuple[Shift, ...]]


@dataclass(slots=True)
class CalendarRows:
    """All calendars as read; a calendar without its own week or day takes its parent's."""

    calendars: dict[int, Calendar]
    shifts: dict[int, list[CalendarShift]]
    days: dict[int, list[CalendarDay]]
    years: dict[int, set[int]]

    @classmethod
    def read(cls) -> CalendarRows:
        """Read the four tables. Four queries."""
        shifts = defaultdict[int, list[CalendarShift]](list)
        for shift in CalendarShift.objects.order_by("weekday", "starts"):
            shifts[shift.calendar_id].append(shift)
        days = defaultdict[int, list[CalendarDay]](list)
        for day in CalendarDay.objects.order_by("day"):
            days[day.calendar_id].append(day)
        years = defaultdict[int, set[int]](set)
        for year in CalendarYear.objects.all():
            years[year.calendar_id].add(year.year)
        return cls({c.pk: c for c in Calendar.objects.all()}, shifts, days, years)

    def lineage(self, calendar_id: int) -> Iterator[int]:
        """The calendar, then its parents; a loop of parents ends the walk."""
        seen: set[int] = set()
        current: int | None = calendar_id
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            current = self.calendars[current].parent_id

    def week_key(self, calendar_id: int, day: date) -> date:
        """A day that stands for all days with the same week: when the last change of it began."""
        starts = [
            edge
            for i in self.lineage(calendar_id)
            for shift in self.shifts.get(i, [])
            for edge in (shift.valid.lower, shift.valid.upper)
            if edge is not None and edge <= day
        ]
        return max(starts, default=date.min)

    def week(self, calendar_id: int, day: date) -> Week:
        """Shifts by weekday in force on ``day``, of the nearest calendar that says any."""
        for i in self.lineage(calendar_id):
            found = defaultdict[int, tuple[Shift, ...]](tuple)
            for shift in self.shifts.get(i, []):
                if covers(shift.valid, day):
                    found[shift.weekday] += (Shift(shift.starts, shift.ends),)
            if found:
                return dict(found)
        return {}

    def build(self, calendar_id: int, day: date) -> WorkingCalendar:
        """The calendar with the week in force on ``day`` and every exceptional day."""
        week = self.week(calendar_id, day)
        days: dict[date, tuple[Shift, ...]] = {}
        labels: dict[date, str] = {}
        lineage = list(self.lineage(calendar_id))
        for i in reversed(lineage):
            for row in self.days.get(i, []):
                days[row.day], labels[row.day] = _shifts(row, week), row.label
        return WorkingCalendar(
            weekly=week,
            days=days,
            labels=labels,
            known_years=frozenset().union(*(self.years.get(i, set()) for i in lineage)),
            name=self.calendars[calendar_id].name,
        )


def _shifts(row: CalendarDay, week: Week) -> tuple[Shift, ...]:
    if row.kind == DayKind.OFF or row.like_weekday is None:
        return ()
    shifts = week.get(row.like_weekday, ())
    return shifts[:1] if row.kind == DayKind.HALF else shifts
