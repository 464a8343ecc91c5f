"""The inbox: what waits for a unit's role, most urgent first, read by key."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from motcua.dossiers.models import DossierSearch, InboxRow
from motcua.kernel.actor import Actor
from motcua.kernel.text import clean, fold

from .infos import InboxItem, InboxPage


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What of an inbox is shown. ``late_before``: only steps due before this moment."""

    text: str = ""
    field_code: str = ""
    mine: bool = False
    waiting: bool | None = None
    late_before: datetime | None = None


def inbox(
    actor: Actor, *, filters: InboxFilter | None = None, after: str = "", limit: int = 50
) -> InboxPage:
    """A page of the actor's inbox: rows of the unit's role that are free or the actor's own.

    Two queries on the index ``inbox_by_urgency``; page 1,000 costs what page 1 does.

    :param after: ``key`` of the last line of the page before; an unreadable key is the beginning.
    """
    rows = _filtered(actor, filters or InboxFilter())
    total = rows.count()
    if (start := _position(after)) is not None:
        urgent, item_id = start
        rows = rows.filter(Q(urgent_at__gt=urgent) | Q(urgent_at=urgent, item_id__gt=item_id))
    found = list(rows.order_by("urgent_at", "item_id")[: limit + 1])
    items = tuple(_item(row, actor) for row in found[:limit])
    return InboxPage(items, items[-1].key if len(found) > limit else "", total)


def inbox_count(actor: Actor) -> int:
    """How many lines the actor's inbox has. One query."""
    return _filtered(actor, InboxFilter()).count()


def _filtered(actor: Actor, filters: InboxFilter) -> QuerySet[InboxRow]:
    unit_id, post_id = actor.seat()[0], actor.holder_id
    rows = InboxRow.objects.filter(unit_id=unit_id, role=actor.role).filter(
        Q(post_id__isnull=True) | Q(post_id=post_id)
    )
    if filters.mine:
        rows = rows.filter(post_id=post_id)
    if filters.field_code:
        rows = rows.filter(field_code=filters.field_code)
    if filters.waiting is not None:
        waits = ~Q(labels=[])
        rows = rows.filter(waits if filters.waiting else ~waits)
    if filters.late_before is not None:
        rows = rows.filter(urgent_at__lt=filters.late_before)
    if words := clean(filters.text, 200):
        rows = rows.filter(dossier_id__in=matching(words))
    return rows


def matching(words: str) -> QuerySet[DossierSearch, int]:
    """Ids of dossiers whose code begins with, or whose names hold, these words; for a subquery."""
    folded = fold(words)
    terms = " & ".join(f"{w}:*" for w in "".join(c if c.isalnum() else " " for c in folded).split())
    condition = Q(code_folded__startswith=folded)
    if terms:
        condition |= Q(words=_raw(terms))
    return DossierSearch.objects.filter(condition).values_list("dossier_id", flat=True)


def _raw(terms: str) -> object:
    from django.contrib.postgres.search import SearchQuery

    return SearchQuery(terms, config="vn", search_type="raw")


def _position(key: str) -> tuple[datetime, int] | None:
    moment, _, item_id = key.partition("~")
    try:
        return datetime.fromisoformat(moment), int(item_id)
    except ValueError:
        return None


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
        taken=row.post_id == actor.holder_id,
        waiting="wait" in row.labels,
        key=f"{row.urgent_at.isoformat()}~{row.item_id}",
        supplement="supplement" in row.labels,
    )
