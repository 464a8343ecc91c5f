"""Letters of apology: what waits for a signature, the register, and why some had no draft."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import _apologies, _clock, permissions
from motcua.dossiers._desk import FAR
from motcua.dossiers.models import (
    Apology,
    ApologyWaiver,
    Dossier,
    InboxRow,
    LedgerEntry,
    Promise,
)
from motcua.dossiers.states import (
    OPEN,
    ApologyState,
    DelayCause,
    Unforeseen,
)
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.paging import Order, Slice, order_of, page_of
from motcua.kernel.text import clean
from motcua.notifications.states import Channel
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from .by_words import matching
from .lists import (
    Period,
    _conditions,
    _scope,
    _with_first_broken,
    _with_lateness,
    _with_owing,
)

REGISTER = {
    "without": _("Quá hạn, chưa có thư"),
    "in_time": _("Thư gửi trước ngày hẹn"),
    "after": _("Thư gửi muộn"),
    "waived": _("Cho trình ký không có thư"),
    "unforeseen": _("Không có dự thảo trước ngày hẹn"),
    "all": _("Mọi hồ sơ quá hạn"),
}
"""Part of the register → its name. Late: done late in the period, or open late at its end."""

ORDERS = {
    "han": Order("due_on", "day", nullable=True),
    "ma": Order("code", "text"),
}
DRAFT_ORDERS = {
    "han": Order("due_on", "day"),
    "soan": Order("drafted_at", "moment"),
}
CHUNK = 200


@dataclass(frozen=True, slots=True, repr=False)
class DraftRow:
    """One letter that waits for a signature."""

    id: int
    public_id: str
    code: str
    procedure_name: str
    owner_name: str
    field_code: str
    due_on: date
    send_by: date
    until_on: date
    cause_name: str
    reason: str
    step: str
    unit_id: int | None
    left_minutes: int
    needed_minutes: int


@dataclass(frozen=True, slots=True, repr=False)
class LateRow:
    """One late dossier in the register of letters.

    :param letter: ``without``, ``in_time``, ``after`` or ``waived``; ``why`` says why it had no
        draft before its day, empty where it had one.
    """

    public_id: str
    code: str
    procedure_name: str
    owner_name: str
    field_code: str
    unit_id: int
    due_on: date | None
    done_on: date | None
    letter: str
    sent_on: date | None
    cause_name: str
    step: str
    waiver: str
    refused_channel: str
    why: str


@dataclass(frozen=True, slots=True)
class ApologyInfo:
    """The letter of a dossier, for its page and its form."""

    no: int
    state: str
    state_name: str
    cause: str
    cause_name: str
    step: str
    reason: str
    due_on: date
    until_on: date
    left_minutes: int
    needed_minutes: int
    sent_at: datetime | None
    handed_at: datetime | None
    refused_channel: str


def drafts(
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    sort: str = "han",
    after: str = "",
    limit: int = 50,
) -> Slice[DraftRow]:
    """A page of the drafts that the actor may sign, most urgent first. Three queries."""
    found = page_of(
        _drafts(actor, text), order_of(DRAFT_ORDERS, sort), after, limit, lambda row: row
    )
    rows = tuple(_draft_row(row, now) for row in found.rows)
    return Slice(rows, found.next_key, found.total, found.more, found.restarted)


def draft_rows(
    actor: Actor, now: datetime, *, text: str = "", sort: str = "han"
) -> Iterator[DraftRow]:
    """All of the same list from one cursor. One query."""
    rows = order_of(DRAFT_ORDERS, sort).sorted(_drafts(actor, text))
    for row in rows.iterator(chunk_size=CHUNK):
        yield _draft_row(row, now)


def draft_count(actor: Actor) -> int:
    """How many letters wait for the actor's signature. One query."""
    return _drafts(actor, "").count() if permissions.may(actor, "approve_apology") else 0


def apology_of(dossier_id: int) -> ApologyInfo | None:
    """The last letter of a dossier that the caller has shown to be visible. One query."""
    row = Apology.objects.filter(dossier_id=dossier_id).order_by("-no").first()
    if row is None:
        return None
    return ApologyInfo(
        row.no, row.state, str(ApologyState(row.state).label), row.cause,
        str(DelayCause(row.cause).label), row.step, row.reason, row.due_on, row.until_on,
        row.left_minutes, row.needed_minutes, row.sent_at, row.handed_at, row.refused_channel,
    )  # fmt: skip


def delay_causes() -> list[tuple[str, str]]:
    """Coded causes of a delay with their names. No query."""
    return [(str(value), str(name)) for value, name in DelayCause.choices]


def channels() -> list[tuple[str, str]]:
    """Ways of telling somebody, with their names. No query."""
    return [(str(value), str(name)) for value, name in Channel.choices]


def register(
    actor: Actor,
    period: Period,
    part: str,
    *,
    text: str = "",
    sort: str = "han",
    after: str = "",
    limit: int = 50,
) -> Slice[LateRow]:
    """A page of late dossiers by how they were apologised for. Six queries at most.

    :param part: of ``REGISTER``; an unknown one shows nothing.
    """
    late = _late(actor, period, part, text)
    found = page_of(
        late, order_of(ORDERS, sort), after, limit, lambda row: row, made=_with_first_broken
    )
    rows = tuple(_late_rows(found.rows))
    return Slice(rows, found.next_key, found.total, found.more, found.restarted)


def register_rows(
    actor: Actor, period: Period, part: str, *, text: str = "", sort: str = "han"
) -> Iterator[LateRow]:
    """All of the same part from one cursor; four more queries each 200 rows."""
    rows = order_of(ORDERS, sort).sorted(_late(actor, period, part, text))
    found = _with_first_broken(rows).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _late_rows(chunk)


def register_counts(actor: Actor, period: Period) -> dict[str, int]:
    """How many late dossiers are in each part. One query."""
    parts = {part: Count("pk", filter=q) for part, q in _parts().items()}
    found: dict[str, int] = _all_late(actor, period).order_by().aggregate(**parts)
    return found


def apologised(dossier_ids: QuerySet[Any, Any], *, by: date) -> tuple[int, int]:
    """Of these dossiers, those with a letter at least one calendar day before the promised day,
    and those with one by ``by``. One query. Target 16, strict and loose (convention 16).
    """
    sent = Apology.objects.filter(state=ApologyState.SENT, sent_on__lte=by).filter(
        dossier_id__in=dossier_ids
    )
    found: dict[str, int] = sent.aggregate(
        strict=Count("dossier_id", filter=Q(sent_on__lt=F("due_on")), distinct=True),
        loose=Count("dossier_id", distinct=True),
    )
    return found["strict"], found["loose"]


def _drafts(actor: Actor, text: str) -> QuerySet[Apology]:
    """Of open dossiers that the actor's unit decides or holds."""
    rows = Apology.objects.filter(state=ApologyState.DRAFT, dossier__ended_at__isnull=True)
    unit_id = actor.seat()[0]
    held = InboxRow.objects.filter(unit_id=unit_id).values("dossier_id")
    rows = rows.filter(Q(dossier__deciding_unit_id=unit_id) | Q(dossier_id__in=held))
    if words := clean(text, 200):
        rows = rows.filter(dossier_id__in=matching(words))
    return rows.select_related("dossier")


def _draft_row(row: Any, now: datetime) -> DraftRow:
    dossier = row.dossier
    calendar = organizations.calendar_of(dossier.received_unit_id, now)
    days = _apologies.send_days(row.due_on)
    return DraftRow(
        id=row.pk, public_id=dossier.public_id, code=dossier.code,
        procedure_name=dossier.procedure_name, owner_name=dossier.owner_name,
        field_code=dossier.field_code, due_on=row.due_on,
        send_by=_apologies.working_days_before(calendar, row.due_on, days),
        until_on=row.until_on, cause_name=str(DelayCause(row.cause).label), reason=row.reason,
        step=row.step, unit_id=row.unit_id, left_minutes=row.left_minutes,
        needed_minutes=row.needed_minutes,
    )  # fmt: skip


def _all_late(actor: Actor, period: Period) -> QuerySet[Dossier]:
    """Done late in the period, or open late now; with its first letter and waiver."""
    conditions = _conditions(period)
    letters = Apology.objects.filter(dossier=OuterRef("pk"), state=ApologyState.SENT)
    drafted = Apology.objects.filter(dossier=OuterRef("pk"), drafted_at__date__lte=F("due_on"))
    rows = _with_owing(_with_lateness(_scope(actor, local_day(period.now))))
    counted = conditions["late"] | conditions["overdue"]
    first = letters.order_by("no")
    waivers = ApologyWaiver.objects.filter(dossier=OuterRef("pk"))
    return rows.filter(counted).annotate(
        letter_sent_on=Subquery(first.values("sent_on")[:1]),
        letter_due_on=Subquery(first.values("due_on")[:1]),
        was_drafted=Exists(drafted),
        waived_because=Subquery(waivers.values("reason")[:1]),
    )


def _parts() -> dict[str, Q]:
    sent = Q(letter_sent_on__isnull=False)
    return {
        "without": ~sent,
        "in_time": sent & Q(letter_sent_on__lt=F("letter_due_on")),
        "after": sent & Q(letter_sent_on__gte=F("letter_due_on")),
        "waived": Q(waived_because__isnull=False),
        "unforeseen": Q(was_drafted=False),
        "all": Q(),
    }


def _late(actor: Actor, period: Period, part: str, text: str) -> QuerySet[Dossier]:
    rows = _all_late(actor, period)
    if words := clean(text, 200):
        rows = rows.filter(pk__in=matching(words))
    condition = _parts().get(part)
    return rows.none() if condition is None else rows.filter(condition)


def _late_rows(rows: Iterable[Any]) -> Iterator[LateRow]:
    kept = list(rows)
    ids = [row.pk for row in kept]
    letters = {a.dossier_id: a for a in Apology.objects.filter(dossier_id__in=ids).order_by("-no")}
    reasons = _reasons([row for row in kept if not row.was_drafted])
    for row in kept:
        letter = letters.get(row.pk)
        yield LateRow(
            public_id=row.public_id, code=row.code, procedure_name=row.procedure_name,
            owner_name=row.owner_name, field_code=row.field_code, unit_id=row.deciding_unit_id,
            due_on=letter.due_on if letter else _promised_on(row), done_on=row.done_on,
            letter=_letter(row), sent_on=row.letter_sent_on,
            cause_name=str(DelayCause(letter.cause).label) if letter else "",
            step=letter.step if letter else "", waiver=row.waived_because or "",
            refused_channel=str(Channel(letter.refused_channel).label)
            if letter and letter.refused_channel
            else "",
            why=str(reasons[row.pk].label) if row.pk in reasons else "",
        )  # fmt: skip


def _promised_on(row: Any) -> date | None:
    """The day that was missed: of the first promise that was broken, else of the one that runs."""
    return local_day(row.broken_due_at) if row.broken_due_at else row.due_on


def _letter(row: Any) -> str:
    if row.letter_sent_on is None:
        return "waived" if row.waived_because else "without"
    return "in_time" if row.letter_sent_on < row.letter_due_on else "after"


def _reasons(rows: Sequence[Any]) -> dict[int, Unforeseen]:
    """Why each of these late dossiers had no draft, from how it stood at that hour. 3 queries."""
    if not rows:
        return {}
    ids = [row.pk for row in rows]
    items = processes.items_of(ids)
    promises = defaultdict[int, list[Promise]](list)
    for promise in Promise.objects.filter(dossier_id__in=ids, due_at__isnull=False):
        promises[promise.dossier_id].append(promise)
    turns = defaultdict[tuple[int, int], list[tuple[str, datetime, str]]](list)
    ledger = LedgerEntry.objects.filter(dossier_id__in=ids).order_by("dossier_id", "no")
    for dossier_id, number, kind, at, ground in ledger.values_list(
        "dossier_id", "promise", "kind", "at", "ground"
    ):
        turns[dossier_id, number].append((kind, at, ground))
    found = {}
    for row in rows:
        late = [p for p in promises[row.pk] if _broken(p, row)]
        if late:
            promise = min(late, key=lambda p: p.number)
            stops = _clock.paired(turns[row.pk, promise.number])
            found[row.pk] = why_unforeseen(row, promise, stops, items.get(row.pk, []))
    return found


def _broken(promise: Promise, row: Any) -> bool:
    due_on = local_day(promise.due_at) if promise.due_at else None
    if promise.kept_at is None or due_on is None:
        return row.state in OPEN
    return local_day(promise.kept_at) > due_on


def why_unforeseen(
    dossier: Dossier, promise: Promise, stops: Sequence[_clock.Stop], items: Sequence[ItemInfo]
) -> Unforeseen:
    """Why no draft was made at the end of the day on which drafts are made. No query."""
    assert promise.due_at is not None  # noqa: S101 - a promise without a day is never late
    calendar = organizations.calendar_of(dossier.received_unit_id, promise.due_at)
    due_on = local_day(promise.due_at)
    day = _apologies.working_days_before(calendar, due_on, _apologies.draft_days(due_on))
    then = calendar.close_of(day)
    if promise.starts_at is None or promise.starts_at > then:
        return Unforeseen.SHORT
    if any(
        s.pause.since <= then and (s.pause.until is None or s.pause.until > then) for s in stops
    ):
        return Unforeseen.STOOD
    here = [i for i in items if i.opened_at <= then and (i.finished_at or FAR) > then]
    worst = _apologies.shortfall(
        dossier.definition_id, promise.number, here, promise.due_at, then, calendar
    )
    if worst is not None and worst.minutes > 0:
        return Unforeseen.MISSED
    untimed = worst is not None and worst.load.allotted == 0
    return Unforeseen.UNTIMED if untimed else Unforeseen.FITTED
