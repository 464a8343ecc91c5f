"""What a change of a calendar says, and which rows it ends and begins. Pure: no query, no clock.

The preview and the change itself ask the same :func:`plan`, so that what was shown is what is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from motcua.kernel.dates import since as from_day

from .calendars import CalendarRows
from .infos import covers
from .models import CalendarDay, CalendarShift, CalendarYear, UnitCalendar, editions_from
from .states import DayKind

CLEAR = "clear"
"""A day becomes again what its weekday, or the calendar above, says."""
Row = CalendarShift | CalendarDay | CalendarYear | UnitCalendar
Hours = tuple[int, time, time]
"""Weekday (0 Monday), opening, closing."""


@dataclass(frozen=True, slots=True)
class DayEdit:
    """One day: a ``DayKind``, or :data:`CLEAR`. ``ground`` and ``certainty``: of the change."""

    day: date
    kind: str
    label: str = ""
    like_weekday: int | None = None
    ground: str = ""
    certainty: str = ""

    @property
    def like(self) -> int | None:
        """Whose weekday's shifts it has: of a Monday when worked in lieu, its own when half."""
        if self.kind in (DayKind.OFF, CLEAR):
            return None
        if self.like_weekday is not None:
            return self.like_weekday
        return 0 if self.kind == DayKind.WORK else self.day.weekday()


@dataclass(frozen=True, slots=True)
class WeekEdit:
    """The week from a day on; without hours, the week of the calendar above."""

    since: date
    shifts: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class UnitEdit:
    """A unit, with those below it that have no calendar of their own, works by the calendar."""

    unit_id: int
    since: date


@dataclass(frozen=True, slots=True)
class CalendarEdit:
    """Everything that one change says of one calendar."""

    days: tuple[DayEdit, ...] = ()
    week: WeekEdit | None = None
    years: tuple[int, ...] = ()
    units: tuple[UnitEdit, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is kept; :meth:`from_json` reads it back."""
        week = self.week and {
            "since": self.week.since.isoformat(),
            "shifts": [[w, _clock(s), _clock(e)] for w, s, e in self.week.shifts],
        }
        return {
            "days": [
                [d.day.isoformat(), d.kind, d.label, d.like_weekday, d.ground, d.certainty]
                for d in self.days
            ],
            "week": week,
            "years": list(self.years),
            "units": [[u.unit_id, u.since.isoformat()] for u in self.units],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> CalendarEdit:
        """What was kept."""
        week = kept["week"]
        return cls(
            days=tuple(DayEdit(date.fromisoformat(day), *rest) for day, *rest in kept["days"]),
            week=week
            and WeekEdit(
                date.fromisoformat(week["since"]),
                tuple(
                    (w, time.fromisoformat(s), time.fromisoformat(e)) for w, s, e in week["shifts"]
                ),
            ),
            years=tuple(kept["years"]),
            units=tuple(UnitEdit(i, date.fromisoformat(day)) for i, day in kept["units"]),
        )


@dataclass(slots=True)
class Plan:
    """Rows that hold no longer, and rows that hold from the new edition on (not written yet)."""

    closed: list[Row] = field(default_factory=list)
    opened: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.closed or self.opened)


@dataclass(frozen=True, slots=True)
class _Planner:
    rows: CalendarRows
    calendar_id: int
    edition: int
    ground: str
    certainty: str
    made: Plan = field(default_factory=Plan)

    def replace(self, old: Row | None, new: Row | None) -> None:
        if old is not None:
            self.made.closed.append(old)
        if new is not None:
            new.editions = editions_from(self.edition)
            self.made.opened.append(new)

    def day(self, said: DayEdit) -> None:
        own = self.rows.days.get(self.calendar_id, [])
        old = next((row for row in own if row.day == said.day), None)
        if said.kind == CLEAR:
            self.replace(old, None)
            return
        facts: dict[str, Any] = {
            "kind": said.kind,
            "like_weekday": said.like,
            "label": said.label,
            "ground": said.ground or self.ground,
            "certainty": said.certainty or self.certainty,
        }
        if old is None or any(getattr(old, name) != value for name, value in facts.items()):
            self.replace(old, CalendarDay(calendar_id=self.calendar_id, day=said.day, **facts))

    def week(self, said: WeekEdit) -> None:
        own = self.rows.shifts.get(self.calendar_id, [])
        now = {(r.weekday, r.starts, r.ends) for r in own if covers(r.valid, said.since)}
        later = any(row.valid.lower > said.since or row.valid.upper for row in own)
        if now == set(said.shifts) and not later:
            return
        for row in _ended(own, said.since):
            before = CalendarShift(
                calendar_id=self.calendar_id, weekday=row.weekday, starts=row.starts, ends=row.ends,
                valid=from_day(row.valid.lower, said.since),
            )  # fmt: skip
            self.replace(row, before if row.valid.lower < said.since else None)
        for weekday, starts, ends in said.shifts:
            valid = from_day(said.since)
            place = {"calendar_id": self.calendar_id, "weekday": weekday, "valid": valid}
            self.replace(None, CalendarShift(starts=starts, ends=ends, **place))

    def year(self, year: int) -> None:
        own = self.rows.years.get(self.calendar_id, [])
        old = next((row for row in own if row.year == year), None)
        if old is None or old.ground != self.ground:
            facts: dict[str, Any] = {"year": year, "ground": self.ground}
            self.replace(old, CalendarYear(calendar_id=self.calendar_id, **facts))

    def unit(self, said: UnitEdit) -> None:
        own = self.rows.units.get(said.unit_id, [])
        if any(covers(r.valid, said.since) and r.calendar_id == self.calendar_id for r in own):
            return
        for row in _ended(own, said.since):
            before = UnitCalendar(
                unit_id=said.unit_id, calendar_id=row.calendar_id,
                valid=from_day(row.valid.lower, said.since),
            )  # fmt: skip
            self.replace(row, before if row.valid.lower < said.since else None)
        place = {"unit_id": said.unit_id, "calendar_id": self.calendar_id}
        self.replace(None, UnitCalendar(valid=from_day(said.since), **place))


def plan(
    rows: CalendarRows,
    calendar_id: int,
    edit: CalendarEdit,
    *,
    edition: int,
    ground: str,
    certainty: str,
) -> Plan:
    """What the edit does to these rows, which are those of the edition before."""
    planner = _Planner(rows, calendar_id, edition, ground, certainty)
    for said in edit.days:
        planner.day(said)
    if edit.week is not None:
        planner.week(edit.week)
    for year in edit.years:
        planner.year(year)
    for unit in edit.units:
        planner.unit(unit)
    return planner.made


def _ended(rows: Iterable[Any], since: date) -> Iterator[Any]:
    """Rows that hold on ``since`` or begin later."""
    return (row for row in rows if row.valid.upper is None or row.valid.upper > since)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
