"""The due date: a pure function of a term, a calendar and the pauses, and the trace of itself.

Conventions 1-9, ``docs/legal/time.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from .calendar import HORIZON_YEARS, Grid, WorkingCalendar
from .errors import PauseBackwards, PauseBeforeStart, PausesOverlap, TermTooLong, UnknownWay
from .explanation import Line, Tracer
from .limits import Step, TimeLimit, Unit
from .moments import DAY, minute_of, minutes_of, moment_of

POLICIES = ("resume", "restart")
PRINTED = ("end", "same")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still in [since, until); ``until=None`` while it still does."""

    since: datetime
    until: datetime | None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When an answer is due.

    :ivar at: the last moment in time; ``on`` its local day, by which lateness is judged (12).
    :ivar explanation: the trace, line by line; empty if it was not asked for.
    :ivar provisional_years: years it passes through whose holidays are not announced yet.
    :ivar stopped_since: the open pause: ``at`` is as if it had not begun and moves on resumption.
    """

    at: datetime
    on: date
    explanation: tuple[Line, ...] = ()
    provisional_years: tuple[int, ...] = ()
    stopped_since: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "due_at": self.at.isoformat(timespec="minutes"),
            "due_date": self.on.isoformat(),
            "explanation": [line.to_json() for line in self.explanation],
            "provisional_years": list(self.provisional_years),
            "stopped_since": self.stopped_since and self.stopped_since.isoformat(),
        }


class Stop(NamedTuple):
    """A pause as it is read: both ends moved to the next working minute (convention 2)."""

    start: int
    end: int
    first_day: int
    end_day: int
    ground: str


class Rules(NamedTuple):
    """What an office may change: see the parameters of :func:`due`."""

    restart: bool
    same: bool
    cutoff: int


def due(
    start: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    *,
    pauses: Sequence[Pause] = (),
    policy: str = "resume",
    printed: str = "end",
    same_day_cutoff: time = time(15, 0),
    day_minutes: int = 480,
    explain: bool = True,
) -> Due:
    """When a term that starts with a reception ends.

    :param start: moment of reception, aware; seconds are cut off.
    :param calendar: of the office that answers, not of the citizen.
    :param pauses: in order of time, not overlapping; only the last may be open.
    :param policy: ``resume`` goes on after a pause, ``restart`` counts anew from its end.
        Rule ``time.supplement_policy`` (ND 61/2018 art. 19 [unverified]; convention 9).
    :param printed: ``same`` puts the time of reception on the due day instead of its close.
        Rule ``time.printed`` (convention 3).
    :param same_day_cutoff: from here on "trong ngày" means the next working day.
        Rule ``time.same_day_cutoff`` (ND 23/2015 [seen]; convention 8).
    :param day_minutes: working minutes of a day, for fractions of it.
        Rule ``time.day_minutes`` (convention 4).
    :param explain: without it no trace is written; about 10 microseconds.
    :raises WorkingTimeError: pauses that contradict themselves, a calendar nobody works by, a
        term of more than a lifetime; ``str(error)`` is the sentence to show.

    First day not counted, last day off moved: Civil Code 91/2015/QH13 art. 147-148 [unverified].
    """
    received = minute_of(start)
    plan = limit.plan(day_minutes)
    for unit, whole, _minutes_more in plan:
        if whole * (31 if unit is Unit.MONTH else 1) > HORIZON_YEARS * 366:
            raise TermTooLong(years=HORIZON_YEARS)
    ledger = _ledger(received, pauses) if pauses else ()
    if policy not in POLICIES or printed not in PRINTED:
        value, known = (policy, POLICIES) if policy not in POLICIES else (printed, PRINTED)
        raise UnknownWay(value=value, known=", ".join(known))
    rules = Rules(policy == "restart", printed == "same", minutes_of(same_day_cutoff))

    def count(grid: Grid) -> Due:
        tracer = Tracer(calendar, grid) if explain else None
        return _due(grid, received, plan, limit, ledger, rules, calendar, tracer)

    return calendar.on_grid(received // DAY, count)


Ledger = Sequence[tuple[int, int | None, str]]


def _ledger(received: int, pauses: Sequence[Pause]) -> Ledger:
    """Pauses in local minutes; they must be in order and begin after the reception."""
    ledger: list[tuple[int, int | None, str]] = []
    last: int | None = received
    for pause in pauses:
        since = minute_of(pause.since)
        until = None if pause.until is None else minute_of(pause.until)
        if since < received:
            raise PauseBeforeStart(since=_say(since), start=_say(received))
        if last is None or since < last:
            raise PausesOverlap(since=_say(since))
        if until is not None and until < since:
            raise PauseBackwards(since=_say(since), until=_say(until))
        ledger.append((since, until, pause.ground))
        last = until
    return ledger


def _say(minute: int) -> str:
    return f"{moment_of(minute):%H:%M %d/%m/%Y}"


def _due(
    grid: Grid,
    received: int,
    plan: tuple[Step, ...],
    limit: TimeLimit,
    ledger: Ledger,
    rules: Rules,
    calendar: WorkingCalendar,
    tracer: Tracer | None,
) -> Due:
    anchor = grid.opens(received)
    if tracer:
        tracer.received(received, anchor)
    stops = [
        _stop(grid, since, until, ground) for since, until, ground in ledger if until is not None
    ]
    open_since = ledger[-1][0] if ledger and ledger[-1][1] is None else None
    if rules.restart:
        for stop in stops:
            if stop.start >= _end(grid, plan, anchor, (), rules, None):
                break
            anchor = stop.end
            if tracer:
                tracer.restarted(stop.start, stop.end, stop.ground)
        stops = []
    end = _end(grid, plan, anchor, tuple(stops), rules, tracer)
    if open_since is not None and grid.opens(open_since) >= end:
        open_since = None
    stopped = None if open_since is None else moment_of(open_since)
    years = _unknown_years(calendar, received, end)
    if tracer:
        tracer.finish(received, end, limit, stopped, years)
    at = moment_of(end)
    return Due(at, at.date(), tuple(tracer.lines) if tracer else (), years, stopped)


def _stop(grid: Grid, since: int, until: int, ground: str) -> Stop:
    start, end = grid.opens(since), grid.opens(until)
    return Stop(start, end, start // DAY, end // DAY, ground)


def _unknown_years(calendar: WorkingCalendar, received: int, end: int) -> tuple[int, ...]:
    first = date.fromordinal(received // DAY).year
    last = date.fromordinal(end // DAY).year
    if first == last and first in calendar.known_years:
        return ()
    return tuple(year for year in range(first, last + 1) if year not in calendar.known_years)


Stops = tuple[Stop, ...]


def _end(
    grid: Grid,
    plan: tuple[Step, ...],
    anchor: int,
    stops: Stops,
    rules: Rules,
    tracer: Tracer | None,
) -> int:
    """Count the parts one after the other; the last minute in time."""
    minute, day = anchor, anchor // DAY
    unit, fraction = plan[-1][0], plan[-1][2]
    for step in plan:
        minute = _one(grid, step, day, minute, stops, rules, tracer)
        day = (minute - 1) // DAY
    if unit is Unit.WORKING_HOUR or fraction:
        return minute
    if unit in (Unit.CALENDAR_DAY, Unit.MONTH):
        day = _settle(grid, raw := day, stops, tracer)
        minute = grid.close(day)
        if tracer and day != raw:
            tracer.moved(raw, day)
    if rules.same and unit is not Unit.SAME_DAY:
        minute = _same_time(grid, day, anchor % DAY)
        if tracer:
            tracer.same_time(minute)
    return minute


def _one(
    grid: Grid,
    step: Step,
    day: int,
    minute: int,
    stops: Stops,
    rules: Rules,
    tracer: Tracer | None,
) -> int:
    """The end of one part that begins after ``minute`` of ``day``."""
    unit, whole, minutes = step
    if unit is Unit.WORKING_HOUR:
        return _minutes(grid, minute, minutes, stops, tracer)
    if unit is Unit.SAME_DAY:
        return grid.close(_same_day(grid, minute, stops, rules, tracer))
    if unit is Unit.MONTH:
        months, whole = whole, add_months(day, whole) - day
        if tracer:
            tracer.months(day, months, whole)
    working = unit is Unit.WORKING_DAY
    last = _days(grid, day, whole, working, stops, tracer) if whole else day
    end = grid.close(last) if whole else minute
    if not minutes:
        return end
    floor = grid.close(_settle(grid, last, stops)) if whole else minute
    cap = grid.close(_settle(grid, _days(grid, day, whole + 1, working, stops, None), stops))
    exact = _minutes(grid, end, minutes, stops, tracer)
    if tracer and not floor <= exact <= cap:
        tracer.bounded(exact, min(max(exact, floor), cap))
    return min(max(exact, floor), cap)


def _minutes(grid: Grid, start: int, minutes: int, stops: Stops, tracer: Tracer | None) -> int:
    """Working minutes from ``start``; a pause that begins before the end adds its own."""
    begin = grid.worked(start)
    target = begin + minutes
    lost_to = []
    for stop in stops:
        first = grid.worked(stop.start)
        if first >= target:
            break
        lost = grid.worked(stop.end) - max(first, begin)
        if lost > 0:
            target += lost
            lost_to.append((stop.start, stop.end, lost, stop.ground))
    end = grid.reach(target)
    if tracer:
        tracer.minutes(start, end, minutes, lost_to)
    return end


def _days(
    grid: Grid, day: int, count: int, working: bool, stops: Stops, tracer: Tracer | None
) -> int:
    """The ``count``-th counted day after ``day``; days in [pause, resumption) are not counted."""
    total = count
    end = grid.nth(day, total) if working else day + total
    lost_to = []
    for stop in stops:
        if stop.first_day > end:
            break
        first = stop.first_day if stop.first_day > day else day + 1
        if first >= stop.end_day:
            continue
        lost = grid.between(first, stop.end_day) if working else stop.end_day - first
        if lost:
            total += lost
            end = grid.nth(day, total) if working else day + total
            lost_to.append((stop.start, stop.end, lost, stop.ground))
    if tracer:
        tracer.days(day, end, count, working, lost_to)
    return end


def _settle(grid: Grid, day: int, stops: Stops, tracer: Tracer | None = None) -> int:
    """The next working day from ``day`` on that lies in no pause (convention 6)."""
    last = grid.next_working(day)
    for stop in stops:
        if day < stop.first_day <= last < stop.end_day:
            last = stop.end_day
            if tracer:
                tracer.paused_last_day(stop.start, stop.end, stop.ground)
    return last


def _same_day(grid: Grid, minute: int, stops: Stops, rules: Rules, tracer: Tracer | None) -> int:
    """Within the day, or the next working day from the cut-off on (convention 8)."""
    day = minute // DAY
    last = grid.next_working(day + (minute % DAY >= rules.cutoff))
    for stop in stops:
        if stop.first_day <= last < stop.end_day:
            last = stop.end_day
            if tracer:
                tracer.paused_last_day(stop.start, stop.end, stop.ground)
    if tracer:
        tracer.same_day(minute, last, rules.cutoff)
    return last


def _same_time(grid: Grid, day: int, clock: int) -> int:
    """The time of reception on the due day, or the last working moment before it."""
    spans = grid.spans(day)
    best = spans[0][0]
    for start, end in spans:
        if clock >= start:
            best = min(clock, end)
    return day * DAY + best


def add_months(day: int, months: int) -> int:
    """The same date some months on, or that month's last day (convention 6)."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
    return min(date(year, month + 1, 1).toordinal() + start.day - 1, following - 1)


def working_minutes_left(now: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    """Working minutes until ``due_at``; negative when it has passed."""
    return calendar.minutes_between(now, due_at)


def used(start: datetime, end: datetime, pauses: Sequence[Pause], calendar: WorkingCalendar) -> int:
    """Working minutes in [start, end) outside the pauses; an open pause lasts until ``end``."""
    total = calendar.minutes_between(start, max(start, end))
    for pause in pauses:
        first = max(start, pause.since)
        last = end if pause.until is None else min(end, pause.until)
        if last > first:
            total -= calendar.minutes_between(first, last)
    return total
