"""The due date recomputed from its explanation alone, day by day, without the calendar.

A different way of counting than :mod:`.counting`: it walks. What it cannot reproduce, the
explanation does not explain.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from .explanation import Line
from .moments import DAY, minute_of, moment_of

Spans = list[tuple[int, int]]


class _Walk:
    """What the lines say about the world, and how far the counting has come."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = list(lines)
        self.weekly: dict[int, Spans] = {}
        self.days: dict[int, Spans] = {}
        self.pauses: list[tuple[int, int]] = []
        self.minute = self.day = self.clock = 0
        self.calendar_term = self.day_term = False
        for line in self.lines:
            self._learn(line)

    def _learn(self, line: Line) -> None:
        if line.key == "hours":
            for item in filter(None, line.params["weekly"].split(";")):
                self.weekly[int(item[0])] = _spans(item[2:])
        elif line.key in ("day_off", "days_off"):
            for ordinal in range(_ordinal(line.since), _ordinal(line.until) + 1):
                self.days[ordinal] = []
        elif line.key in ("day_work", "day_changed"):
            self.days[_ordinal(line.since)] = _spans(line.params["shifts"])
        elif line.key.startswith("paused_"):
            self.pauses.append((_minute(line.since), _minute(line.until)))

    def hours(self, ordinal: int) -> Spans:
        usual = self.weekly.get(date.fromordinal(ordinal).weekday(), [])
        return self.days.get(ordinal, usual)

    def close(self, ordinal: int) -> int:
        hours = self.hours(ordinal)
        return ordinal * DAY + (hours[-1][1] if hours else DAY)

    def paused(self, ordinal: int) -> bool:
        return any(since // DAY <= ordinal < until // DAY for since, until in self.pauses)

    def start(self, minute: int) -> None:
        self.minute, self.day, self.clock = minute, minute // DAY, minute % DAY

    def count_days(self, count: int, counts: Callable[[int], bool]) -> None:
        while count:
            self.day += 1
            count -= counts(self.day) and not self.paused(self.day)
        self.minute = self.close(self.day)

    def to_opening(self) -> None:
        """From the close of a shift to the opening of the next one."""
        while not any(
            start <= self.minute % DAY < end for start, end in self.hours(self.minute // DAY)
        ):
            self.minute += 1

    def count_minutes(self, count: int) -> None:
        while count:
            ordinal = self.minute // DAY
            for start, end in self.hours(ordinal):
                for minute in range(max(self.minute, ordinal * DAY + start), ordinal * DAY + end):
                    if count and not any(a <= minute < b for a, b in self.pauses):
                        count -= 1
                        self.minute = minute + 1
            if count:
                self.minute = (ordinal + 1) * DAY
        self.day = (self.minute - 1) // DAY


def replay(explanation: Iterable[Line]) -> datetime:
    """The due date that the lines lead to.

    :raises ValueError: the lines do not contain a reception.
    """
    walk = _Walk(explanation)
    if not any(line.key.startswith("received") for line in walk.lines):
        raise ValueError("an explanation begins with a reception")
    months = 0
    for line in walk.lines:
        if line.key.startswith("received") or line.key == "restarted":
            walk.start(_minute(line.until))
        elif line.key == "months":
            months = _months(walk.day, int(line.params["months"])) - walk.day
        elif line.key in ("calendar_days", "calendar_days_with"):
            walk.day -= line.key.endswith("_with")
            walk.count_days(months or int(line.params["count"]), lambda _day: True)
            months = 0
        elif line.key in ("working_days", "working_days_with"):
            walk.day -= line.key.endswith("_with")
            walk.count_days(int(line.params["count"]), lambda day: bool(walk.hours(day)))
        elif line.key in ("minutes", "fraction"):
            walk.count_minutes(int(line.params["minutes"]))
        elif line.key == "moved":
            while not walk.hours(walk.day) or walk.paused(walk.day):
                walk.day += 1
            walk.minute = walk.close(walk.day)
        else:
            _fixed(walk, line)
    return moment_of(walk.minute)


def _fixed(walk: _Walk, line: Line) -> None:
    """Steps whose result the line itself states and the hours confirm."""
    if line.key in ("same_day", "same_day_after"):
        walk.day += line.key == "same_day_after"
        while not walk.hours(walk.day) or walk.paused(walk.day):
            walk.day += 1
        walk.minute = walk.close(walk.day)
    elif line.key == "stays":
        walk.minute = walk.day * DAY + DAY - 1
    elif line.key == "next_opening":
        walk.to_opening()
    elif line.key == "bounded":
        walk.minute = _minute(line.until)
        walk.day = (walk.minute - 1) // DAY
    elif line.key == "same_time":
        inside = [start for start, _end in walk.hours(walk.day) if start <= walk.clock]
        hours = walk.hours(walk.day)
        best = max((min(walk.clock, end) for start, end in hours if start in inside), default=None)
        walk.minute = walk.day * DAY + (hours[0][0] if best is None else best)


def _months(day: int, months: int) -> int:
    start = date.fromordinal(day)
    moved = start.replace(day=1)
    for _month in range(months):
        moved = (moved + timedelta(days=32)).replace(day=1)
    last = (moved + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(moved + timedelta(days=start.day - 1), last).toordinal()


def _minute(at: datetime | None) -> int:
    if at is None:
        raise ValueError("this line needs both its ends")
    return minute_of(at)


def _ordinal(at: datetime | None) -> int:
    return _minute(at) // DAY


def _spans(text: str) -> Spans:
    spans = []
    for item in text.split(","):
        start, _dash, end = item.partition("-")
        spans.append((_clock(start), _clock(end)))
    return spans


def _clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])
