"""Open dossiers that warn: near their due day, going to miss it, late, or touched by nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import DossierPage, Forecast, Load, NextParty, Prospect, Way
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.paging import Order, Slice, order_of, page_of
from motcua.kernel.text import clean, fold
from motcua.kernel.working_time import WorkingCalendar
from motcua.monitoring.models import Outlook
from motcua.monitoring.outlook import Paces, near_of
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo
from motcua.workflow.queries import ItemInfo

KINDS = {
    "miss": _("Sẽ trễ hạn"),
    "near": _("Sắp đến hạn"),
    "late": _("Đã quá hạn"),
    "hung": _("Hồ sơ treo"),
}
"""Kind of warning → its name. The first three exclude one another; whatever hangs may be of any."""

ORDERS = {
    "han": Order("due_at", "moment", "item_id", nullable=True),
    "tre": Order("miss_at", "moment", "item_id", nullable=True),
    "treo": Order("acted_at", "moment", "item_id"),
    "ma": Order("code", "text", "item_id"),
}
"""Orders by their names in addresses."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class WarningFilter:
    """Which warnings a list shows.

    :param kind: one of ``KINDS``; empty is all of them.
    :param party: who is to act next, a value of ``NextParty``.
    :param holder_unit_id: who holds the step.
    """

    kind: str = ""
    party: str = ""
    text: str = ""
    step: str = ""
    field_code: str = ""
    holder_unit_id: int | None = None
    deciding_unit_id: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class WarningRow:
    """One open step that warns. ``next_party`` names who is to act."""

    item_id: int
    public_id: str
    code: str
    procedure_name: str
    owner_name: str
    field_code: str
    step_name: str
    unit_id: int
    deciding_unit_id: int
    forecast: str
    forecast_name: str
    hung: bool
    reason: str
    party: str
    next_party: str
    due_at: datetime | None
    acted_at: datetime

    def __repr__(self) -> str:
        return f"WarningRow({self.code})"


@dataclass(frozen=True, slots=True)
class StepOutlook:
    """How one open step of a dossier stands, for the dossier's own page."""

    step_name: str
    forecast: str
    forecast_name: str
    reason: str


def warnings(
    actor: Actor,
    filters: WarningFilter,
    now: datetime,
    *,
    whole: bool,
    sort: str = "han",
    after: str = "",
    limit: int = 50,
) -> Slice[WarningRow]:
    """A page of what warns, by due moment unless asked otherwise. Four queries.

    :param whole: all that the actor may see, for leaders; else what is theirs to do.
    """
    found = page_of(
        _filtered(actor, filters, now, whole=whole),
        order_of(ORDERS, sort),
        after,
        limit,
        lambda row: row,
    )
    rows = tuple(_told(found.rows, now))
    return Slice(rows, found.next_key, found.total, found.more, found.restarted)


def warning_rows(
    actor: Actor, filters: WarningFilter, now: datetime, *, whole: bool, sort: str = "han"
) -> Iterator[WarningRow]:
    """All of the same list, in the same order, from one cursor; two queries each 500 rows."""
    rows = order_of(ORDERS, sort).sorted(_filtered(actor, filters, now, whole=whole))
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _told(chunk, now)


def warning_counts(actor: Actor, now: datetime, *, whole: bool) -> dict[str, int]:
    """How many open steps warn, by kind. One query over what is open."""
    conditions = _conditions(now)
    rows = _scope(actor, now, whole=whole).order_by()
    counted = {kind: Count("item_id", filter=q) for kind, q in conditions.items()}
    found: dict[str, int] = rows.aggregate(**counted)
    return found


def outlooks(page: DossierPage, now: datetime) -> list[StepOutlook]:
    """How each open step of a dossier stands now, from its page's own facts. One query.

    Not from the list's rows, which follow the last act by up to a minute.
    """
    head = page.head
    prospect = prospect_of(page)
    items = [i for i in page.items if i.state == "open" and i.step_kind != "return"]
    if prospect is None or prospect.due_at is None or not items:
        return []
    paces = Paces.of({head.deciding_unit_id, *(i.unit_id for i in items if i.unit_id)})
    calendar = organizations.calendar_of(head.received_unit_id, head.received_at)
    return [
        _step_outlook(item, paces.way(prospect, item), prospect.due_at, now, calendar)
        for item in items
    ]


def _step_outlook(
    item: ItemInfo,
    way: Way,
    due_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
) -> StepOutlook:
    load = dossiers.load_of(way, due_at, now, calendar)
    forecast = dossiers.judge(load, due_at, now, near_of(due_at))
    return StepOutlook(
        item.name, forecast.value, str(forecast.label), dossiers.reason(load, forecast)
    )


def prospect_of(page: DossierPage) -> Prospect | None:
    """The dossier of a page as a look ahead needs it; None when it owes nothing. No query."""
    head = page.head
    running = [p for p in page.promises if p.starts_at is not None and p.kept_at is None]
    stopped_late = any(
        e.kind == "pause" and head.due_at is not None and e.at >= head.due_at for e in page.ledger
    )
    owed = head.clock == "running" or stopped_late
    if head.clock == "ended" or not owed or not running:
        return None
    return Prospect(
        id=head.id, year=head.year, code=head.code, definition_id=head.definition_id,
        procedure_code=head.procedure_code, field_code=head.field_code,
        received_unit_id=head.received_unit_id, deciding_unit_id=head.deciding_unit_id,
        received_at=head.received_at, clock=head.clock, due_at=head.due_at, owed=True,
        promise=running[0].number, original_due_at=running[0].original_due_at, units=(),
    )  # fmt: skip


def _filtered(
    actor: Actor, filters: WarningFilter, now: datetime, *, whole: bool
) -> QuerySet[Outlook]:
    conditions = _conditions(now)
    rows = _scope(actor, now, whole=whole)
    if filters.kind:
        rows = rows.filter(conditions.get(filters.kind, Q(item_id__in=[])))
    else:
        rows = rows.filter(Q(due_on__lt=local_day(now)) | Q(near_at__lte=now) | Q(hung_at__lte=now))
    exact = {
        "party": filters.party,
        "field_code": filters.field_code,
        "unit_id": filters.holder_unit_id,
        "deciding_unit_id": filters.deciding_unit_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if words := clean(filters.text, 200):
        rows = rows.filter(dossier_id__in=dossiers.matching(words))
    for word in fold(filters.step).split():
        folded = Func(F("step_name"), function="vn_fold")
        rows = rows.annotate(step_folded=folded).filter(step_folded__contains=word)
    return rows


def _conditions(now: datetime) -> dict[str, Q]:
    today = local_day(now)
    in_time = Q(due_on__gte=today)
    return {
        "late": Q(due_on__lt=today),
        "miss": in_time & Q(miss_at__lte=now),
        "near": in_time & Q(near_at__lte=now, miss_at__gt=now),
        "hung": Q(hung_at__lte=now),
    }


def _scope(actor: Actor, now: datetime, *, whole: bool) -> QuerySet[Outlook]:
    """Every open step that the actor may see, or what is theirs: a leader's is their unit's."""
    if whole:
        below = organizations.subtree_ids(actor.unit_id, local_day(now))
        units = permissions.scope_units(actor, below)
        if units is None:
            return Outlook.objects.all()
        return Outlook.objects.filter(units__overlap=units)
    rows = Outlook.objects.filter(unit_id=actor.seat()[0])
    if actor.role in permissions.LEADERS:
        return rows
    mine = Q(role=actor.role) & (Q(post_id__isnull=True) | Q(post_id=actor.holder_id))
    if permissions.may(actor, "end_wait"):
        mine |= Q(kind="wait")
    return rows.filter(mine)


def _told(rows: Iterable[Outlook], now: datetime) -> Iterator[WarningRow]:
    """Rows with the names and words that people read. Two queries for all of them."""
    kept = list(rows)
    heads = dossiers.line_heads(row.dossier_id for row in kept)
    holders = organizations.holders({row.post_id for row in kept if row.post_id})
    units = organizations.units({row.unit_id for row in kept})
    for row in kept:
        head = heads.get(row.dossier_id)
        if head is None:
            continue
        forecast, reason = _judged(row, now)
        yield WarningRow(
            item_id=row.item_id, public_id=head.public_id, code=head.code,
            procedure_name=head.procedure_name, owner_name=head.owner_name,
            field_code=row.field_code, step_name=row.step_name, unit_id=row.unit_id,
            deciding_unit_id=row.deciding_unit_id, forecast=forecast.value,
            forecast_name=str(forecast.label), hung=row.hung_at <= now, reason=reason,
            party=row.party, due_at=row.due_at, acted_at=row.acted_at,
            next_party=_party_name(row, head.submitter_name, units, holders),
        )  # fmt: skip


def _judged(row: Outlook, now: datetime) -> tuple[Forecast, str]:
    if row.due_at is None:
        return Forecast.PAUSED, ""
    way = Way(
        row.opened_at, row.step_due_at, row.allotted_after, row.usual_here, row.usual_after,
        row.high_here, row.high_after,
    )  # fmt: skip
    calendar = organizations.calendar_of(row.received_unit_id, row.opened_at)
    load: Load = dossiers.load_of(way, row.due_at, now, calendar)
    forecast = dossiers.judge(load, row.due_at, now, near_of(row.due_at))
    return forecast, dossiers.reason(load, forecast)


def _party_name(
    row: Outlook, submitter: str, units: dict[int, UnitInfo], holders: dict[int, str]
) -> str:
    """Who is to act next, by name: an officer with the unit, the citizen, or a body outside."""
    if row.party == NextParty.CITIZEN:
        return str(_("Công dân: %(name)s")) % {"name": submitter}
    if row.party != NextParty.OFFICER:
        return row.actor or str(NextParty(row.party).label)
    unit = units.get(row.unit_id)
    place = (unit.short_name or unit.name) if unit else ""
    person = holders.get(row.post_id or 0, "")
    return f"{person}, {place}" if person else place
