"""What officers and applicants do with a dossier once it is received."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from motcua.dossiers.errors import ApologyMissing, ResultMissing
from motcua.dossiers.queries import SupplementItem
from motcua.kernel.clock import TZ, local_day
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo, Movement

from .account import NEGATIVE, POSITIVE
from .case import Case
from .offices import CITIZEN, Job, Worker

if TYPE_CHECKING:
    from .life import Life

LEADERS = ("unit_leader", "department_leader", "province_office")


@dataclass(slots=True)
class Officers:
    """The acts of a life, in the order in which the plan lets them happen."""

    life: "Life"

    def received(self, case: Case, items: list[ItemInfo], at: datetime) -> None:
        """A dossier was received: its first steps lie before somebody, and its fate is set."""
        self._opened(case, items, at)
        if case.wish.fate in ("withdrawn", "stopped"):
            self._plan_end(case, at)

    # ── steps ────────────────────────────────────────────────────────────────────────────────

    def _opened(
        self, case: Case, items: list[ItemInfo] | tuple[ItemInfo, ...], at: datetime
    ) -> None:
        for item in items:
            if item.kind == "wait":
                self._wait(case, item, at)
            elif item.step_kind != "return":
                self._lies(case, item, at, self._ready(case, item, at))

    def _lies(self, case: Case, item: ItemInfo, at: datetime, ready: datetime) -> None:
        """A step lies until it is ready to be worked on."""
        if self._leader_assigns(case, item):
            job = Job(
                minutes=self.life.plan.office["assign_minutes"],
                do=lambda worker, since, now: self._guarded(
                    case, lambda: self._assign(case, item, worker, now)
                ),
                wanted=lambda: case.may_move(item.id) and case.record.open[item.id].post_id is None,
            )
            self.life.put(item.unit_id, "unit_leader", job, at)
        self.life.agenda.at(ready, lambda now: self._put(case, item, now))

    def _put(self, case: Case, item: ItemInfo, at: datetime) -> None:
        if not case.may_move(item.id):
            return
        office = self.life.plan.office
        times = office["work_minutes"].get(item.step_kind, office["work_minutes"][""])
        owed = case.record.due_now()
        taken = case.wish.chance.happens(office["taken_first"])
        job = Job(
            minutes=case.wish.chance.minutes(times),
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._work(case, item, worker, now)
            ),
            wanted=lambda: case.may_move(item.id),
            begin=(
                lambda worker, now: self._guarded(case, lambda: self._take(case, item, worker, now))
            )
            if taken
            else None,
            urgent=owed.at if owed else None,
            post_id=case.record.open[item.id].post_id,
        )
        self.life.put(item.unit_id, item.role, job, at)

    def _ready(self, case: Case, item: ItemInfo, at: datetime) -> datetime:
        """When a step is ready: it lies for its share of the time that the dossier takes."""
        record, wish = case.record, case.wish
        calendar = record.calendar
        if item.step_kind == "receive" or (owed := record.due_now()) is None:
            return calendar.add_minutes(at, wish.chance.minutes([10, 90]))
        promise = record.promise
        begun = promise.starts_at if promise and promise.starts_at else record.received_at
        term = max(60, calendar.minutes_between(begun, owed.at))
        share = case.course.share(item.node_id, owes=wish.financial)
        ready = calendar.add_minutes(at, max(5, round(term * share * wish.part)))
        if wish.pace == "last_day" and case.course.is_last(item.node_id):
            opens = calendar.opens(datetime.combine(owed.on, datetime.min.time(), TZ))
            ready = max(ready, opens + timedelta(minutes=wish.chance.below(150)))
        return ready

    def _leader_assigns(self, case: Case, item: ItemInfo) -> bool:
        here = self.life.office(item.unit_id, item.role)
        several = here is not None and len(here.workers) > 1
        return (
            several
            and item.role == "appraiser"
            and item.step_kind != "clerk"
            and self.life.office(item.unit_id, "unit_leader") is not None
            and case.wish.chance.happens(self.life.plan.office["assigned_by_leader"])
        )

    def _assign(self, case: Case, item: ItemInfo, leader: Worker, at: datetime) -> None:
        office = self.life.office(item.unit_id, item.role)
        assert office is not None  # noqa: S101 - asked before
        post_id = case.wish.chance.one(office.workers).actor.post_id
        assert post_id is not None  # noqa: S101 - people sit in posts
        self.life.acts.assign(case.past, item.id, post_id, leader.actor, at)
        case.record.open[item.id].post_id = post_id

    def _take(self, case: Case, item: ItemInfo, worker: Worker, at: datetime) -> None:
        held = case.record.open[item.id].post_id
        if held in (None, worker.actor.post_id):
            self.life.acts.take(case.past, item.id, worker.actor, at)
            case.record.open[item.id].post_id = worker.actor.post_id

    def _work(self, case: Case, item: ItemInfo, worker: Worker, at: datetime) -> None:
        """The officer has looked at it, and does one of the things that may be done."""
        held = case.record.open[item.id].post_id
        if held not in (None, worker.actor.post_id):  # given to a colleague meanwhile
            self._put(case, item, at)
        elif self._asks(case, item):
            self._ask(case, worker, at)
        elif self._refuses(case, item):
            self._refuse(case, worker, at)
        elif not self._sent_back(case, item, worker, at):
            self._finish(case, item, worker, at)

    def _finish(self, case: Case, item: ItemInfo, worker: Worker, at: datetime) -> None:
        wish, words = case.wish, self.life.plan.words
        if not case.decided and case.course.decides(item.node_id):
            self._decide(case, worker, at)
        noted = wish.chance.happens(self.life.plan.office["noted"]) and item.role != "counter"
        facts = {
            "outcome": self._outcome(case, item),
            "note": wish.chance.one(words["notes"]) if noted else "",
            "handover": wish.chance.pick(self.life.plan.handover[wish.channel]),
        }
        if case.papers != worker.actor.unit_id:  # who has no paper gives none
            facts["handover"] = "electronic"
        if self.life.acts.waived_next(case.past):
            self.life.letters.waive(case, at)
        try:
            movement = self.life.acts.finish(case.past, item.id, worker.actor, at, **facts)
        except ResultMissing:
            self._decide(case, worker, at)
            movement = self.life.acts.finish(case.past, item.id, worker.actor, at, **facts)
        except ApologyMissing:
            self.life.letters.waive(case, at)
            movement = self.life.acts.finish(case.past, item.id, worker.actor, at, **facts)
        self._moved(case, movement, worker, facts["handover"], at)

    def _outcome(self, case: Case, item: ItemInfo) -> str:
        if not item.outcomes:
            return ""
        negative = [o.code for o in item.outcomes if o.code.startswith("not_")]
        positive = [o.code for o in item.outcomes if not o.code.startswith("not_")]
        bad = case.decided == NEGATIVE or (not case.decided and case.wish.negative)
        chosen = negative if bad and negative else positive or negative
        return chosen[0]

    def _decide(self, case: Case, worker: Worker, at: datetime) -> None:
        wish, words = case.wish, self.life.plan.words
        case.decided = NEGATIVE if wish.negative else POSITIVE
        year = local_day(at).year
        self.life.acts.record(
            case.past,
            case.dossier_id,
            worker.actor,
            at,
            outcome=case.decided,
            number=f"{100 + wish.number}/{'TB' if wish.negative else 'QĐ'}-{year}",
            day=local_day(at),
            note=wish.chance.one(words["negative_notes"]) if wish.negative else "",
        )

    def _moved(
        self, case: Case, movement: Movement, worker: Worker, handover: str, at: datetime
    ) -> None:
        case.follow(movement, at)
        opened = (*movement.opened, *movement.waits_opened)
        others = [i for i in movement.opened if i.unit_id not in (None, worker.actor.unit_id)]
        if handover != "electronic" and others:
            self._transport(case, others[0].unit_id, others[0].role, at)
        self._opened(case, opened, at)
        if case.record.ended_at is not None:
            self._papers_home(case, at)
            self._collects(case, at)

    def _transport(self, case: Case, unit_id: int | None, role: str, at: datetime) -> None:
        """Papers are carried over; somebody confirms that they have come."""
        office = self.life.plan.office
        case.papers, case.papers_role = None, role
        hours = case.wish.chance.between(office["transport_hours"])
        comes = case.record.calendar.add_minutes(at, round(hours * 60))
        job = Job(
            minutes=office["confirm_minutes"],
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._arrived(case, worker, now)
            ),
            wanted=lambda: not case.estranged,
            rank=CITIZEN,
        )
        self.life.agenda.at(comes, lambda now: self.life.put(unit_id, role, job, now))

    def _arrived(self, case: Case, worker: Worker, at: datetime) -> None:
        self.life.acts.confirm(case.past, case.dossier_id, worker.actor, at)
        case.papers = worker.actor.unit_id
        self._papers_home(case, at)

    def _papers_home(self, case: Case, at: datetime) -> None:
        """Once it is done, whoever has the papers sends them to where the result is returned."""
        home = self._home(case)
        if not case.waits_for_collection or case.papers in (None, home):
            return
        job = Job(
            minutes=self.life.plan.office["confirm_minutes"],
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._sends_home(case, worker, now)
            ),
            wanted=lambda: case.waits_for_collection and case.papers not in (None, home),
            rank=CITIZEN,
        )
        self.life.put(case.papers, case.papers_role, job, at)

    def _sends_home(self, case: Case, worker: Worker, at: datetime) -> None:
        home = self._home(case)
        self.life.acts.send_papers(case.past, case.dossier_id, home, worker.actor, at)
        self._transport(case, home, "counter", at)

    def _home(self, case: Case) -> int:
        """The unit at whose counter the result is returned."""
        returns = [i for i in case.record.open.values() if i.step_kind == "return"]
        return (returns[0].unit_id if returns else None) or case.record.received_unit

    def _sent_back(self, case: Case, item: ItemInfo, worker: Worker, at: datetime) -> bool:
        """A leader sends it back once, saying why."""
        if not case.wish.sent_back or case.sent_back or item.role not in LEADERS or case.decided:
            return False
        backable = processes.backable_nodes(item.id)
        if not backable:
            return False
        case.sent_back = True
        movement = self.life.acts.send_back(
            case.past,
            item.id,
            worker.actor,
            at,
            node_id=backable[-1].node_id,
            reason=case.wish.chance.one(self.life.plan.words["back_reasons"]),
        )
        case.follow(movement, at)
        for opened in movement.opened:
            case.record.open[opened.id].post_id = opened.person_post_id
        self._opened(case, movement.opened, at)
        return True

    # ── waits ────────────────────────────────────────────────────────────────────────────────

    def _wait(self, case: Case, wait: ItemInfo, at: datetime) -> None:
        """Somebody outside answers after some days, or never does."""
        plan, chance = self.life.plan, case.wish.chance
        kind = wait.step_kind if wait.step_kind in plan.waits else "external"
        days = chance.spread(plan.waits[kind])
        if kind == "finance" and chance.happens(plan.events["never_pays"]):
            return
        paper = plan.words["wait_papers"].get(kind, "Công văn")
        document = f"{paper} số {100 + chance.below(900)}"
        job = Job(
            minutes=chance.minutes(plan.office["counter_minutes"]),
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._answered(case, wait, document, worker, now)
            ),
            wanted=lambda: case.may_move(wait.id),
            rank=CITIZEN,
            seated=kind != "external",
        )
        comes = self._office_hour(case, at + timedelta(days=days))
        unit_id = case.record.received_unit
        self.life.agenda.at(comes, lambda now: self.life.put(unit_id, "counter", job, now))

    def _answered(
        self, case: Case, wait: ItemInfo, document: str, worker: Worker, at: datetime
    ) -> None:
        day = f"{local_day(at):%d/%m/%Y}"
        movement = self.life.acts.end_wait(
            case.past, wait.id, f"{document} ngày {day}", worker.actor, at
        )
        self._moved(case, movement, worker, "electronic", at)

    def _office_hour(self, case: Case, moment: datetime) -> datetime:
        """When somebody who wants to come then finds the counter open."""
        spread = timedelta(minutes=case.wish.chance.below(360))
        opens = case.record.calendar.opens(moment)
        return case.record.calendar.opens(opens if opens == moment else opens + spread)

    # ── papers asked for afterwards ──────────────────────────────────────────────────────────

    def _asks(self, case: Case, item: ItemInfo) -> bool:
        if item.role != "appraiser" or not case.record.running or case.decided:
            return False
        return case.wish.supplement and case.asked == 0

    def _ask(self, case: Case, worker: Worker, at: datetime) -> None:
        wish, plan = case.wish, self.life.plan
        paper = wish.chance.one(wish.components)
        reasons = ("missing", "incorrect", "illegible", "not_certified", "mismatch", "unsigned")
        item = SupplementItem(
            name=paper.name,
            reason=wish.chance.one(reasons),
            component_id=paper.component_id,
            text=wish.chance.one(plan.words["supplement_texts"]),
        )
        self.life.acts.ask(case.past, case.dossier_id, item, worker.actor, at)
        case.paused(at)
        if wish.chance.happens(plan.events["never_supplements"]):
            self._stop_unanswered(case, at)
            return
        days = wish.chance.spread(plan.waits["supplement"])
        job = Job(
            minutes=wish.chance.minutes(plan.office["counter_minutes"]),
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._supplemented(case, item, worker, now)
            ),
            wanted=lambda: case.alive and case.asking,
            rank=CITIZEN,
            seated=True,
        )
        comes = self._office_hour(case, at + timedelta(days=days))
        unit_id = case.record.received_unit
        self.life.agenda.at(comes, lambda now: self.life.put(unit_id, "counter", job, now))

    def _supplemented(self, case: Case, item: SupplementItem, worker: Worker, at: datetime) -> None:
        paper = next(p for p in case.wish.components if p.name == item.name)
        self.life.acts.answer(case.past, case.dossier_id, worker.actor, at, received=(paper,))
        case.resumed(at)
        for item_id in list(case.record.open):
            waiting = case.items[item_id]
            if waiting.kind == "task":
                self._lies_again(case, waiting, at)

    def _lies_again(self, case: Case, item: ItemInfo, at: datetime) -> None:
        ready = case.record.calendar.add_minutes(at, case.wish.chance.minutes([60, 900]))
        self.life.agenda.at(ready, lambda now: self._put(case, item, now))

    # ── endings ──────────────────────────────────────────────────────────────────────────────

    def _refuses(self, case: Case, item: ItemInfo) -> bool:
        return (
            case.wish.fate == "refused"
            and item.role == "appraiser"
            and not case.decided
            and not case.asking
        )

    def _refuse(self, case: Case, worker: Worker, at: datetime) -> None:
        self.life.acts.end(
            case.past,
            "refused",
            case.dossier_id,
            worker.actor,
            at,
            reason=case.wish.chance.one(("not_eligible", "not_competent", "false_papers")),
            text=case.wish.chance.one(self.life.plan.words["refuse_texts"]),
        )
        case.ended("refused", at)

    def _stop_unanswered(self, case: Case, at: datetime) -> None:
        """Papers that never came: a leader stops it when the window has long been over."""
        days = case.wish.chance.between(self.life.plan.office["stopped_unanswered_days"])
        reason = {"reason": "supplement_expired", "text": self.life.plan.words["unanswered"]}
        self._end_on(case, "stopped", at + timedelta(days=days), reason)

    def _plan_end(self, case: Case, at: datetime) -> None:
        """Somebody will take it back, or a leader will stop it, some days after reception."""
        how, words, chance = case.wish.fate, self.life.plan.words, case.wish.chance
        moment = at + timedelta(days=chance.between([1, 9]))
        if how == "withdrawn":
            self._end_on(case, how, moment, {"reason_text": chance.one(words["withdraw_reasons"])})
        else:
            reason = {"reason": "ordered", "text": chance.one(words["stop_texts"])}
            self._end_on(case, how, moment, reason)

    def _end_on(self, case: Case, how: str, moment: datetime, facts: dict[str, str]) -> None:
        """At the counter that received it, or by a leader of the unit that decides."""
        unit_id, role = case.record.received_unit, "counter"
        if how == "stopped":
            unit_id = case.record.deciding_unit
            role = next((r for r in LEADERS if self.life.office(unit_id, r)), LEADERS[0])
        job = Job(
            minutes=case.wish.chance.minutes(self.life.plan.office["counter_minutes"]),
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._ends(case, how, worker, now, facts)
            ),
            wanted=lambda: case.alive and not case.decided,
            rank=CITIZEN,
            seated=how == "withdrawn",
        )
        comes = self._office_hour(case, moment)
        self.life.agenda.at(comes, lambda now: self.life.put(unit_id, role, job, now))

    def _ends(
        self, case: Case, how: str, worker: Worker, at: datetime, facts: dict[str, str]
    ) -> None:
        self.life.acts.end(case.past, how, case.dossier_id, worker.actor, at, **facts)
        case.ended(how, at)

    def _collects(self, case: Case, at: datetime) -> None:
        """Somebody comes for the result after some days, or never."""
        plan, wish = self.life.plan, case.wish
        if wish.chance.happens(plan.events["never_collects"]):
            return
        comes = self._office_hour(
            case, at + timedelta(days=wish.chance.spread(plan.waits["collect"]))
        )
        unit_id = self._home(case)
        job = Job(
            minutes=wish.chance.minutes(plan.office["return_minutes"]),
            do=lambda worker, since, now: self._guarded(
                case, lambda: self._give(case, worker, now)
            ),
            wanted=lambda: not case.estranged and case.record.collected_at is None,
            rank=CITIZEN,
            seated=True,
        )
        self.life.agenda.at(comes, lambda now: self.life.put(unit_id, "counter", job, now))

    def _give(self, case: Case, worker: Worker, at: datetime) -> None:
        wish = case.wish
        if case.papers not in (self._home(case), case.record.received_unit):
            self._collects(case, at)  # the papers are not here: come again
            return
        who, relation = wish.owner, "owner"
        if wish.collector is not None:
            who, relation = wish.collector, "collector"
        elif wish.submitter is not None:
            who, relation = wish.submitter, "submitter"
        self.life.acts.give(
            case.past,
            case.dossier_id,
            worker.actor,
            at,
            name=who.name,
            relation=relation,
            checked=wish.chance.pick({"card": 6, "receipt": 3, "known": 1}),
        )
        case.record.open.clear()
        case.record.collected_at = at

    def _guarded(self, case: Case, act: Callable[[], None]) -> None:
        self.life.guarded(case, act)
