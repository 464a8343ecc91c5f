"""Who must be apologised to before the day, and what may not be signed without a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import override

from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import WorkingCalendar
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo, Movement, NodeInfo

from ._letters import VIETNAMESE
from .errors import ApologyMissing
from .models import Apology, ApologyWaiver, Dossier, Promise
from .outlook import Load, Way, load_of
from .states import ApologyState, DelayCause

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a letter is about: the open step that will miss most, and by how much."""

    item: ItemInfo
    load: Load

    @property
    def minutes(self) -> int:
        """Working minutes that are missing; not positive when there are enough."""
        return self.load.allotted - self.load.left


def draft_days(day: date) -> int:
    """So many working days before its day a draft is made (``apology.draft_days``)."""
    return int(rulebook.value("apology.draft_days", day))


def send_days(day: date) -> int:
    """Working days before the promised day at the latest on which it goes out.

    Source: NĐ 61/2018/NĐ-CP art. 19 [seen]: one day before (``apology.send_days``).
    """
    return int(rulebook.value("apology.send_days", day))


def working_days_before(calendar: WorkingCalendar, day: date, count: int) -> date:
    """The working day so many working days before a day."""
    while count > 0:
        day -= DAY
        count -= calendar.is_working(day)
    return day


def allotted_after(definition_id: int, promise: int, item: ItemInfo) -> int:
    """Working minutes allotted to the steps behind an open one until the promise is kept."""
    if promise and item.ends_promise == promise:
        return 0
    day = int(rulebook.value("time.day_minutes", local_day(item.opened_at)))

    def weigh(node: NodeInfo) -> int:
        return processes.minutes(node.allotted, day) if node.allotted else 0

    way = processes.steps_ahead(definition_id, item.node_id, promise, weigh)
    return sum(weigh(node) for node in way if not node.stops_clock)


def shortfall(
    definition_id: int,
    promise: int,
    items: Iterable[ItemInfo],
    due_at: datetime,
    at: datetime,
    calendar: WorkingCalendar,
) -> Shortfall | None:
    """How the open steps stand at a moment against the due moment, the worst of them.

    :param items: those that were open then.
    """
    found = [
        Shortfall(i, load_of(_way(definition_id, promise, i), due_at, at, calendar))
        for i in items
        if i.step_kind != "return"
    ]
    return max(found, key=lambda one: one.minutes, default=None)


def _way(definition_id: int, promise: int, item: ItemInfo) -> Way:
    after = allotted_after(definition_id, promise, item)
    return Way(item.opened_at, item.due_at, after)


def responsible(
    items: Sequence[ItemInfo], worst: ItemInfo | None, at: datetime, calendar: WorkingCalendar
) -> tuple[ItemInfo | None, DelayCause]:
    """The step that ran over its time by most, else the one that is open; and the coded cause."""
    over = [
        (calendar.minutes_between(item.due_at, item.finished_at or at), item)
        for item in items
        if item.due_at is not None and item.state != "cancelled" and item.step_kind != "return"
    ]
    minutes, step = max(over, key=lambda one: one[0], default=(0, worst))
    if minutes <= 0 or step is None:
        step = worst
    if step is not None and step.kind == "wait":
        return step, DelayCause.COORDINATION
    return step, DelayCause.STEP if minutes > 0 else DelayCause.RULES


def proposed(due_on: date, needed: int, at: datetime, calendar: WorkingCalendar) -> date:
    """The day on which the remaining allotments are over; after the one that was promised."""
    last = max(due_on, local_day(at))
    ready = local_day(calendar.add_minutes(at, needed)) if needed > 0 else last
    return max(ready, calendar.nth_working_day(last, 1))


def may_be_signed(dossier: Dossier, movement: Movement, at: datetime) -> None:
    """Stop a late dossier from going to signature without its letter or a leader's word for it.

    No query unless it is late and the next step is to sign.

    :raises ApologyMissing: neither is there (rule ``apology.before_signing``).

    Source: practice of the department of Lâm Hà [seen]: the letter goes with the dossier.
    """
    if dossier.due_on is None or local_day(at) <= dossier.due_on:
        return
    if not any(item.step_kind == "approve" for item in movement.opened):
        return
    if not rulebook.value("apology.before_signing", local_day(at)):
        return
    if not (apologised(dossier) or ApologyWaiver.objects.filter(dossier=dossier).exists()):
        raise ApologyMissing(dossier=dossier.code, due=f"{dossier.due_on:%d/%m/%Y}")


def apologised(dossier: Dossier) -> bool:
    """Whether a letter went out. One query."""
    return Apology.objects.filter(dossier=dossier, state=ApologyState.SENT).exists()


def letter_facts(draft: Apology, promise: Promise, until_at: datetime | None) -> dict[str, object]:
    """What the letter prints of its draft: both days, cause, words, whose step it was. No query.

    :param until_at: the moment that is promised now.
    """
    with override(VIETNAMESE):
        cause = str(DelayCause(draft.cause).label)
    return {
        "original_due_at": promise.owed_at,
        "new_due_at": until_at,
        "cause": cause,
        "reason": draft.reason,
        "step": draft.step,
        "responsible": organizations.unit(draft.unit_id).name if draft.unit_id else "",
    }


def sent_otherwise(
    dossier: Dossier,
    promise: Promise,
    items: Sequence[ItemInfo],
    until: date,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Note the letter that a leader wrote with a number of their own: the draft, if there was one,
    is this letter. Two statements.
    """
    letter = Apology.objects.filter(dossier=dossier, state=ApologyState.DRAFT).first()
    if letter is None:
        here = [i for i in items if i.state == "open"]
        letter = Apology(
            dossier=dossier,
            no=Apology.objects.filter(dossier=dossier).count() + 1,
            promise=promise.number,
            due_on=local_day(promise.due_at) if promise.due_at else until - DAY,
            cause=DelayCause.OTHER,
            step=here[0].name if here else "",
            unit_id=here[0].unit_id if here else None,
            left_minutes=0,
            needed_minutes=0,
            drafted_at=at,
            drafted_by_post_id=by.seat()[1],
        )
    letter.state, letter.until_on, letter.reason = ApologyState.SENT, until, reason
    letter.sent_at, letter.sent_on, letter.signed_by_post_id = at, local_day(at), by.seat()[1]
    letter.save()
