"""The trace of a due date: lines that a person can read and that :mod:`.replay` can recompute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .calendar import Grid, Spans, WorkingCalendar
from .limits import TimeLimit
from .moments import DAY, moment_of
from .wording import sentence

if TYPE_CHECKING:
    Lost = Sequence[tuple[int, int, int, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the computation.

    :ivar key: what happened, one of ``wording.SENTENCES``; stable.
    :ivar params: values of the step as text (ISO dates, plain numbers).
    :ivar since: where the step begins; ``until`` where it ends.
    :ivar ground: legal ground given by whoever entered the day or the pause.
    """

    key: str
    params: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    ground: str = ""

    @property
    def text(self) -> str:
        """The step as a full sentence in the reader's language."""
        return sentence(self.key, self.params, self.since, self.until, self.ground)

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "params": dict(self.params),
            "from": self.since and self.since.isoformat(timespec="minutes"),
            "to": self.until and self.until.isoformat(timespec="minutes"),
            "ground": self.ground,
            "text": self.text,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Line:
        return cls(
            data["key"],
            dict(data["params"]),
            data["from"] and datetime.fromisoformat(data["from"]),
            data["to"] and datetime.fromisoformat(data["to"]),
            data["ground"],
        )


class Tracer:
    """Collects lines while :mod:`.counting` counts. Moments come in as local minutes."""

    def __init__(self, calendar: WorkingCalendar, grid: Grid) -> None:
        self.lines: list[Line] = []
        self._calendar, self._grid = calendar, grid

    def _add(
        self, key: str, since: int | None, until: int | None, ground: str = "", **params: object
    ) -> None:
        self.lines.append(
            Line(
                key,
                {name: str(value) for name, value in params.items()},
                None if since is None else moment_of(since),
                None if until is None else moment_of(until),
                ground,
            )
        )

    def received(self, at: int, anchor: int) -> None:
        if at >= anchor > self._grid.close(at // DAY) - 1:
            key = "received_closing" if at == anchor else "received_evening"
        else:
            key = "received" if at == anchor else "received_outside"
        self._add(key, at, anchor)

    def restarted(self, since: int, until: int, ground: str) -> None:
        self._add("restarted", since, until, ground)

    def months(self, day: int, months: int, days: int) -> None:
        self._add("months", day * DAY, (day + days) * DAY, months=months, days=days)

    def days(
        self, day: int, end: int, count: int, working: bool, lost_to: Lost, counted: bool
    ) -> None:
        key = "working_days" if working else "calendar_days"
        if counted:
            self._add(f"{key}_with", (day + 1) * DAY, end * DAY, count=count)
        else:
            self._add(key, (day + 1) * DAY, end * DAY, count=count, after=_iso(day))
        self._pauses("paused_working_days" if working else "paused_days", lost_to)

    def minutes(self, key: str, start: int, end: int, minutes: int, lost_to: Lost) -> None:
        """``key``: ``minutes`` of a term in hours, ``fraction`` of a day."""
        self._add(key, self._grid.opens(start), end, minutes=minutes)
        self._pauses("paused_minutes", lost_to)

    def paused_last_day(self, since: int, until: int, ground: str) -> None:
        self._add("paused_last_day", since, until, ground)

    def _pauses(self, key: str, lost_to: Lost) -> None:
        for since, until, lost, ground in lost_to:
            self._add(key, since, until, ground, lost=lost)

    def same_day(self, minute: int, last: int, cutoff: int, late: bool) -> None:
        key = "same_day_after" if late else "same_day"
        self._add(key, minute, self._grid.close(last), cutoff=f"{cutoff // 60:02}:{cutoff % 60:02}")

    def bounded(self, exact: int, bound: int) -> None:
        self._add("bounded", exact, bound)

    def moved(self, raw: int, day: int) -> None:
        self._add("moved", raw * DAY, day * DAY)

    def stays(self, day: int, minute: int) -> None:
        self._add("stays", day * DAY, minute)

    def next_opening(self, close: int, opening: int) -> None:
        self._add("next_opening", close, opening)

    def same_time(self, minute: int) -> None:
        self._add("same_time", None, minute)

    def finish(
        self,
        received: int,
        end: int,
        limit: TimeLimit,
        stopped: datetime | None,
        years: tuple[int, ...],
    ) -> None:
        """Put the calendar before the counting and the answer after it."""
        head = [
            Line("limit", {"limit": limit.text}),
            Line("hours", {"weekly": self._weekly(), "calendar": self._calendar.name}),
        ]
        first, last = received // DAY, self._grid.next_working(end // DAY)
        self.lines[:] = [*self.lines[:1], *head, *self._exceptions(first, last), *self.lines[1:]]
        if stopped is not None:
            self.lines.append(Line("stopped", {}, stopped, None))
        for year in years:
            self._add("provisional", None, None, year=year)
        self._add("due", None, end)

    def _weekly(self) -> str:
        return ";".join(
            f"{day}=" + ",".join(str(shift) for shift in shifts)
            for day, shifts in sorted(self._calendar.weekly.items())
            if shifts
        )

    def _exceptions(self, first: int, last: int) -> list[Line]:
        """Days in [first, last] that differ from the week, runs of days off in one line."""
        lines: list[Line] = []
        weekly, run, name = self._calendar.weekly, None, ""
        grounds = self._calendar.grounds
        for ordinal in range(first, last + 2):
            day = date.fromordinal(ordinal)
            shifts = self._calendar.days.get(day)
            usual = weekly.get(day.weekday(), ())
            label = self._calendar.labels.get(day, "")
            differs = shifts is not None and shifts != usual and ordinal <= last
            if run is not None and not (differs and not shifts and label == name):
                ground = grounds.get(date.fromordinal(run), "")
                lines.append(_off(run, ordinal - 1, name, ground))
                run = None
            if not differs:
                continue
            if shifts:
                spans = self._grid.spans(ordinal)
                lines.append(_on(ordinal, spans, label, bool(usual), grounds.get(day, "")))
            elif run is None:
                run, name = ordinal, label
        return lines


def _off(first: int, last: int, label: str, ground: str) -> Line:
    key = "day_off" if first == last else "days_off"
    return Line(key, {"label": label}, moment_of(first * DAY), moment_of(last * DAY), ground)


def _on(ordinal: int, spans: Spans, label: str, usual: bool, ground: str) -> Line:
    text = ",".join(f"{clock(start)}-{clock(end)}" for start, end in spans)
    day = moment_of(ordinal * DAY)
    key = "day_changed" if usual else "day_work"
    return Line(key, {"label": label, "shifts": text}, day, day, ground)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
