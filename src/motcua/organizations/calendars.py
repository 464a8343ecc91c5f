"""From calendar rows to the pure object that counts: weekly shifts, exceptions, known years."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from motcua.kernel.working_time import Shift, WorkingCalendar

from .infos import covers
from .models import Calendar, CalendarDay, CalendarShift, CalendarYear, UnitCalendar
from .states import DayKind

Week = dict[int, tuple[Shift, ...]]
R = TypeVar("R", CalendarShift, CalendarDay, CalendarYear, UnitCalendar)


@dataclass(frozen=True, slots=True)
class CalendarRows:
    """Calendars as read; a calendar without its own week or day takes its parent's.

    As read they are of all editions; everything but :meth:`at`, :meth:`edition` and
    :meth:`touched` is asked of the rows of one.
    """

    calendars: dict[int, Calendar]
    shifts: Mapping[int, list[CalendarShift]]
    days: Mapping[int, list[CalendarDay]]
    years: Mapping[int, list[CalendarYear]]
    units: Mapping[int, list[UnitCalendar]]

    @classmethod
    def read(cls) -> CalendarRows:
        """Read the five tables. Five queries."""
        return cls(
            {c.pk: c for c in Calendar.objects.order_by("pk")},
            _by("calendar_id", CalendarShift.objects.order_by("weekday", "starts")),
            _by("calendar_id", CalendarDay.objects.order_by("day")),
            _by("calendar_id", CalendarYear.objects.order_by("year")),
            _by("unit_id", UnitCalendar.objects.order_by("pk")),
        )

    def edition(self) -> int:
        """The number of the last change; 0 when nothing was ever changed."""
        rows = (r for kind in self._kinds() for rows in kind.values() for r in rows)
        return max((edge for row in rows for edge in _edges(row)), default=0)

    def at(self, edition: int) -> CalendarRows:
        """What the calendars said in one edition."""
        return CalendarRows(self.calendars, *(_of(kind, edition) for kind in self._kinds()))

    def planned(self, closed: Sequence[Any], opened: Sequence[Any]) -> CalendarRows:
        """The same without the rows that end, and with those that begin."""
        ended = {(type(row), row.pk) for row in closed}

        def kind(rows: Mapping[int, list[Any]], model: type, key: str) -> dict[int, list[Any]]:
            kept = (r for some in rows.values() for r in some if (model, r.pk) not in ended)
            return _by(key, [*kept, *(row for row in opened if isinstance(row, model))])

        return CalendarRows(
            self.calendars,
            kind(self.shifts, CalendarShift, "calendar_id"),
            kind(self.days, CalendarDay, "calendar_id"),
            kind(self.years, CalendarYear, "calendar_id"),
            kind(self.units, UnitCalendar, "unit_id"),
        )

    def touched(self, calendar_id: int, edition: int) -> int:
        """The last edition up to ``edition`` that changed what this calendar says."""
        kinds = (self.shifts, self.days, self.years)
        rows = [r for i in self.lineage(calendar_id) for kind in kinds for r in kind.get(i, [])]
        edges = (edge for row in rows for edge in _edges(row) if edge <= edition)
        return max(edges, default=0)

    def _kinds(self) -> tuple[Mapping[int, list[Any]], ...]:
        return self.shifts, self.days, self.years, self.units

    def lineage(self, calendar_id: int) -> Iterator[int]:
        """The calendar, then its parents; a loop of parents ends the walk."""
        seen: set[int] = set()
        current: int | None = calendar_id
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            current = self.calendars[current].parent_id

    def below(self, calendar_id: int) -> set[int]:
        """The calendar and all that take from it what they do not say themselves."""
        return {i for i in self.calendars if calendar_id in self.lineage(i)}

    def week_key(self, calendar_id: int, day: date) -> date:
        """A day that stands for all days with the same week: when the last change of it began."""
        starts = self.week_starts(calendar_id)
        place = bisect_right(starts, day)
        return starts[place - 1] if place else date.min

    def week(self, calendar_id: int, day: date) -> Week:
        """Shifts by weekday in force on ``day``, of the nearest calendar that says any."""
        for i in self.lineage(calendar_id):
            found = defaultdict[int, tuple[Shift, ...]](tuple)
            for shift in sorted(self.shifts.get(i, []), key=lambda row: row.starts):
                if covers(shift.valid, day):
                    found[shift.weekday] += (Shift(shift.starts, shift.ends),)
            if found:
                return dict(found)
        return {}

    def special(self, calendar_id: int) -> dict[date, CalendarDay]:
        """Days unlike their weekday, its own before those of its parents."""
        lineage = reversed(list(self.lineage(calendar_id)))
        return {row.day: row for i in lineage for row in self.days.get(i, [])}

    def known_years(self, calendar_id: int) -> frozenset[int]:
        """Years whose days off were announced, for it or for a calendar above."""
        lineage = self.lineage(calendar_id)
        return frozenset(row.year for i in lineage for row in self.years.get(i, []))

    def build(self, calendar_id: int, day: date) -> WorkingCalendar:
        """The calendar as it holds from ``day`` on: its week, later weeks, special days."""
        week, special = self.week(calendar_id, day), self.special(calendar_id)
        later = [d for d in self.week_starts(calendar_id) if d > day]
        days: Mapping[date, tuple[Shift, ...]]
        if later:
            days = _LaterWeeks(week, [(d, self.week(calendar_id, d)) for d in later], special)
        else:
            days = {row.day: _shifts(row, week) for row in special.values()}
        return WorkingCalendar(
            weekly=week,
            days=days,
            labels={row.day: row.label for row in special.values()},
            grounds={row.day: row.ground for row in special.values()},
            known_years=self.known_years(calendar_id),
            name=self.calendars[calendar_id].name,
        )

    def week_starts(self, calendar_id: int) -> list[date]:
        """Days on which a week may begin to differ from the one before, in order."""
        rows = (shift for i in self.lineage(calendar_id) for shift in self.shifts.get(i, []))
        edges = {edge for row in rows for edge in (row.valid.lower, row.valid.upper)}
        return sorted(edge for edge in edges if edge is not None)


class _LaterWeeks(Mapping[date, tuple[Shift, ...]]):
    """Days that differ from a week: special ones, and all those of weeks that begin later."""

    def __init__(
        self, week: Week, later: list[tuple[date, Week]], special: dict[date, CalendarDay]
    ) -> None:
        self._week, self._special = week, special
        self._starts, self._weeks = [d for d, _ in later], [w for _, w in later]

    def __getitem__(self, day: date) -> tuple[Shift, ...]:
        place = bisect_right(self._starts, day)
        week = self._weeks[place - 1] if place else self._week
        row = self._special.get(day)
        if row is not None:
            return _shifts(row, week)
        if not place or week.get(day.weekday(), ()) == self._week.get(day.weekday(), ()):
            raise KeyError(day)
        return week.get(day.weekday(), ())

    def __iter__(self) -> Iterator[date]:
        return iter(self._special)

    def __len__(self) -> int:
        return len(self._special)


def _shifts(row: CalendarDay, week: Week) -> tuple[Shift, ...]:
    if row.kind == DayKind.OFF or row.like_weekday is None:
        return ()
    shifts = week.get(row.like_weekday, ())
    return shifts[:1] if row.kind == DayKind.HALF else shifts


def _by(key: str, rows: Iterable[R]) -> dict[int, list[R]]:
    found = defaultdict[int, list[R]](list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return dict(found)


def _of(rows: Mapping[int, list[Any]], edition: int) -> dict[int, list[Any]]:
    """Those that hold in an edition."""
    return {key: [row for row in some if _holds(row, edition)] for key, some in rows.items()}


def _holds(row: Any, edition: int) -> bool:
    upper = row.editions.upper
    return row.editions.lower <= edition and (upper is None or edition < upper)


def _edges(row: Any) -> Iterator[int]:
    yield row.editions.lower
    if row.editions.upper is not None:
        yield row.editions.upper
