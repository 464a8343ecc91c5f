"""What a look ahead asks of open dossiers: the promise that runs, and the ways that lie ahead.

In bulk and without permission filter, for ``monitoring`` and for the letters of apology.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from motcua.dossiers.models import Dossier, DossierUnit, LedgerEntry, Promise
from motcua.dossiers.outlook import Way
from motcua.dossiers.states import OPEN, Clock
from motcua.kernel import rulebook
from motcua.kernel.clock import local_day
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo, NodeInfo

NO_PROMISE = 0


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open dossier as a look ahead needs it.

    :param promise: number of the promise that runs; 0 while none does.
    :param owed: the clock runs, or it was stopped only after the due moment.
    :param units: whose people may see it.
    """

    id: int
    year: int
    code: str
    definition_id: int
    procedure_code: str
    field_code: str
    received_unit_id: int
    deciding_unit_id: int
    received_at: datetime
    clock: str
    due_at: datetime | None
    owed: bool
    promise: int
    original_due_at: datetime | None
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class LineHead:
    """What a list of some other room tells of a dossier."""

    public_id: str
    code: str
    procedure_name: str
    owner_name: str
    submitter_name: str


_FIELDS = (
    "id", "year", "code", "definition_id", "procedure_code", "field_code", "received_unit_id",
    "deciding_unit_id", "received_at", "clock", "due_at", "stopped_late",
)  # fmt: skip


def prospects(dossier_ids: Sequence[int]) -> dict[int, Prospect]:
    """Those of these dossiers that are open, by id. Three queries."""
    ids = list(dossier_ids)
    stopped_late = LedgerEntry.objects.filter(
        dossier=OuterRef("pk"), kind=LedgerEntry.Kind.PAUSE, at__gte=OuterRef("due_at")
    )
    heads: list[Any] = list(
        Dossier.objects.filter(pk__in=ids, state__in=OPEN)
        .annotate(stopped_late=Exists(stopped_late))
        .values_list(*_FIELDS)
    )
    running = defaultdict[int, tuple[int, datetime | None]](lambda: (NO_PROMISE, None))
    promises = Promise.objects.filter(
        dossier_id__in=ids, starts_at__isnull=False, kept_at__isnull=True
    )
    for dossier_id, number, original in promises.order_by("-number").values_list(
        "dossier_id", "number", "original_due_at"
    ):
        running[dossier_id] = number, original
    units = defaultdict[int, list[int]](list)
    seen = DossierUnit.objects.filter(dossier_id__in=ids).order_by("unit_id")
    for dossier_id, unit_id in seen.values_list("dossier_id", "unit_id"):
        units[dossier_id].append(unit_id)
    return {row[0]: Prospect(**_facts(row, running[row[0]], units[row[0]])) for row in heads}


def _facts(row: Any, running: tuple[int, datetime | None], units: Sequence[int]) -> dict[str, Any]:
    known = dict(zip(_FIELDS, row, strict=True))
    stopped_late = known.pop("stopped_late")
    return known | {
        "owed": known["clock"] == Clock.RUNNING or stopped_late,
        "promise": running[0],
        "original_due_at": running[1],
        "units": tuple(units),
    }


def open_ids(*, after: int = 0, limit: int = 400) -> list[tuple[int, int]]:
    """Year and id of open dossiers by id, behind ``after``. One query on what is open."""
    rows = Dossier.objects.filter(ended_at__isnull=True, pk__gt=after).order_by("pk")
    return list(rows.values_list("year", "pk")[:limit])


def line_heads(dossier_ids: Iterable[int]) -> dict[int, LineHead]:
    """Codes and names of dossiers that somebody may see, by id. One query."""
    fields = ("pk", "public_id", "code", "procedure_name", "owner_name", "submitter_name")
    rows = Dossier.objects.filter(pk__in=set(dossier_ids)).values_list(*fields)
    return {row[0]: LineHead(*row[1:]) for row in rows}


def way_of(
    prospect: Prospect,
    item: ItemInfo,
    usual: Callable[[str], int | None] = lambda name: None,
    high: Callable[[str], int | None] = lambda name: None,
    here: tuple[int, int] | None = None,
) -> Way:
    """An open step and what lies behind it until the promise that runs is kept. No query.

    :param usual: median minutes of a step by its name, where it was measured; ``high`` the same
        of what four of five take at most. A step that was not counts with its allotment.
    :param here: both of the open step itself.
    """
    day = rulebook.value("time.day_minutes", local_day(item.opened_at))

    def allotted(node: NodeInfo) -> int:
        return processes.minutes(node.allotted, day) if node.allotted else 0

    def total(weigh: Callable[[NodeInfo], int]) -> int:
        way = processes.steps_ahead(prospect.definition_id, item.node_id, prospect.promise, weigh)
        return sum(weigh(node) for node in way if not node.stops_clock)

    if item.ends_promise == prospect.promise and prospect.promise:
        return Way(item.opened_at, item.due_at, 0, *_measured(here, 0, 0))
    after = total(allotted)
    if here is None:
        return Way(item.opened_at, item.due_at, after)

    def known(measured: Callable[[str], int | None]) -> Callable[[NodeInfo], int]:
        return lambda node: found if (found := measured(node.name)) is not None else allotted(node)

    return Way(
        item.opened_at,
        item.due_at,
        after,
        *_measured(here, total(known(usual)), total(known(high))),
    )


def _measured(
    here: tuple[int, int] | None, usual_after: int, high_after: int
) -> tuple[int | None, int, int | None, int]:
    if here is None:
        return None, 0, None, 0
    return here[0], usual_after, here[1], high_after
