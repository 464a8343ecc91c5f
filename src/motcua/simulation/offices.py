"""Officers at work: who is there, what lies before them, and how long it takes them."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from motcua.kernel.actor import Actor
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.working_time import WorkingCalendar

from .agenda import Agenda
from .chance import Chance
from .plan import Plan
from .province import Seat

CITIZEN, WORK = 0, 1
"""Who stands at the counter goes before what lies on the desk."""


@dataclass(slots=True)
class Job:
    """One thing an officer does.

    ``minutes``: working minutes it takes. ``seated``: it may not be cut in two by a break, since
    somebody sits opposite. ``wanted`` says, when its turn comes, whether it is still to be done.
    """

    minutes: int
    do: Callable[["Worker", datetime, datetime], None]
    wanted: Callable[[], bool]
    begin: Callable[["Worker", datetime], None] | None = None
    rank: int = WORK
    urgent: datetime | None = None
    seated: bool = False
    post_id: int | None = None


@dataclass(slots=True)
class Worker:
    """One person in one post."""

    actor: Actor
    calendar: WorkingCalendar
    away: "Absences"
    busy: bool = False

    def opens(self, at: datetime) -> datetime:
        """When the person is next at the desk."""
        moment = self.calendar.opens(at)
        while self.away.on(day := local_day(moment)):
            midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), TZ)
            moment = self.calendar.opens(midnight)
        return moment

    def until(self, at: datetime, job: Job) -> tuple[datetime, datetime]:
        """From when to when the person does a job that is taken up now."""
        if not job.seated:
            return at, self.calendar.add_minutes(at, job.minutes)
        begin = at
        for _ in range(3):  # a break comes between: the citizen waits until after it
            end = begin + timedelta(minutes=job.minutes)
            if self.calendar.minutes_between(begin, end) == job.minutes:
                break
            begin = self.opens(_after_break(self.calendar, begin, end))
        return begin, begin + timedelta(minutes=job.minutes)


def _after_break(calendar: WorkingCalendar, begin: datetime, end: datetime) -> datetime:
    close = calendar.add_minutes(begin, max(1, calendar.minutes_between(begin, end)))
    return calendar.opens(close)


@dataclass(slots=True)
class Absences:
    """Days on which a person is away, drawn by month."""

    seed: str
    name: str
    plan: Plan
    _months: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)

    def on(self, day: date) -> bool:
        """Whether the person is away on this day."""
        key = day.year, day.month
        if key not in self._months:
            self._months[key] = self._drawn(*key)
        return day.day in self._months[key]

    def _drawn(self, year: int, month: int) -> frozenset[int]:
        chance, office = Chance(self.seed, "away", self.name, year, month), self.plan.office
        mean = sum(office["absence_days"]) / 2
        gone: set[int] = set()
        for day in range(1, 32):
            if chance.happens(office["absent_percent"] / 100 / mean):
                gone |= set(range(day, day + chance.minutes(office["absence_days"])))
        return frozenset(gone)


@dataclass(slots=True)
class Office:
    """The people of one role in one unit, and what lies before them."""

    agenda: Agenda
    workers: list[Worker]
    _common: list[tuple[int, datetime, int, Job]] = field(default_factory=list)
    _own: dict[int | None, list[tuple[int, datetime, int, Job]]] = field(default_factory=dict)
    _order: "count[int]" = field(default_factory=count)
    _woken: datetime | None = None

    def put(self, job: Job, at: datetime) -> None:
        """Lay a job before them; whoever is free and there begins at once."""
        heap = self._common if job.post_id is None else self._own.setdefault(job.post_id, [])
        heapq.heappush(heap, (job.rank, job.urgent or _FAR, next(self._order), job))
        self.look(at)

    def look(self, at: datetime) -> None:
        """Let everybody who is free and there take up what is most urgent."""
        for worker in self.workers:
            while not worker.busy and (job := self._peek(worker)) is not None:
                if worker.opens(at) > at:
                    self._wake(worker.opens(at))
                    break
                self._take(worker, job, at)

    def _peek(self, worker: Worker) -> Job | None:
        heap = self._most_urgent(worker)
        return heap[0][3] if heap else None

    def _most_urgent(self, worker: Worker) -> list[tuple[int, datetime, int, Job]] | None:
        heaps = [self._common, self._own.get(worker.actor.post_id, [])]
        for heap in heaps:
            while heap and not heap[0][3].wanted():
                heapq.heappop(heap)
        return min((heap for heap in heaps if heap), key=lambda heap: heap[0][:3], default=None)

    def _take(self, worker: Worker, job: Job, at: datetime) -> None:
        heap = self._most_urgent(worker)
        assert heap is not None  # noqa: S101 - has just been looked at
        heapq.heappop(heap)
        since, until = worker.until(at, job)
        worker.busy = True
        if job.begin is not None:
            self.agenda.at(since, lambda now: self._begin(worker, job, now))
        self.agenda.at(until, lambda now: self._done(worker, job, since, now))

    def _begin(self, worker: Worker, job: Job, now: datetime) -> None:
        if job.begin is not None and job.wanted():
            job.begin(worker, now)

    def _done(self, worker: Worker, job: Job, since: datetime, now: datetime) -> None:
        worker.busy = False
        if job.wanted():
            job.do(worker, since, now)
        self.look(now)

    def _wake(self, moment: datetime) -> None:
        if self._woken is None or moment < self._woken:
            self._woken = moment
            self.agenda.at(moment, self._awake)

    def _awake(self, now: datetime) -> None:
        if self._woken is not None and self._woken <= now:
            self._woken = None
        self.look(now)


_FAR = datetime(9999, 1, 1, tzinfo=TZ)


def worker_of(seat: Seat, name: str, calendar: WorkingCalendar, away: Absences) -> Worker:
    """A worker in a seat."""
    actor = Actor(seat.person_id, seat.post_id, seat.unit_id, seat.role, name)
    return Worker(actor, calendar, away)
