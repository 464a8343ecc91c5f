"""A simulated life: citizens come, officers work, time passes. The same seed, the same life."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from motcua.kernel.clock import TZ, local_day
from motcua.kernel.errors import NotPermitted, Refused
from motcua.kernel.working_time import WorkingCalendar

from . import wishes
from .account import Account, Record
from .acts import Acts, Estranged
from .agenda import Agenda
from .case import Case, promised
from .chance import Chance
from .course import Course
from .letters import EVENING, Letters
from .officers import Officers
from .offices import CITIZEN, Absences, Job, Office, Worker, worker_of
from .plan import Plan
from .province import Province
from .wishes import Wish, Wishes


class Told(Protocol):
    """Whoever wants to know how far it is."""

    def __call__(self, life: "Life", day: date) -> None: ...


@dataclass(slots=True)
class Life:
    """A life of the province from ``first_day`` on.

    :param per_day: dossiers on an average working day.
    :param shared: visitors may act beside the simulation; what they touch is left to them.
    """

    plan: Plan
    province: Province
    seed: int
    first_day: date
    per_day: float
    mix: str
    shared: bool = False
    told: Told | None = None
    account: Account = field(default_factory=Account)
    agenda: Agenda = field(default_factory=Agenda)
    cases: dict[int, Case] = field(default_factory=dict)
    came: int = 0
    unanswered: int = 0
    acts: Acts = field(init=False)
    wishes: Wishes = field(init=False)
    officers: Officers = field(init=False)
    letters: Letters = field(init=False)
    _offices: dict[tuple[int, str], Office] = field(default_factory=dict)
    _courses: dict[str, Course] = field(default_factory=dict)

    def __post_init__(self) -> None:
        name = f"sim/{self.seed}/{self.first_day}/{self.per_day:g}/{self.mix}"
        self.acts = Acts(name, self.account)
        self.wishes = Wishes(self.plan, self.province, str(self.seed))
        self.officers = Officers(self)
        self.letters = Letters(self)
        self.agenda.at(midnight(self.first_day), self._day)

    def run(self, until: datetime) -> None:
        """Live until a moment: everything before it happens, nothing at or after it.

        :raises Refused: a command said no to what must be possible, unless the life is shared.
        """
        while (moment := self.agenda.next_moment()) is not None and moment < until:
            self.agenda.step()

    def _day(self, begins: datetime) -> None:
        day = local_day(begins)
        if self.told is not None:
            self.told(self, day)
        self.agenda.at(midnight(day + timedelta(days=1)), self._day)
        if not self.province.calendar.is_working(day):
            return
        self.agenda.at(begins + EVENING, self.letters.evening)
        chance = Chance(self.seed, "day", day.isoformat())
        for minute, channel in wishes.arrivals(self.plan, chance, day, self.per_day):
            self.came += 1
            moment = begins + timedelta(minutes=minute)
            self.agenda.at(moment, self._arrival(self.came, channel))

    def _arrival(self, number: int, channel: str) -> Callable[[datetime], None]:
        def comes(at: datetime) -> None:
            wish = self.wishes.draw(number, channel=channel)
            opens = self.calendar_of(wish.receiver.unit.id, at).opens(at)
            self.agenda.at(opens, lambda now: self._queues(wish, now))

        return comes

    def _queues(self, wish: Wish, at: datetime) -> None:
        seated = wish.channel == "counter"
        job = Job(
            minutes=wish.chance.minutes(self.plan.office["intake_minutes"]),
            do=lambda worker, since, now: self.guarded(
                None, lambda: self._receive(wish, worker, since, now)
            ),
            wanted=lambda: True,
            rank=CITIZEN,
            urgent=at,
            seated=seated,
        )
        self.put(wish.receiver.unit.id, "counter", job, at)

    def _receive(self, wish: Wish, worker: Worker, since: datetime, at: datetime) -> None:
        received, past, items = self.acts.receive(wish, since, worker.actor, at)
        version, receiver = wish.offer.version, wish.receiver
        term = self.province.term(version.id, wish.case_id, wish.channel)
        offering = receiver.offering
        committed = offering.committed_by(wish.channel) or term.committed
        own = offering.policy or version.policy
        record = Record(
            number=wish.number,
            received_unit=receiver.unit.id,
            deciding_unit=receiver.deciding.id,
            field_code=version.field_code,
            procedure=version.code or version.name,
            channel=wish.channel,
            level=version.level or "",
            received_at=at,
            calendar=self.calendar_of(receiver.unit.id, at),
            promises=promised(wish, term.statutory, committed),
            policy=own.code if own else "",
            units={receiver.unit.id, receiver.deciding.id},
            public_id=received.public_id,
            code=received.code,
        )
        record.promises[0].starts_at = at
        if committed and term.statutory and len(record.promises) == 1:
            record.promise_no_later_than(term.statutory)
        self.account.records[wish.number] = record
        case = Case(wish, self.course_of(wish), record, received.dossier_id, past)
        self.cases[wish.number] = case
        case.begin(items, at)
        self.officers.received(case, items, at)
        self.letters.received(case)

    def course_of(self, wish: Wish) -> Course:
        """The course of the process that a wish runs by."""
        key = f"{wish.definition.key}/{wish.definition.version}"
        if key not in self._courses:
            self._courses[key] = Course(wish.definition, self.plan.steps)
        return self._courses[key]

    def calendar_of(self, unit_id: int, at: datetime) -> WorkingCalendar:
        """The calendar of a unit at a moment."""
        return self.province.calendar_of(unit_id, local_day(at))

    def put(self, unit_id: int | None, role: str, job: Job, at: datetime) -> None:
        """Lay a job before the people of a unit's role. Where nobody sits, it lies for ever."""
        office = self.office(unit_id, role)
        if office is None:
            self.unanswered += 1
            return
        office.put(job, at)

    def office(self, unit_id: int | None, role: str) -> Office | None:
        """The people of a role in a unit; None where nobody sits."""
        if unit_id is None:
            return None
        key = unit_id, role
        if key not in self._offices:
            seats = self.province.seats.get(key, [])
            calendar = self.province.calendar_of(unit_id, self.first_day)
            self._offices[key] = Office(
                self.agenda,
                [
                    worker_of(s, s.name, calendar, Absences(str(self.seed), s.name, self.plan))
                    for s in seats
                ],
            )
        office = self._offices[key]
        return office if office.workers else None

    def guarded(self, case: Case | None, act: Callable[[], None]) -> None:
        """Do something; a dossier that a visitor has touched is left alone from then on."""
        try:
            act()
        except Estranged:
            self._let_go(case)
        except (Refused, NotPermitted):
            if not self.shared:
                raise
            self._let_go(case)

    def _let_go(self, case: Case | None) -> None:
        if case is not None:
            case.estranged = True


def midnight(day: date) -> datetime:
    """The moment with which a Vietnamese day begins."""
    return datetime.combine(day, time(), TZ)
