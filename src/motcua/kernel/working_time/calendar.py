"""A working calendar: shifts per weekday, exceptions by day, and the sums that make it fast.

Conventions 1-3 of ``docs/legal/time.md``. Pure: organizations builds the object from its tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise
from typing import TypeVar

from .errors import BadShift, CalendarWithoutShifts, TermTooLong
from .moments import DAY, minute_of, minutes_of, moment_of

Answer = TypeVar("Answer")
Spans = tuple[tuple[int, int], ...]

HORIZON_YEARS = 60
"""How far ahead a date is still an answer; a guard against typing errors, not a rule of law."""


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Office hours within one day; the opening minute is inside, the closing is not."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadShift(shift=str(self))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class Beyond(LookupError):
    """The grid does not reach this year: a signal to the calendar, not an error."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class Grid:
    """Prefix sums over whole years; never changed once built. All moments are local minutes."""

    __slots__ = (
        "_ends", "closes", "days", "first", "first_year", "last_year", "minutes", "shifts", "size",
        "working", "years",
    )  # fmt: skip

    def __init__(self, spans: Callable[[date], Spans], first_year: int, last_year: int) -> None:
        self.first_year, self.last_year = first_year, last_year
        self.first = date(first_year, 1, 1).toordinal()
        self.shifts: list[Spans] = []
        self.minutes, self.days, self.working = [0], [0], list[int]()
        self.closes: list[int] = []
        """Minute of each day at which the last shift ends; 0 on a day off."""
        self.years: list[int] = []
        """Year of each day."""
        self._ends: dict[int, tuple[datetime, date]] = {}
        for ordinal in range(self.first, date(last_year, 12, 31).toordinal() + 1):
            local = date.fromordinal(ordinal)
            day = spans(local)
            self.years.append(local.year)
            self.shifts.append(day)
            self.minutes.append(self.minutes[-1] + sum(end - start for start, end in day))
            self.days.append(self.days[-1] + bool(day))
            self.closes.append(day[-1][1] if day else 0)
            if day:
                self.working.append(ordinal)
        self.size = len(self.shifts)

    def _at(self, ordinal: int) -> int:
        index = ordinal - self.first
        if 0 <= index < self.size:
            return index
        raise self._beyond(index)

    def _beyond(self, index: int) -> Beyond:
        return Beyond(self.first_year - 1 if index < 0 else self.last_year + 1)

    def _working(self, index: int) -> int:
        if index >= len(self.working):
            raise Beyond(self.last_year + 1)
        return self.working[index]

    def opens(self, minute: int) -> int:
        """First working minute at or after ``minute`` (conventions 1 and 2)."""
        ordinal, rest = divmod(minute, DAY)
        index = ordinal - self.first
        if not 0 <= index < self.size:
            raise self._beyond(index)
        for start, end in self.shifts[index]:
            if rest < end:
                return minute if rest >= start else ordinal * DAY + start
        following = self._working(self.days[index + 1])
        return following * DAY + self.shifts[following - self.first][0][0]

    def day_of(self, minute: int) -> int:
        """The day of :meth:`opens`, which is all that a term of days asks for."""
        ordinal, rest = divmod(minute, DAY)
        index = ordinal - self.first
        if not 0 <= index < self.size:
            raise self._beyond(index)
        return ordinal if rest < self.closes[index] else self._working(self.days[index + 1])

    def end_of(self, ordinal: int) -> tuple[datetime, date]:
        """Close of a working day as a moment, and the day; made once for each day."""
        found = self._ends.get(ordinal)
        if found is None:
            at = moment_of(ordinal * DAY + self.closes[ordinal - self.first])
            found = self._ends[ordinal] = (at, at.date())
        return found

    def working_day(self, number: int) -> int:
        """The working day with this number, counted from the first one of the grid."""
        return self._working(number - 1)

    def worked(self, minute: int) -> int:
        """Working minutes from the beginning of the grid to ``minute``."""
        ordinal, rest = divmod(minute, DAY)
        index = ordinal - self.first
        if not 0 <= index < self.size:
            raise self._beyond(index)
        total = self.minutes[index]
        for start, end in self.shifts[index]:
            if rest < end:
                return total + rest - start if rest > start else total
            total += end - start
        return total

    def reach(self, total: int) -> int:
        """The minute at which ``total`` working minutes are over; a shift's end is its close."""
        index = bisect_left(self.minutes, total) - 1
        if index >= self.size:
            raise Beyond(self.last_year + 1)
        rest = total - self.minutes[index]
        for start, end in self.shifts[index]:
            if rest <= end - start:
                return (self.first + index) * DAY + start + rest
            rest -= end - start
        raise Beyond(self.first_year - 1)

    def nth(self, ordinal: int, count: int) -> int:
        """The ``count``-th working day after the day ``ordinal``, which itself is not counted."""
        if count == 0:
            return ordinal
        return self._working(self.days[self._at(ordinal) + 1] + count - 1)

    def between(self, first: int, stop: int) -> int:
        """Working days in [first, stop)."""
        if stop <= first:
            return 0
        return self.days[self._at(stop)] - self.days[self._at(first)]

    def next_working(self, ordinal: int) -> int:
        """The day itself if somebody works on it, else the next one."""
        return self._working(self.days[self._at(ordinal)])

    def spans(self, ordinal: int) -> Spans:
        return self.shifts[self._at(ordinal)]

    def close(self, ordinal: int) -> int:
        """Close of the last shift; midnight at the end of a day off."""
        spans = self.spans(ordinal)
        return ordinal * DAY + (spans[-1][1] if spans else DAY)


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """When an office works.

    :param weekly: shifts by weekday, 0 = Monday; a missing weekday is off.
    :param days: exceptions: ``()`` is a day off, shifts are a make-up or half day.
    :param labels: what to call an exception ("Tết Nguyên đán"); ``grounds`` its legal ground.
    :param known_years: years whose holidays were announced; others make a date provisional.
    :raises BadShift: two shifts of a day overlap.

    Days off and make-up days: Labour Code 45/2019/QH14, art. 112 [derived], and the yearly
    announcements named in the calendar's rows.
    """

    weekly: Mapping[int, tuple[Shift, ...]]
    days: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)
    labels: Mapping[date, str] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    name: str = ""
    grounds: Mapping[date, str] = field(default_factory=dict)
    _grids: list[Grid] = field(default_factory=list, init=False, repr=False)
    _weekly: dict[int, Spans] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for shifts in (*self.weekly.values(), *self.days.values()):
            for earlier, later in pairwise(shifts):
                if later.start < earlier.end:
                    raise BadShift(shift=str(later))
        self._weekly.update({day: _spans(shifts) for day, shifts in self.weekly.items()})

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """Shifts of a day in order; empty when the office is closed."""
        shifts = self.days.get(day)
        return self.weekly.get(day.weekday(), ()) if shifts is None else shifts

    def is_working(self, day: date) -> bool:
        """Does anybody work on this day, also half of it (convention 3)?"""
        return bool(self.shifts_on(day))

    def opens(self, at: datetime) -> datetime:
        """First working minute at or after ``at``."""
        minute = minute_of(at)
        return moment_of(self.on_grid(minute // DAY, lambda grid: grid.opens(minute)))

    def add_minutes(self, at: datetime, minutes: int) -> datetime:
        """``minutes`` working minutes after ``at``; ends at a close, never at the next opening."""
        start = minute_of(at)

        def count(grid: Grid) -> int:
            if minutes == 0:
                return grid.opens(start)
            return grid.reach(grid.worked(start) + minutes)

        return moment_of(self.on_grid(start // DAY, count))

    def minutes_between(self, since: datetime, until: datetime) -> int:
        """Working minutes in [since, until); negative when ``until`` is earlier."""
        first, last = minute_of(since), minute_of(until)
        return self.on_grid(first // DAY, lambda grid: grid.worked(last) - grid.worked(first))

    def nth_working_day(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` is not counted."""
        ordinal = day.toordinal()
        return date.fromordinal(self.on_grid(ordinal, lambda grid: grid.nth(ordinal, count)))

    def close_of(self, day: date) -> datetime:
        """Close of the day's last shift; the midnight after it when the day is off."""
        ordinal = day.toordinal()
        return moment_of(self.on_grid(ordinal, lambda grid: grid.close(ordinal)))

    def on_grid(self, ordinal: int, question: Callable[[Grid], Answer]) -> Answer:
        """Ask the grid around a day; it grows until it can answer.

        :raises CalendarWithoutShifts: nobody ever works.
        :raises TermTooLong: no answer within :data:`HORIZON_YEARS`.
        """
        for known in self._grids:
            try:
                return question(known)
            except Beyond:
                break
        year = date.fromordinal(ordinal).year
        if not 1900 <= year <= 2400:
            raise TermTooLong(years=HORIZON_YEARS)
        grid = self._covering(year)
        while True:
            try:
                return question(grid)
            except Beyond as beyond:
                if not grid.working and grid.last_year > year + 1:
                    raise CalendarWithoutShifts(name=self.name) from None
                if not year - HORIZON_YEARS <= beyond.year <= year + HORIZON_YEARS:
                    raise TermTooLong(years=HORIZON_YEARS) from None
                grid = self._covering(beyond.year, margin=abs(beyond.year - year))

    def _covering(self, year: int, margin: int = 1) -> Grid:
        """A grid with the year in it; replaced whole, so that threads see the old or the new."""
        grid = self._grids[0] if self._grids else None
        if grid is not None and grid.first_year <= year <= grid.last_year:
            return grid
        first = min(year, grid.first_year) if grid else year
        last = max(year + margin, grid.last_year) if grid else year + margin
        grid = Grid(self._day_spans, first, last)
        self._grids[:] = [grid]
        return grid

    def _day_spans(self, day: date) -> Spans:
        shifts = self.days.get(day)
        return self._weekly.get(day.weekday(), ()) if shifts is None else _spans(shifts)


def _spans(shifts: tuple[Shift, ...]) -> Spans:
    return tuple((minutes_of(shift.start), minutes_of(shift.end)) for shift in shifts)
