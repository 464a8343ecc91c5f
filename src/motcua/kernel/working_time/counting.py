"""The due date: a pure function of a term, a calendar and the pauses, and the trace of itself.

Conventions 1-9, ``docs/legal/time.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from . import quick
from .calendar import HORIZON_YEARS, Grid, WorkingCalendar
from .errors import TermTooLong
from .explanation import Line, Tracer
from .limits import Step, TimeLimit, Unit
from .moments import DAY, minute_of, moment_of
from .pauses import Ledger, Pause, Stop, ledger_of, read, stop_of
from .ways import Rules, rules_of


class Due(NamedTuple):
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
    closing_minute: str = "outside",
    after_hours: str = "next_opening",
    first_day: str = "not_counted",
    hour_end: str = "close",
    last_day_off: str = "next_working_day",
    compound: str = "from_the_day",
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
    :param closing_minute: and the parameters after it: rules of the same names with ``time.``
        before them, each way with its meaning in :data:`.ways.WAYS` (conventions 1-3, 5-7).
    :param explain: without it no trace is written; about 10 microseconds.
    :raises WorkingTimeError: pauses that contradict themselves, a calendar nobody works by, a
        term of more than a lifetime; ``str(error)`` is the sentence to show.

    First day not counted, last day off moved: Civil Code 91/2015/QH13 art. 147-148 [unverified].
    """
    received = minute_of(start)
    if limit.whole_days > HORIZON_YEARS * 366:
        raise TermTooLong(years=HORIZON_YEARS)
    ledger = ledger_of(received, pauses) if pauses else ()
    rules = rules_of(
        policy,
        printed,
        same_day_cutoff,
        closing_minute,
        after_hours,
        first_day,
        hour_end,
        last_day_off,
        compound,
    )

    if limit.whole_days and not explain and rules.usual and not (ledger and rules.restart):
        return _short(received, limit.whole_days, ledger, calendar)
    return _whole(received, limit, day_minutes, ledger, rules, calendar, explain)


def _whole(
    received: int,
    limit: TimeLimit,
    day_minutes: int,
    ledger: Ledger,
    rules: Rules,
    calendar: WorkingCalendar,
    explain: bool,
) -> Due:
    """The answer for any term, and its trace where it is asked for."""
    plan = limit.plan(day_minutes)
    for unit, whole, _minutes_more in plan:
        if whole * (31 if unit is Unit.MONTH else 1) > HORIZON_YEARS * 366:
            raise TermTooLong(years=HORIZON_YEARS)

    def count(grid: Grid) -> Due:
        tracer = Tracer(calendar, grid) if explain else None
        return _due(grid, received, plan, limit, ledger, rules, calendar, tracer)

    return calendar.on_grid(received // DAY, count)


def _short(received: int, days: int, ledger: Ledger, calendar: WorkingCalendar) -> Due:
    """The answer for whole working days, without a trace."""

    def count(grid: Grid) -> Due:
        day = quick.last_day(grid, received, days, ledger)
        stopped = None
        if ledger and ledger[-1][1] is None:
            since = ledger[-1][0]
            if grid.opens(since) < grid.close(day):
                stopped = moment_of(since)
        first, last = grid.years[received // DAY - grid.first], grid.years[day - grid.first]
        known = calendar.known_years
        unknown = () if first == last and first in known else _unknown(known, first, last)
        at, on = grid.end_of(day)
        return Due(at, on, (), unknown, stopped)

    return calendar.on_grid(received // DAY, count)


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
    anchor = read(grid, received, rules)
    if tracer:
        tracer.received(received, anchor)
    stops = [
        stop_of(grid, since, until, ground, rules)
        for since, until, ground in ledger
        if until is not None
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
    if open_since is not None and read(grid, open_since, rules) >= end:
        open_since = None
    stopped = None if open_since is None else moment_of(open_since)
    years = _unknown_years(calendar, received, end)
    if tracer:
        tracer.finish(received, end, limit, stopped, years)
    at = moment_of(end)
    return Due(at, at.date(), tuple(tracer.lines) if tracer else (), years, stopped)


def _unknown_years(calendar: WorkingCalendar, received: int, end: int) -> tuple[int, ...]:
    first = date.fromordinal(received // DAY).year
    return _unknown(calendar.known_years, first, date.fromordinal(end // DAY).year)


def _unknown(known: frozenset[int], first: int, last: int) -> tuple[int, ...]:
    """Years of which nobody announced the days off, in order."""
    return tuple(year for year in range(first, last + 1) if year not in known)


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
    counted = rules.counted and anchor < grid.close(day)
    last = len(plan) - 1
    for number, step in enumerate(plan):
        minute = _one(grid, step, day, minute, stops, rules, tracer, counted)
        day, counted = (minute - 1) // DAY, False
        if rules.settles and number < last and step[0] in _CALENDAR and not step[2]:
            minute, day = _settled(grid, day, minute, stops, tracer)
    unit, fraction = plan[-1][0], plan[-1][2]
    if unit is Unit.WORKING_HOUR or fraction:
        return _next_opening(grid, minute, tracer) if rules.opening else minute
    if unit in _CALENDAR:
        if rules.stays and not grid.spans(day):
            return _stays(day, tracer)
        minute, day = _settled(grid, day, minute, stops, tracer)
    if rules.same and unit is not Unit.SAME_DAY:
        minute = _same_time(grid, day, anchor % DAY)
        if tracer:
            tracer.same_time(minute)
    return minute


_CALENDAR = (Unit.CALENDAR_DAY, Unit.MONTH)


def _settled(
    grid: Grid, raw: int, minute: int, stops: Stops, tracer: Tracer | None
) -> tuple[int, int]:
    """A last day that is off moves to the end of the next working day (convention 6)."""
    day = _settle(grid, raw, stops, tracer)
    if day == raw:
        return minute, day
    if tracer:
        tracer.moved(raw, day)
    return grid.close(day), day


def _stays(day: int, tracer: Tracer | None) -> int:
    """The last minute of a day off, where an office does not move it."""
    minute = day * DAY + DAY - 1
    if tracer:
        tracer.stays(day, minute)
    return minute


def _next_opening(grid: Grid, minute: int, tracer: Tracer | None) -> int:
    """Where an office reads the close of a shift as the next opening (convention 5)."""
    opening = grid.opens(minute)
    if tracer and opening != minute:
        tracer.next_opening(minute, opening)
    return opening


def _one(
    grid: Grid,
    step: Step,
    day: int,
    minute: int,
    stops: Stops,
    rules: Rules,
    tracer: Tracer | None,
    counted: bool,
) -> int:
    """The end of one part that begins after ``minute`` of ``day``.

    :param counted: ``day`` itself is the first counted day.
    """
    unit, whole, minutes = step
    if unit is Unit.WORKING_HOUR:
        return _minutes(grid, minute, minutes, stops, tracer, "minutes")
    if unit is Unit.SAME_DAY:
        return grid.close(_same_day(grid, minute, stops, rules, tracer))
    if unit is Unit.MONTH:
        months, whole = whole, add_months(day, whole) - day
        if tracer:
            tracer.months(day, months, whole)
    day -= counted
    working = unit is Unit.WORKING_DAY
    last = _days(grid, day, whole, working, stops, tracer, counted) if whole else day
    end = grid.close(last) if whole else minute
    if not minutes:
        return end
    floor = grid.close(_settle(grid, last, stops)) if whole else minute
    cap = grid.close(_settle(grid, _days(grid, day, whole + 1, working, stops, None), stops))
    exact = _minutes(grid, end, minutes, stops, tracer, "fraction")
    if tracer and not floor <= exact <= cap:
        tracer.bounded(exact, min(max(exact, floor), cap))
    return min(max(exact, floor), cap)


def _minutes(
    grid: Grid, start: int, minutes: int, stops: Stops, tracer: Tracer | None, key: str
) -> int:
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
        tracer.minutes(key, start, end, minutes, lost_to)
    return end


def _days(
    grid: Grid,
    day: int,
    count: int,
    working: bool,
    stops: Stops,
    tracer: Tracer | None,
    counted: bool = False,
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
        tracer.days(day, end, count, working, lost_to, counted)
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
    late = minute % DAY >= rules.cutoff or minute >= grid.close(day)
    last = grid.next_working(day + late)
    for stop in stops:
        if stop.first_day <= last < stop.end_day:
            last = stop.end_day
            if tracer:
                tracer.paused_last_day(stop.start, stop.end, stop.ground)
    if tracer:
        tracer.same_day(minute, last, rules.cutoff, late)
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
