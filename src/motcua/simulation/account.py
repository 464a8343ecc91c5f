"""What must be true, from the simulator's own decisions alone: the oracle of every figure.

Nothing here is read from the database. Due moments are computed anew by the pure counting of
``kernel.working_time`` from the term that was promised, the office's calendar and the pauses that
the simulator itself caused. Conventions 12 to 18 of the figures hold here as anywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.kernel import rulebook, time_rules
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.working_time import Due, Pause, TimeLimit, WorkingCalendar, due

POSITIVE, NEGATIVE = "positive", "negative"
DONE = {POSITIVE, NEGATIVE}
"""Endings that count as done; refused, withdrawn and stopped end a dossier and are not done."""

Answer = dict[str, int]


@dataclass(slots=True)
class Promised:
    """One promise: its term, when it began, when the clock stood still, when it was kept."""

    limit: TimeLimit | None
    starts_at: datetime | None = None
    pauses: list[list[datetime | None]] = field(default_factory=list)
    kept_at: datetime | None = None


@dataclass(slots=True)
class Stop:
    """The clock stands still: for whom (``citizen``, ``finance``, ``other``), from when to when."""

    kind: str
    since: datetime
    until: datetime | None = None


@dataclass(slots=True)
class Open:
    """A step that waits for somebody."""

    unit_id: int | None
    role: str
    post_id: int | None
    step_kind: str
    waits: bool
    stops: bool
    ends_promise: int


@dataclass(slots=True)
class Record:
    """One dossier as the simulator knows it."""

    number: int
    received_unit: int
    deciding_unit: int
    field_code: str
    procedure: str
    channel: str
    level: str
    received_at: datetime
    calendar: WorkingCalendar
    promises: list[Promised]
    units: set[int]
    open: dict[int, Open] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    running: bool = True
    ended_at: datetime | None = None
    outcome: str = ""
    collected_at: datetime | None = None
    public_id: str = ""
    code: str = ""
    policy: str = ""
    """On supplements, where the procedure has its own."""

    @property
    def promise(self) -> Promised | None:
        """The promise that has begun and is not kept."""
        return next((p for p in self.promises if p.starts_at and not p.kept_at), None)

    @property
    def done_on(self) -> date | None:
        """The Vietnamese day on which it was done, granted or refused on the merits."""
        return local_day(self.ended_at) if self.ended_at and self.outcome in DONE else None

    def due(self, promise: Promised) -> Due | None:
        """When a promise falls due, by its own pauses; None where no term was promised."""
        if promise.limit is None or promise.starts_at is None:
            return None
        day = local_day(promise.starts_at)
        return due(
            promise.starts_at,
            promise.limit,
            self.calendar,
            pauses=[Pause(since, until) for since, until in promise.pauses if since],
            explain=False,
            **time_rules.ways(
                day,
                policy=self.policy
                or rulebook.value("time.supplement_policy", local_day(self.received_at)),
            ),
        )

    def promise_no_later_than(self, law: TimeLimit) -> None:
        """Promise by the law's term where what was committed would end later."""
        promise = self.promises[0]
        lawful = Promised(law, promise.starts_at)
        mine, other = self.due(promise), self.due(lawful)
        if mine and other and other.at < mine.at:
            self.promises[0] = lawful

    def as_of(self, moment: datetime) -> "Record":
        """The dossier as it stood just before a moment."""
        ended = self.ended_at if self.ended_at and self.ended_at < moment else None
        return replace(
            self,
            promises=[_as_of(p, moment) for p in self.promises],
            ended_at=ended,
            outcome=self.outcome if ended else "",
        )

    def waits_for(self, moment: datetime) -> str:
        """Whom it waits for just before a moment; empty while the office works."""
        return next(
            (s.kind for s in self.stops if s.since < moment and not (s.until and s.until < moment)),
            "",
        )

    def due_now(self) -> Due | None:
        """What is owed now: of the promise that runs; of the last one when all are kept."""
        if (promise := self.promise) is not None:
            return self.due(promise)
        return self.due(self.promises[-1]) if self.ended_at else None

    def timeliness(self) -> str:
        """``early``, ``on_time`` or ``late`` of a dossier that is done (conventions 12 and 13)."""
        for promise in self.promises:
            owed = self.due(promise)
            if owed and promise.kept_at and local_day(promise.kept_at) > owed.on:
                return "late"
        owed = self.due_now()
        done = self.done_on
        return "early" if owed and done and done < owed.on else "on_time"


def _as_of(promise: Promised, moment: datetime) -> Promised:
    def known(at: datetime | None) -> datetime | None:
        return at if at and at < moment else None

    pauses = [[since, known(until)] for since, until in promise.pauses if known(since)]
    return Promised(promise.limit, known(promise.starts_at), pauses, known(promise.kept_at))


MEASURES = ("received", "in_process", "near_due", "overdue", "early", "on_time", "late")


@dataclass(slots=True)
class Account:
    """All dossiers of a simulated life."""

    records: dict[int, Record] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)

    def figures(
        self,
        first: date,
        last: date,
        now: datetime,
        *,
        units: Iterable[int] | None = None,
        measures: Iterable[str] = MEASURES,
    ) -> dict[tuple[int, str], Answer]:
        """Numbers by deciding unit and field, as a board of that moment must show them.

        :param units: whose dossiers are seen (any of these was part of it); None: all.
        """
        found: dict[tuple[int, str], Answer] = {}
        for record in self.seen_by(units):
            key = record.deciding_unit, record.field_code
            for measure in measures_of(record, first, last, now):
                row = found.setdefault(key, dict.fromkeys(measures, 0))
                row[measure] += 1
        return found

    def listed(
        self, measure: str, first: date, last: date, now: datetime, *, units: Iterable[int] | None
    ) -> set[str]:
        """Codes of the dossiers behind a figure."""
        return {
            record.code
            for record in self.seen_by(units)
            if measure in measures_of(record, first, last, now)
        }

    def seen_by(self, units: Iterable[int] | None) -> Iterator[Record]:
        """Records of which one of these units was part; all for None."""
        wanted = None if units is None else set(units)
        for record in self.records.values():
            if wanted is None or record.units & wanted:
                yield record

    def counts(
        self, first: date, last: date, *, by: Iterable[str] = (), units: Iterable[int] | None = None
    ) -> dict[tuple[Any, ...], Answer]:
        """Numbers of a period as of the end of its last day, grouped by names of ``FACETS``."""
        found: dict[tuple[Any, ...], Answer] = {}
        names = list(by)
        for record in self.seen_by(units):
            key = tuple(FACETS[name](record) for name in names)
            row = found.setdefault(key, {})
            for measure in standing_of(record, first, last):
                row[measure] = row.get(measure, 0) + 1
        return {key: row for key, row in found.items() if row}

    def inbox(self, unit_id: int, role: str, post_id: int | None) -> set[int]:
        """Ids of the steps in somebody's inbox: of the unit and role, free or the person's own."""
        return {
            item_id
            for record in self.records.values()
            for item_id, item in record.open.items()
            if (_place(record, item)) == (unit_id, role) and item.post_id in (None, post_id)
        }

    def to_json(self, names: dict[int, str]) -> dict[str, Any]:
        """Counts per day, each with everything that they are counted by.

        :param names: of units, by id.
        """
        days: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for kind, rows in (("received", self._received()), ("ended", self._ended())):
            for (day, unit, *others), number in sorted(rows.items(), key=lambda row: str(row[0])):
                row = {"unit": names.get(unit, str(unit)), "number": number}
                labels = ("field", "procedure", "channel", "level", "outcome", "timeliness")
                row |= dict(zip(labels, others, strict=False))
                days.setdefault(day.isoformat(), {}).setdefault(kind, []).append(row)
        return {"days": dict(sorted(days.items())), "acts": dict(sorted(self.acts.items()))}

    def _received(self) -> Counter[tuple[Any, ...]]:
        return Counter((local_day(r.received_at), *_facets(r)) for r in self.records.values())

    def _ended(self) -> Counter[tuple[Any, ...]]:
        return Counter(
            (
                local_day(r.ended_at),
                *_facets(r),
                r.outcome,
                r.timeliness() if r.outcome in DONE else "",
            )
            for r in self.records.values()
            if r.ended_at
        )


FACETS: dict[str, Callable[[Record], Any]] = {
    "unit": lambda r: r.deciding_unit,
    "received_unit": lambda r: r.received_unit,
    "field": lambda r: r.field_code,
    "procedure": lambda r: r.procedure,
    "channel": lambda r: r.channel,
    "level": lambda r: r.level,
}
"""What counts may be grouped by."""


def _facets(record: Record) -> tuple[Any, ...]:
    return (
        record.deciding_unit, record.field_code, record.procedure, record.channel, record.level,
    )  # fmt: skip


def _place(record: Record, item: Open) -> tuple[int | None, str]:
    """Whose inbox shows a step; what somebody outside does waits at the receiving counter."""
    if item.waits:
        return record.received_unit, "counter"
    return item.unit_id or record.received_unit, item.role


def measures_of(record: Record, first: date, last: date, now: datetime) -> Iterator[str]:
    """Which figures of a period, looked at from ``now``, count this dossier."""
    if first <= local_day(record.received_at) <= last:
        yield "received"
    done = record.done_on
    if record.ended_at is None:
        yield "in_process"
        yield from _open_measures(record, now)
    elif done is not None and first <= done <= last:
        yield record.timeliness()


def _open_measures(record: Record, now: datetime) -> Iterator[str]:
    owed = record.due_now()
    if owed is None or owed.stopped_since is not None:
        return
    today = local_day(now)
    near = timedelta(hours=rulebook.value("time.near_due_hours", today))
    if owed.on < today:
        yield "overdue"
    elif owed.at <= now + near:
        yield "near_due"


def standing_of(record: Record, first: date, last: date) -> Iterator[str]:
    """Which counts of a period hold this dossier, as of the end of its last day (convention 15)."""
    if local_day(record.received_at) > last:
        return
    if record.ended_at and local_day(record.ended_at) < first:
        return
    end = datetime.combine(last + timedelta(days=1), time(), TZ)
    if local_day(record.received_at) >= first:
        yield "received"
    then = record.as_of(end)
    if then.ended_at is None:
        yield from _open_standing(record, then, last, end)
    elif local_day(then.ended_at) >= first:
        yield then.outcome
        if then.outcome in DONE:
            yield then.timeliness()


def _open_standing(record: Record, then: Record, last: date, end: datetime) -> Iterator[str]:
    yield "in_process"
    if kind := record.waits_for(end):
        yield f"waiting_{kind}"
    owed = then.due_now()
    if owed is not None and owed.stopped_since is None and owed.on < last:
        yield "late_open"
