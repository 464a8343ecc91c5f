"""The inbox: what waits for a unit's role, most urgent first, read by key."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Collate, Left

from motcua.dossiers._desk import FAR
from motcua.dossiers.models import InboxRow
from motcua.kernel.actor import Actor
from motcua.kernel.paging import Order, Slice, order_of, page_of
from motcua.kernel.text import clean, fold

from ._choosing import Window, start_of, what_and_when
from .aside import unanswered
from .by_words import matching
from .rows import InboxItem

MOST_WAITING = 1_000
"""The menu counts up to here; its badge then says that there are more than it can hold."""


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What of an inbox is shown.

    :param mine: only what the reader has taken; ``free``: only what nobody has.
    :param late_before: only steps due before this moment whose clock runs.
    :param due: only what is due in this window, the step's or the promise's due moment, while the
        clock runs.
    :param step: words of the step's name.
    :param procedures: only these codes; empty is none of them, None is all.
    :param received_from: first and last Vietnamese day of reception.
    """

    text: str = ""
    field_code: str = ""
    mine: bool = False
    free: bool = False
    waiting: bool | None = None
    late_before: datetime | None = None
    due: Window | None = None
    step: str = ""
    procedures: tuple[str, ...] | None = None
    received_from: date | None = None
    received_until: date | None = None
    channel: str = ""
    commune_id: int | None = None


def _named(field: str) -> Collate:
    """Vietnamese dictionary order by the beginning of a name."""
    return Collate(Func(Left(F(field), 80), function="vn_sort_key"), "C")


ORDERS = {
    "han": Order("urgent_at", "moment", "item_id"),
    "hen-tra": Order("due_at", "moment", "item_id", nullable=True),
    "den": Order("opened_at", "moment", "item_id"),
    "ma": Order("code", "text", "item_id"),
    "chu": Order("by_owner", "text", "item_id", made={"by_owner": _named("owner_name")}),
    "thu-tuc": Order("by_name", "text", "item_id", made={"by_name": _named("procedure_name")}),
}
"""Orders by their names in addresses. The first is served by an index; the others sort an inbox,
which is one unit's: page 1,000 costs what page 1 does."""


def inbox(
    actor: Actor,
    *,
    filters: InboxFilter | None = None,
    sort: str = "han",
    after: str = "",
    limit: int = 50,
) -> Slice[InboxItem]:
    """A page of the actor's inbox: rows of the unit's role that are free or the actor's own.

    Two queries, the first on the index ``inbox_by_urgency``; page 1,000 costs what page 1 does.

    :param sort: a name of ``ORDERS``, with ``-`` before it to turn it round.
    :param after: ``next_key`` of the page before; an unreadable key is the beginning.
    """
    return page_of(
        _filtered(actor, filters or InboxFilter()),
        order_of(ORDERS, sort),
        after,
        limit,
        lambda row: _item(row, actor),
    )


def inbox_rows(
    actor: Actor, *, filters: InboxFilter | None = None, sort: str = "han"
) -> Iterator[InboxItem]:
    """All lines of the same inbox, in the same order, from one cursor: one moment, bounded memory.

    One query.
    """
    rows = order_of(ORDERS, sort).sorted(_filtered(actor, filters or InboxFilter()))
    for row in rows.iterator(chunk_size=500):
        yield _item(row, actor)


def inbox_count(actor: Actor) -> int:
    """How many lines the actor's inbox has. One query."""
    return _filtered(actor, InboxFilter()).count()


def waiting_counts(actor: Actor) -> tuple[int, int]:
    """How many lines the inbox has, and how many questions the unit has to answer, each counted
    to ``MOST_WAITING``. One query.

    For the frame of every page of the desk, so it may not cost what a whole inbox costs.
    """
    lines = _filtered(actor, InboxFilter()).order_by().values_list(Value("inbox"), flat=True)
    asked = unanswered(actor).order_by().values_list(Value("questions"), flat=True)
    found = Counter(lines[:MOST_WAITING].union(asked[:MOST_WAITING], all=True))
    return found["inbox"], found["questions"]


def _filtered(actor: Actor, filters: InboxFilter) -> QuerySet[InboxRow]:
    unit_id, post_id = actor.seat()[0], actor.holder_id
    rows = InboxRow.objects.filter(unit_id=unit_id, role=actor.role).filter(
        Q(post_id__isnull=True) | Q(post_id=post_id)
    )
    if filters.mine:
        rows = rows.filter(post_id=post_id)
    if filters.free:
        rows = rows.filter(post_id__isnull=True)
    if filters.field_code:
        rows = rows.filter(field_code=filters.field_code)
    if filters.waiting is not None:
        waits = ~Q(labels=[])
        rows = rows.filter(waits if filters.waiting else ~waits)
    if filters.late_before is not None:
        rows = rows.filter(urgent_at__lt=filters.late_before, labels=[])
    if filters.due is not None:
        rows = rows.filter(_due(filters.due))
    if words := clean(filters.text, 200):
        rows = rows.filter(dossier_id__in=matching(words))
    return _of_dossiers(rows, filters)


def _due(window: Window) -> Q:
    if window.none:
        return Q(urgent_at=FAR)
    today = start_of(window.today)
    if window.late:
        return Q(urgent_at__lt=today, labels=[])
    end = start_of(window.last + timedelta(days=1))
    return Q(urgent_at__gte=today, urgent_at__lt=end, labels=[])


def _of_dossiers(rows: QuerySet[InboxRow], filters: InboxFilter) -> QuerySet[InboxRow]:
    """Conditions on the step's name and on the dossier behind the row, where they are asked."""
    for word in fold(filters.step).split():
        folded = Func(F("step_name"), function="vn_fold")
        rows = rows.annotate(step_folded=folded).filter(step_folded__contains=word)
    rows = rows.filter(what_and_when(filters, "dossier__"))
    if filters.channel:
        rows = rows.filter(dossier__channel=filters.channel)
    if filters.commune_id is not None:
        rows = rows.filter(dossier__commune_id=filters.commune_id)
    return rows


def _item(row: InboxRow, actor: Actor) -> InboxItem:
    return InboxItem(
        item_id=row.item_id,
        item_public_id=row.item_public_id,
        dossier_public_id=row.dossier_public_id,
        code=row.code,
        procedure_name=row.procedure_name,
        field_code=row.field_code,
        owner_name=row.owner_name,
        step_name=row.step_name,
        step_kind=row.step_kind,
        step_due_at=row.step_due_at,
        due_at=row.due_at,
        opened_at=row.opened_at,
        taken=row.post_id is not None and row.post_id == actor.holder_id,
        waiting="wait" in row.labels,
        key=f"{row.urgent_at.isoformat()}~{row.item_id}",
        supplement="supplement" in row.labels,
    )
