"""Apologies of a simulated life: drafted in the evening, signed by a leader in the morning.

Who must have a draft is worked out here once more, from the printed times of the steps and the
simulator's own due days, and not asked of ``dossiers``: what both say is compared.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from motcua.dossiers import queries as dossiers
from motcua.kernel import rulebook
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import TimeLimit
from motcua.workflow.queries import Graph, Node

from .case import Case
from .offices import Job, Worker

if TYPE_CHECKING:
    from .life import Life

EVENING = timedelta(hours=17, minutes=15)
"""When the day's work is done and the house drafts its letters."""
LEADERS = ("unit_leader", "department_leader", "province_office")
MINUTES = {
    "working_hour": 60.0,
    "working_day": 480.0,
    "calendar_day": 480.0 * 5 / 7,
    "month": 480.0 * 21,
    "same_day": 480.0,
}


@dataclass(slots=True)
class Letters:
    """What a life apologises for. ``foreseen`` and ``drafted``: numbers of dossiers."""

    life: "Life"
    foreseen: set[int] = field(default_factory=set)
    drafted: set[int] = field(default_factory=set)
    _open: list[Case] = field(default_factory=list)

    def received(self, case: Case) -> None:
        """From now on it is looked at every evening."""
        self._open.append(case)

    def evening(self, at: datetime) -> None:
        """Draft a letter for whoever will miss their day."""
        self._open = [case for case in self._open if case.alive]
        today, days = local_day(at), int(rulebook.value("apology.draft_days", local_day(at)))
        for case in self._open:
            if case.letter or not case.record.running or case.asking:
                continue
            owed = case.record.due_now()
            if owed is None or not today < owed.on or _before(case, owed.on, days) > today:
                continue
            self.life.guarded(case, self._drafting(case, at))

    def _drafting(self, case: Case, at: datetime) -> Callable[[], None]:
        return lambda: self._draft(case, at)

    def _draft(self, case: Case, at: datetime) -> None:
        if self._short(case, at):
            self.foreseen.add(case.wish.number)
        if not self.life.acts.foresee(case.past, case.dossier_id, at):
            return
        self.drafted.add(case.wish.number)
        case.letter, promise = "draft", case.record.promise
        leader = self._seat(case)
        if leader is None:
            return
        job = Job(
            minutes=self.life.plan.office["assign_minutes"],
            do=lambda worker, since, now: self.life.guarded(
                case, lambda: self._sign(case, worker, now)
            ),
            wanted=lambda: case.alive and not case.asking and case.record.promise is promise,
            urgent=at,
        )
        self.life.put(*leader, job, at)

    def _sign(self, case: Case, leader: Worker, at: datetime) -> None:
        """The leader signs, unless the day that the draft proposes is no later one any more."""
        letter, owed = dossiers.apology_of(case.dossier_id), case.record.due_now()
        if letter is None or owed is None:
            return
        if letter.until_on > max(local_day(at), owed.on):
            self.life.acts.approve(case.past, case.dossier_id, leader.actor, at)
            case.letter = "sent"

    def waive(self, case: Case, at: datetime) -> None:
        """A leader lets it go to signature without its letter."""
        seat = self._seat(case)
        office = self.life.office(*seat) if seat else None
        assert office is not None  # noqa: S101 - whoever holds it has a leader
        self.life.acts.waive(case.past, case.dossier_id, office.workers[0].actor, at)
        case.letter = case.letter or "waived"

    def _seat(self, case: Case) -> tuple[int, str] | None:
        """Somebody who leads the unit that decides, or one that holds it."""
        units = [case.record.deciding_unit]
        units += [o.unit_id for o in case.record.open.values() if o.unit_id is not None]
        for unit_id in units:
            for role in LEADERS:
                if self.life.office(unit_id, role):
                    return unit_id, role
        return None

    def _short(self, case: Case, at: datetime) -> bool:
        """Whether the printed times of the steps that remain are longer than what is left."""
        record, promise, owed = case.record, case.record.promise, case.record.due_now()
        if promise is None or owed is None:
            return False
        left, number = record.calendar.minutes_between(at, owed.at), record.promises.index(promise)
        for item_id in record.open:
            item = case.items[item_id]
            if item.step_kind == "return":
                continue
            here = record.calendar.minutes_between(at, item.due_at) if item.due_at else 0
            after = 0
            if item.ends_promise != number + 1:
                after = printed_after(case.course.graph, item.node_id, number + 1)
            if max(0, here) + after > left:
                return True
        return False


def _before(case: Case, day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        count -= case.record.calendar.is_working(day)
    return day


@lru_cache(maxsize=4096)
def _printed(limit: TimeLimit) -> int:
    return sum(int(float(part.amount) * MINUTES[part.unit.value]) for part in limit.parts)


def printed_after(graph: Graph, node_id: str, promise: int) -> int:
    """Minutes printed for the steps behind one, along the default ways, the longest of parallel
    ones, until the promise is kept."""
    seen: dict[str, int] = {}

    def behind(node: Node, gone: tuple[str, ...]) -> int:
        if node.id not in seen:
            flows = graph.outgoing[node.id]
            if node.kind != "parallel" and len(flows) > 1:
                flows = tuple(f for f in flows if f.default)[:1] or flows[:1]
            ways = [0]
            for flow in flows:
                one = graph.by_id[flow.target]
                over = one.step_kind == "return" or (one.kind == "wait" and one.ends_promise)
                if one.id in gone or over:
                    continue
                own = _printed(one.allotted) if one.allotted and not one.stops_clock else 0
                own = own if one.kind in ("user", "wait") else 0
                last = one.kind == "user" and one.ends_promise == promise
                ways.append(own + (0 if last else behind(one, (*gone, one.id))))
            seen[node.id] = max(ways)
        return seen[node.id]

    return behind(graph.by_id[node_id], (node_id,))
