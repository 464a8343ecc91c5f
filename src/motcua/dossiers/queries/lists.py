"""Measures and their lists: a number and the list that it opens are one condition."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import permissions
from motcua.dossiers.models import Dossier, InboxRow, LedgerEntry, Promise
from motcua.dossiers.states import OPEN, Channel, Clock, Handback, State
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.paging import BadKey, Order, Slice, order_of, page_of
from motcua.kernel.text import clean
from motcua.organizations import queries as organizations

from ._choosing import Window, what_and_when
from .boundaries import heirs_on, of_unit
from .by_words import NEWEST, Sought, matching, with_ids
from .rows import Figures, ListRow

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

OWED = {"near_due", "overdue"}
"""Measures of what is owed: while the clock stands, only what was late before it was stopped."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole Vietnamese days, both ends in it, looked at from ``now``."""

    first: date
    last: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which dossiers a list shows; ``measure`` empty means all.

    :param unit_id: who decides; ``received_unit_id``: who received; ``holder_unit_id``: whose
        inbox it is in now.
    :param procedures: only these codes; empty is none of them, None is all.
    :param due: only what is open and due in this window.
    :param received_from: first and last Vietnamese day of reception.
    """

    measure: str = ""
    unit_id: int | None = None
    field_code: str = ""
    text: str = ""
    received_unit_id: int | None = None
    holder_unit_id: int | None = None
    procedures: tuple[str, ...] | None = None
    state: str = ""
    clock: str = ""
    handback: str = ""
    due: Window | None = None
    received_from: date | None = None
    received_until: date | None = None
    channel: str = ""
    online_level: str = ""
    level: str = ""
    commune_id: int | None = None


ORDERS = {
    "tiep-nhan": NEWEST,
    "han": Order("due_on", "day", nullable=True),
    "xong": Order("done_on", "day", descending=True, nullable=True),
    "ma": Order("code", "text"),
}
"""Orders by their names in addresses, each along an index."""


@organizations.one_look()
def figures(actor: Actor, period: Period) -> list[Figures]:
    """Dossiers by deciding unit and field, over what the actor may see. Two queries.

    What was decided by a unit that has ended counts for the one that goes on with its work.

    Only what is open, or came or ended in the period, is read: what a province finished in other
    years costs nothing.
    """
    conditions = _conditions(period)
    counted = conditions["received"] | conditions["in_process"] | _done(period)
    # Only units that were divided by place need the place of their dossiers.
    by = ["deciding_unit_id", "field_code", *["commune_id"] * organizations.divided_by_place()]
    rows = (
        _with_owing(_with_lateness(_scope(actor, local_day(period.now)).filter(counted)))
        .values(*by)
        .annotate(**{name: Count("id", filter=q) for name, q in conditions.items()})
        .order_by(*by)
    )
    heir, found = heirs_on(local_day(period.now)), dict[tuple[int | None, str], Counter[str]]()
    for row in cast(Iterable[dict[str, Any]], rows):
        field = row["field_code"]
        key = heir(row["deciding_unit_id"], field, row.get("commune_id")), field
        found.setdefault(key, Counter()).update({name: row[name] for name in MEASURES})
    return [
        Figures(unit_id=unit_id, field_code=field, **{name: row[name] for name in MEASURES})
        for (unit_id, field), row in found.items()
        if any(row.values())
    ]


def dossiers(
    actor: Actor,
    filters: ListFilter,
    period: Period,
    *,
    sort: str = "-tiep-nhan",
    after: str = "",
    limit: int = 50,
    within: QuerySet[Any, Any] | None = None,
) -> Slice[ListRow]:
    """A page of the dossiers behind a figure, newest first unless asked otherwise, read by key.

    At most four queries, three more for words. An unknown measure shows nothing. Words alone that
    many dossiers have are not counted: there are more than ``limit``.

    :param sort: a name of ``ORDERS``, with ``-`` before it to go down.
    :param after: ``next_key`` of the page before; an unreadable key is the beginning.
    :param within: ids of dossiers that the list keeps to, as a subquery.
    """
    order, words = order_of(ORDERS, sort), clean(filters.text, 200)
    if not words:
        rows = _filtered(actor, filters, period, within)
        return page_of(rows, order, after, limit, _row, made=_with_first_broken)
    sought = Sought.read(words)
    if order == NEWEST and filters == ListFilter(text=filters.text) and within is None:
        if newest := _newest(actor, period, sought, after, limit):
            return newest
    rows = _filtered(actor, replace(filters, text=""), period, within)
    few = sought.few(rows)
    if few is None:
        found, total = rows.filter(pk__in=sought.ids()), None
    else:
        found, total = with_ids(few), (len(few), False)
    return page_of(found, order, after, limit, _row, made=_with_first_broken, total=total)


def _newest(
    actor: Actor, period: Period, sought: Sought, after: str, limit: int
) -> Slice[ListRow] | None:
    """A page of the newest with words that many have, not counted; None where that is no way."""
    if not sought.common():
        return None
    subtree = organizations.subtree_ids(actor.unit_id, local_day(period.now))
    units = permissions.scope_units(actor, subtree)
    try:
        found = sought.newest(units, after, limit + 1)
    except BadKey:
        return None
    if found is None:
        return None
    return page_of(
        with_ids(found), NEWEST, "", limit, _row, made=_with_first_broken, total=(limit, True)
    )


def dossier_rows(
    actor: Actor,
    filters: ListFilter,
    period: Period,
    *,
    sort: str = "-tiep-nhan",
    within: QuerySet[Any, Any] | None = None,
) -> Iterator[ListRow]:
    """All dossiers of the same list, in the same order, from one cursor: one moment, bounded
    memory. At most two queries.
    """
    rows = order_of(ORDERS, sort).sorted(_filtered(actor, filters, period, within))
    for row in _with_first_broken(rows).iterator(chunk_size=500):
        yield _row(row)


def _filtered(
    actor: Actor,
    filters: ListFilter,
    period: Period,
    within: QuerySet[Any, Any] | None = None,
) -> QuerySet[Dossier]:
    rows = _scope(actor, local_day(period.now))
    if within is not None:
        rows = rows.filter(pk__in=within)
    exact = {
        "commune_id": filters.commune_id,
        "field_code": filters.field_code,
        "state": filters.state,
        "clock": filters.clock,
        "handback": filters.handback,
        "channel": filters.channel,
        "online_level": filters.online_level,
        "level": filters.level,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.state in OPEN:  # what the table's own condition says: so the few open ones are read
        rows = rows.filter(ended_at__isnull=True)
    asked = {"deciding_unit_id": filters.unit_id, "received_unit_id": filters.received_unit_id}
    for column, unit_id in asked.items():
        if unit_id:
            rows = rows.filter(_by_unit(column, unit_id, local_day(period.now)))
    rows = _narrowed(rows, filters)
    if words := clean(filters.text, 200):
        rows = rows.filter(pk__in=matching(words))
    if not filters.measure:
        return rows
    condition = _conditions(period).get(filters.measure)
    if condition is None:
        return rows.none()
    if filters.measure in JUDGED:
        rows = _with_lateness(rows)
    elif filters.measure in OWED:
        rows = _with_owing(rows)
    return rows.filter(condition)


def _by_unit(column: str, unit_id: int, day: date) -> Q:
    """Of a unit that lives on the day, also what it took over; of one that ended, what was its."""
    if organizations.unit(unit_id, day).in_force(day):
        return of_unit(column, unit_id, day)
    never = Q(**{f"first_{column}__isnull": True, column: unit_id})
    return never | Q(**{f"first_{column}": unit_id})


def _narrowed(rows: QuerySet[Dossier], filters: ListFilter) -> QuerySet[Dossier]:
    if filters.holder_unit_id is not None:
        held = InboxRow.objects.filter(unit_id=filters.holder_unit_id).values("dossier_id")
        rows = rows.filter(pk__in=held)
    rows = rows.filter(what_and_when(filters))
    if filters.due is not None:
        rows = _with_owing(rows).filter(_due(filters.due), ended_at__isnull=True)
    return rows


def _due(window: Window) -> Q:
    if window.none:
        return Q(due_on__isnull=True)
    owed = Q(clock=Clock.RUNNING) | Q(stopped_late=True)
    if window.late:
        return owed & Q(due_on__lt=window.today)
    return owed & Q(due_on__gte=window.today, due_on__lte=window.last)


def _scope(actor: Actor, day: date) -> QuerySet[Dossier]:
    return permissions.visible_to(actor, organizations.subtree_ids(actor.unit_id, day))


def _with_lateness(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Whether any promise was kept after its day: then the dossier is late, whatever followed."""
    return rows.annotate(broke_promise=Exists(_broken_promises()))


def _with_first_broken(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """The first promise that was kept after its day: when it was due, and when it was kept."""
    first = _broken_promises().order_by("due_at")
    return rows.annotate(
        broken_due_at=Subquery(first.values("due_at")[:1]),
        broken_kept_at=Subquery(first.values("kept_at")[:1]),
    )


def _broken_promises() -> QuerySet[Promise]:
    # What was kept after its day was kept after its moment: so the few of the index are looked at.
    late = Promise.objects.filter(dossier=OuterRef("pk"), kept_at__gt=F("due_at"))
    return late.annotate(
        kept_on=TruncDate("kept_at", tzinfo=TZ), due_on=TruncDate("due_at", tzinfo=TZ)
    ).filter(kept_on__gt=F("due_on"))


def _with_owing(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Whether the clock was stopped only after the due moment: such a dossier stays overdue.

    Of any other whose clock stands, the due moment is as if it had not been stopped, and moves
    when it goes on (conventions 9 and 10): meanwhile nothing is owed.
    """
    stopped_late = LedgerEntry.objects.filter(
        dossier=OuterRef("pk"), kind=LedgerEntry.Kind.PAUSE, at__gte=OuterRef("due_at")
    )
    return rows.annotate(stopped_late=Exists(stopped_late))


def _conditions(period: Period) -> dict[str, Q]:
    today = local_day(period.now)
    near = timedelta(hours=rulebook.value("time.near_due_hours", today))
    open_ = Q(ended_at__isnull=True)
    owed = open_ & (Q(clock=Clock.RUNNING) | Q(stopped_late=True))
    done = _done(period)
    early = Q(due_on__isnull=False, done_on__lt=F("due_on"))
    start = datetime.combine(period.first, datetime.min.time(), TZ)
    end = datetime.combine(period.last + timedelta(days=1), datetime.min.time(), TZ)
    return {
        "received": Q(received_at__gte=start, received_at__lt=end),
        "in_process": open_,
        "near_due": owed & Q(due_on__gte=today, due_at__lte=period.now + near),
        "overdue": owed & Q(due_on__lt=today),
        "early": done & Q(broke_promise=False) & early,
        "on_time": done & Q(broke_promise=False) & ~early,
        "late": done & Q(broke_promise=True),
    }


def _done(period: Period) -> Q:
    return Q(state=State.DONE, done_on__gte=period.first, done_on__lte=period.last)


def _row(row: Any) -> ListRow:
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
        state_name=str(State(row.state).label),
        clock=row.clock,
        key=str(row.pk),
        received_unit_id=row.received_unit_id,
        commune_id=row.commune_id,
        channel_name=str(Channel(row.channel).label),
        online_level=row.online_level,
        clock_name=str(Clock(row.clock).label),
        handback_name=str(Handback(row.handback).label),
        submitter_name=row.submitter_name,
        done_at=row.done_at,
        open=row.ended_at is None,
        broken_due_at=row.broken_due_at,
        broken_kept_at=row.broken_kept_at,
        statutory_due_at=row.statutory_due_at,
    )
