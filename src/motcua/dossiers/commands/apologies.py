"""Letters of apology before the day: drafted by the job or a leader, signed, handed over."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import override

from motcua.documents import commands as documents
from motcua.documents import queries as papers
from motcua.dossiers import _apologies, _clock, _letters, _notices, permissions
from motcua.dossiers.errors import (
    AlreadyApologised,
    NoDraft,
    NotAWorkingDay,
    NothingPromised,
    NothingToHandOver,
    NotLate,
    NotLater,
    ReasonMissing,
    UnknownReason,
)
from motcua.dossiers.models import Apology, ApologyWaiver, Dossier, Promise
from motcua.dossiers.states import OPEN, ApologyState, Clock, DelayCause
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import follows, local_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.notifications.states import Channel
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from ._common import locked, moving, not_before, written
from .extending import promise_again

FARTHEST = timedelta(days=16)
"""How far ahead due days are looked at: two working days with the longest holidays between."""


@command
def draft_apology(*, dossier_id: int, by: Actor, at: datetime) -> None:
    """Draft the letter for a dossier that a leader sees will be late, or is.

    :raises NotPermitted: the actor does not lead the unit that decides or holds the dossier.
    :raises NothingPromised: no promise with a date runs now.
    :raises AlreadyApologised: there is one, as often as the rule ``extension.most`` allows.
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "draft_apology", dossier, items)
    _draft(dossier, items, by=by, at=at, always=True)


@command
def foresee_apology(*, dossier_id: int, at: datetime) -> bool:
    """Draft the letter if the remaining allotments exceed what is left; whether it was needed.

    For the job at the end of the working day. Looked at again under the lock: an act that came
    first may have made it needless. Done twice it is once.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    if dossier.state not in OPEN or dossier.clock != Clock.RUNNING:
        return False
    if Apology.objects.filter(dossier=dossier).exists():
        return False
    items = processes.items(dossier.pk)
    by = Actor.system("apologies")
    return _draft(dossier, items, by=by, at=at, always=False)


def foresee_apologies(*, at: datetime) -> int:
    """Draft letters for every open dossier that will be late and whose day is near; how many.

    For the end of the working day: of each dossier, ``apology.draft_days`` working days of the
    receiving unit before its day, or later where that day has passed. Each is a command of its
    own. Reads what is due in the coming days only.
    """
    drafted = 0
    with organizations.one_look():
        for dossier_id in _near(at):
            drafted += foresee_apology(dossier_id=dossier_id, at=at)
    return drafted


@command
def edit_apology(
    *, dossier_id: int, cause: str, reason: str, until: date, by: Actor, at: datetime
) -> None:
    """Change cause, words or proposed day of a draft.

    :raises NoDraft: there is none, or it was sent a moment ago.
    :raises UnknownReason, ReasonMissing: the cause is not of the list; "other" needs words.
    :raises NotLater, NotAWorkingDay: the day does not lie behind the one promised.
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "edit_apology", dossier, items)
    draft = _draft_of(dossier)
    reason = clean(reason, 10_000)
    if cause not in DelayCause.values:
        raise UnknownReason(field="cause")
    if cause == DelayCause.OTHER and not reason:
        raise ReasonMissing
    last = max(draft.due_on, local_day(at))
    if until <= last:
        raise NotLater(day=f"{last:%d/%m/%Y}")
    if not organizations.calendar_of(dossier.received_unit_id, at).is_working(until):
        raise NotAWorkingDay(day=f"{until:%d/%m/%Y}")
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    draft.cause, draft.reason, draft.until_on = cause, reason, until
    draft.save(update_fields=["cause", "reason", "until_on"])
    payload = {"apology": draft.no, "cause": cause, "until": until}
    written(dossier, "apology.edited", payload, by=by, at=at, texts={"reason": reason})


@command
def approve_apology(*, dossier_id: int, by: Actor, at: datetime) -> None:
    """Sign the draft: the letter has its number, the result is promised for the proposed day, and
    the applicant is told. The day first promised stays and judges.

    :raises NotPermitted: the actor does not lead the unit that decides or holds the dossier.
    :raises NoDraft: there is none, or a colleague has signed it a moment ago.
    :raises NotLater, NotAWorkingDay: the proposed day has passed meanwhile: change it first.
    :raises AlreadyExtended: as often as the rule ``extension.most`` allows.

    Source: NĐ 61/2018/NĐ-CP art. 19 [seen]: in writing, with the reason and a new day, once.
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "approve_apology", dossier, items)
    draft = _draft_of(dossier)
    promise = _clock.running_promise(dossier)
    if promise is None or promise.due_at is None:
        raise NothingPromised(dossier=dossier.code)
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    number = _number(dossier, by, at)
    with override(_letters.VIETNAMESE):
        said = str(DelayCause(draft.cause).label)
    no = promise_again(
        dossier, promise, draft.until_on, f"{number} ngày {local_day(at):%d/%m/%Y}",
        f"{said}. {draft.reason}".removesuffix(". "), by=by, at=at,
    )  # fmt: skip
    _send(dossier, draft, promise, no, number, by=by, at=at)


@command
def hand_over_apology(
    *, dossier_id: int, refused_channel: str = "", by: Actor, at: datetime
) -> None:
    """Note that the printed letter was put into the applicant's hands at the counter.

    :param refused_channel: a channel by which they do not want to be told, if they say so.
    :raises NotPermitted: the dossier was received at another counter.
    :raises NothingToHandOver: no letter was sent, or it was handed over before.
    """
    dossier = locked(dossier_id)
    permissions.require_do(by, "hand_over_apology", dossier, processes.items(dossier.pk))
    sent = Apology.objects.filter(dossier=dossier, state=ApologyState.SENT, handed_at=None)
    letter = sent.order_by("-no").first()
    if letter is None:
        raise NothingToHandOver
    if refused_channel and refused_channel not in Channel.values:
        raise UnknownReason(field="refused_channel")
    follows(letter.sent_at, at)
    letter.handed_at, letter.handed_by_post_id = at, by.seat()[1]
    letter.refused_channel = refused_channel
    letter.save(update_fields=["handed_at", "handed_by_post", "refused_channel"])
    _notices.handed_over(dossier, "extended", by=by, at=at)
    payload = {"apology": letter.no, "refused": refused_channel}
    written(dossier, "apology.handed_over", payload, by=by, at=at)


@command
def waive_apology(*, dossier_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let a late dossier go to signature without its letter; the list of waivers shows it.

    :raises ReasonMissing: a leader answers for it in words.
    :raises NotLate: it is in time, was apologised for, or was waived before.
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "waive_apology", dossier, items)
    if not (reason := clean(reason, 4000)):
        raise ReasonMissing
    late = dossier.due_on is not None and local_day(at) > dossier.due_on
    waived = ApologyWaiver.objects.filter(dossier=dossier).exists()
    if not late or waived or _apologies.apologised(dossier):
        raise NotLate
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    ApologyWaiver.objects.create(
        dossier=dossier, reason=reason, at=at, on=local_day(at), by_post_id=by.seat()[1]
    )
    written(dossier, "apology.waived", {}, by=by, at=at, texts={"reason": reason})


def _draft(
    dossier: Dossier, items: list[ItemInfo], *, by: Actor, at: datetime, always: bool
) -> bool:
    promise = _clock.running_promise(dossier)
    if promise is None or promise.due_at is None:
        if always:
            raise NothingPromised(dossier=dossier.code)
        return False
    number = Apology.objects.filter(dossier=dossier).count()
    most = int(rulebook.value("extension.most", local_day(at)))
    if number >= most:
        raise AlreadyApologised(most=most)
    calendar = organizations.calendar_of(dossier.received_unit_id, at)
    open_now = [i for i in items if i.state == "open"]
    worst = _apologies.shortfall(
        dossier.definition_id, promise.number, open_now, promise.due_at, at, calendar
    )
    if not always and (worst is None or worst.minutes <= 0):
        return False
    at = not_before(dossier, open_now, at)
    step, cause = _apologies.responsible(items, worst.item if worst else None, at, calendar)
    if cause == DelayCause.RULES and (worst is None or worst.minutes <= 0):
        cause = DelayCause.OVERLOAD  # the times would do: it is the leader who sees it coming
    due_on, needed = local_day(promise.due_at), worst.load.allotted if worst else 0
    draft = Apology.objects.create(
        dossier=dossier,
        no=number + 1,
        promise=promise.number,
        due_on=due_on,
        state=ApologyState.DRAFT,
        cause=cause,
        step=step.name if step else "",
        unit_id=step.unit_id if step else None,
        until_on=_apologies.proposed(due_on, needed, at, calendar),
        left_minutes=worst.load.left if worst else 0,
        needed_minutes=needed,
        drafted_at=at,
        drafted_by_post_id=by.post_id,
    )
    payload = {"apology": draft.no, "cause": draft.cause, "until": draft.until_on}
    written(dossier, "apology.drafted", payload, by=by, at=at)
    return True


def _draft_of(dossier: Dossier) -> Apology:
    draft = Apology.objects.filter(dossier=dossier, state=ApologyState.DRAFT).first()
    if draft is None:
        raise NoDraft
    return draft


def _near(at: datetime) -> list[int]:
    """Dossiers whose clock runs, without a letter, and whose day of drafting has come."""
    today = local_day(at)
    rows = Dossier.objects.filter(
        ended_at__isnull=True, clock=Clock.RUNNING, due_on__gt=today, due_on__lte=today + FARTHEST
    ).exclude(Exists(Apology.objects.filter(dossier=OuterRef("pk"))))
    days = _apologies.draft_days(today)
    known: dict[tuple[int, date], bool] = {}
    found = []
    for pk, unit_id, due_on in rows.order_by("due_on", "pk").values_list(
        "pk", "received_unit_id", "due_on"
    ):
        if due_on is None:
            continue
        key = unit_id, due_on
        if key not in known:
            calendar = organizations.calendar_of(unit_id, at)
            known[key] = _apologies.working_days_before(calendar, due_on, days) <= today
        if known[key]:
            found.append(pk)
    return found


def _number(dossier: Dossier, by: Actor, at: datetime) -> str:
    office = _letters.agency_of(organizations.unit(by.seat()[0]))
    symbol = papers.form_on("apology", local_day(dossier.received_at)).symbol
    return f"{documents.next_number(unit_id=office.id, symbol=symbol, at=at):04d}/{symbol}"


def _send(
    dossier: Dossier,
    draft: Apology,
    promise: Promise,
    no: int,
    number: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The letter itself, and the notice that brings it."""
    facts = _apologies.letter_facts(draft, promise, promise.again_at)
    office = _letters.agency_of(organizations.unit(by.seat()[0]))
    slip = _letters.issue_letter(
        dossier, "apology", facts=facts, by=by, at=at, number_text=number, unit=office
    )
    told = {"was": f"{draft.due_on:%d/%m/%Y}", "until": f"{draft.until_on:%d/%m/%Y}"}
    occasion = f"{promise.number}.{no}"
    _notices.tell(dossier, "extended", told, occasion=occasion, slip=slip, at=at)
    draft.state, draft.sent_at, draft.sent_on = ApologyState.SENT, at, local_day(at)
    draft.signed_by_post_id = by.seat()[1]
    draft.save(update_fields=["state", "sent_at", "sent_on", "signed_by_post"])
