"""Measures and their lists: a number and the list that it opens are one condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import permissions
from motcua.dossiers.models import Dossier, Promise
from motcua.dossiers.states import State
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.text import clean
from motcua.organizations import queries as organizations

from .inbox import matching
from .infos import Figures, ListPage, ListRow

MEASURES = {
    "received": _("Tiếp nhận trong kỳ"),
    "in_process": _("Đang giải quyết"),
    "near_due": _("Sắp đến hạn"),
    "overdue": _("Quá hạn chưa xong"),
    "early": _("Xong trước hạn"),
    "on_time": _("Xong đúng hạn"),
    "late": _("Xong quá hạn"),
}
"""Measure → its name. Conventions 12 to 14: judged by dates; state 9 ends; no due date, on time."""

JUDGED = {"early", "on_time", "late"}
"""Measures that ask whether promises were kept."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole Vietnamese days, both ends in it, looked at from ``now``."""

    first: date
    last: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which dossiers a list shows; ``measure`` empty means all."""

    measure: str = ""
    unit_id: int | None = None
    field_code: str = ""
    text: str = ""


def figures(actor: Actor, period: Period) -> list[Figures]:
    """Dossiers by deciding unit and field, over what the actor may see. Two queries.

    Only what is open, or came or ended in the period, is read: what a province finished in other
    years costs nothing.
    """
    conditions = _conditions(period)
    counted = conditions["received"] | conditions["in_process"] | _done(period)
    rows = (
        _with_lateness(_scope(actor, local_day(period.now)).filter(counted))
        .values("deciding_unit_id", "field_code")
        .annotate(**{name: Count("id", filter=q) for name, q in conditions.items()})
        .order_by("deciding_unit_id", "field_code")
    )
    return [
        Figures(
            unit_id=row["deciding_unit_id"],
            field_code=row["field_code"],
            **{name: row[name] for name in MEASURES},
        )
        for row in cast(Iterable[dict[str, Any]], rows)
        if any(row[name] for name in MEASURES)
    ]


def dossiers(
    actor: Actor,
    filters: ListFilter,
    period: Period,
    *,
    after: str = "",
    limit: int = 50,
) -> ListPage:
    """A page of the dossiers behind a figure, most urgent or newest first, read by key.

    At most four queries. An unknown measure shows nothing.
    """
    rows = _filtered(actor, filters, period)
    total = rows.count()
    if after.isascii() and after.isdigit():  # "²" is a digit too, and no number
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    page = tuple(_row(row) for row in found[:limit])
    return ListPage(page, page[-1].key if len(found) > limit else "", total)


def _filtered(actor: Actor, filters: ListFilter, period: Period) -> QuerySet[Dossier]:
    rows = _scope(actor, local_day(period.now))
    if filters.unit_id is not None:
        rows = rows.filter(deciding_unit_id=filters.unit_id)
    if filters.field_code:
        rows = rows.filter(field_code=filters.field_code)
    if words := clean(filters.text, 200):
        rows = rows.filter(pk__in=matching(words))
    if not filters.measure:
        return rows
    condition = _conditions(period).get(filters.measure)
    if condition is None:
        return rows.none()
    return (_with_lateness(rows) if filters.measure in JUDGED else rows).filter(condition)


def _scope(actor: Actor, day: date) -> QuerySet[Dossier]:
    subtree = organizations.subtree_ids(actor.unit_id, day) if actor.unit_id else []
    return permissions.visible_to(actor, subtree)


def _with_lateness(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Whether any promise was kept after its day: then the dossier is late, whatever followed."""
    late = Promise.objects.annotate(
        kept_on=TruncDate("kept_at", tzinfo=TZ), due_on=TruncDate("due_at", tzinfo=TZ)
    ).filter(dossier=OuterRef("pk"), kept_on__gt=F("due_on"))
    return rows.annotate(broke_promise=Exists(late))


def _conditions(period: Period) -> dict[str, Q]:
    today = local_day(period.now)
    near = timedelta(hours=rulebook.value("time.near_due_hours", today))
    open_ = Q(ended_at__isnull=True)
    overdue = open_ & Q(due_on__lt=today)
    done = _done(period)
    early = Q(due_on__isnull=False, done_on__lt=F("due_on"))
    start = datetime.combine(period.first, datetime.min.time(), TZ)
    end = datetime.combine(period.last + timedelta(days=1), datetime.min.time(), TZ)
    return {
        "received": Q(received_at__gte=start, received_at__lt=end),
        "in_process": open_,
        "near_due": open_ & Q(due_on__gte=today, due_at__lte=period.now + near),
        "overdue": overdue,
        "early": done & Q(broke_promise=False) & early,
        "on_time": done & Q(broke_promise=False) & ~early,
        "late": done & Q(broke_promise=True),
    }


def _done(period: Period) -> Q:
    return Q(state=State.DONE, done_on__gte=period.first, done_on__lte=period.last)


def _row(row: Dossier) -> ListRow:
    return ListRow(
        public_id=row.public_id,
        code=row.code,
        procedure_name=row.procedure_name,
        owner_name=row.owner_name,
        field_code=row.field_code,
        unit_id=row.deciding_unit_id,
        received_at=row.received_at,
        due_at=row.due_at,
        due_on=row.due_on,
        done_on=row.done_on,
        state=row.state,
        state_name=row.get_state_display(),
        clock=row.clock,
        key=str(row.pk),
    )
