"""Pauses: what contradicts itself is refused, and every moment is read as office hours have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .calendar import Grid
from .errors import PauseBackwards, PauseBeforeStart, PausesOverlap
from .moments import DAY, minute_of, moment_of
from .ways import Rules


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still in [since, until); ``until=None`` while it still does."""

    since: datetime
    until: datetime | None
    ground: str = ""


class Stop(NamedTuple):
    """A pause as it is read: both ends moved to the next working minute (convention 2)."""

    start: int
    end: int
    first_day: int
    end_day: int
    ground: str


Ledger = Sequence[tuple[int, int | None, str]]


def ledger_of(received: int, pauses: Sequence[Pause]) -> Ledger:
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


def read(grid: Grid, minute: int, rules: Rules) -> int:
    """A moment as it is read: inside office hours it is itself (conventions 1 and 2)."""
    if rules.closing or rules.evening:
        ordinal, rest = divmod(minute, DAY)
        spans = grid.spans(ordinal)
        if rules.evening and spans and rest >= spans[-1][1]:
            return grid.close(ordinal)
        if rules.closing and any(rest == end for _start, end in spans):
            return minute
    return grid.opens(minute)


def stop_of(grid: Grid, since: int, until: int, ground: str, rules: Rules) -> Stop:
    start, end = read(grid, since, rules), read(grid, until, rules)
    return Stop(start, end, start // DAY, end // DAY, ground)
