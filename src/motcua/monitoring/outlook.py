"""The projection of what lies ahead: a row for each open step, and from when on it warns.

What is left on the clock and what is needed change by themselves; the moments at which they cross
do not. So a row follows from the acts alone (and from how long steps usually take), and a list is
a comparison of moments with now.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import Prospect, Way
from motcua.kernel import rulebook
from motcua.kernel.clock import local_day
from motcua.kernel.projections import Histories, Projection, Rows, Table
from motcua.kernel.working_time import WorkingCalendar
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from .models import StepPace
from .projections import Calendars

NAME = "monitoring.outlook"

OUTLOOKS = Table(
    "monitoring_outlook",
    (
        "year", "dossier_id", "item_id", "code", "kind", "step_name", "step_kind", "unit_id",
        "role", "post_id", "party", "actor", "opened_at", "acted_at", "step_due_at", "due_at",
        "due_on", "allotted_after", "usual_here", "usual_after", "high_here", "high_after",
        "near_at", "miss_at", "hung_at", "field_code", "procedure_code", "deciding_unit_id",
        "received_unit_id", "units",
    ),
)  # fmt: skip
Measure = tuple[int, int]
"""Median and the longest of four in five, in working minutes."""
HUNG = "warning.hung_hours"
OWN_HUNG = {"approve", "clerk", "wait"}
"""Kinds of step with a number of hours of their own."""


@dataclass(slots=True)
class Paces:
    """How long steps take, by who does them and by who decides."""

    known: dict[tuple[str, int, str, str], Measure] = field(default_factory=dict)

    @classmethod
    def of(cls, unit_ids: Iterable[int]) -> "Paces":
        """What was measured of these units. One query."""
        rows = StepPace.objects.filter(unit_id__in=set(unit_ids)).values_list(
            "scope", "unit_id", "procedure_code", "step_name", "usual", "high"
        )
        return cls({row[:4]: (row[4], row[5]) for row in rows})

    def here(self, prospect: Prospect, item: ItemInfo) -> Measure | None:
        """Of an open step: at its own unit, or else wherever the agency has it done."""
        code, deciding = prospect.procedure_code, prospect.deciding_unit_id
        own = self.known.get(("unit", item.unit_id or 0, code, item.name))
        return own or self.known.get(("decides", deciding, code, item.name))

    def ahead(self, prospect: Prospect, which: int) -> Callable[[str], int | None]:
        """Of steps that come later, by name; ``which`` 0 is the median, 1 the high one."""
        code, deciding = prospect.procedure_code, prospect.deciding_unit_id

        def measured(name: str) -> int | None:
            found = self.known.get(("decides", deciding, code, name))
            return found[which] if found else None

        return measured

    def way(self, prospect: Prospect, item: ItemInfo) -> Way:
        """The open step and what lies behind it."""
        return dossiers.way_of(
            prospect,
            item,
            self.ahead(prospect, 0),
            self.ahead(prospect, 1),
            self.here(prospect, item),
        )


def rows(histories: Histories) -> Rows:
    """A row for each open step of these dossiers. Six queries for all of them."""
    with organizations.one_look():
        found = dossiers.prospects([dossier_id for _year, dossier_id in histories])
        items = processes.open_items_of(list(found))
        units = {p.deciding_unit_id for p in found.values()}
        units |= {i.unit_id for some in items.values() for i in some if i.unit_id}
        paces, calendars = Paces.of(units), Calendars()
        made: list[tuple[Any, ...]] = []
        for (_year, dossier_id), entries in histories.items():
            prospect = found.get(dossier_id)
            if prospect is not None and entries:
                acted_at = max(
                    e.occurred_at for e in entries if e.person_id is not None or e.seq == 1
                )
                made += _rows(prospect, items[dossier_id], acted_at, paces, calendars)
    return {OUTLOOKS.name: made}


def _rows(
    prospect: Prospect,
    items: list[ItemInfo],
    acted_at: datetime,
    paces: Paces,
    calendars: Calendars,
) -> Iterator[tuple[Any, ...]]:
    calendar = calendars.of(prospect.received_unit_id, prospect.received_at)
    for item in items:
        if calendar is None or item.step_kind == "return":
            continue
        way = paces.way(prospect, item)
        due_at = prospect.due_at if prospect.owed else None
        warned = _moments(way, due_at, calendar)
        yield (
            prospect.year, prospect.id, item.id, prospect.code, item.kind, item.name,
            item.step_kind, _holder(prospect, item), item.role, item.person_post_id,
            dossiers.party_of(prospect.clock, item.kind, item.step_kind).value,
            item.actor_as_published, item.opened_at, acted_at, item.due_at, due_at,
            due_at and local_day(due_at), way.allotted_after, way.usual_here, way.usual_after,
            way.high_here, way.high_after, *warned,
            calendar.add_minutes(acted_at, _patience(item, acted_at)), prospect.field_code,
            prospect.procedure_code, prospect.deciding_unit_id, prospect.received_unit_id,
            list(prospect.units),
        )  # fmt: skip


def _holder(prospect: Prospect, item: ItemInfo) -> int:
    """Whose list it is on: of a wait, the counter's that received the dossier."""
    if item.kind == "wait" or item.unit_id is None:
        return prospect.received_unit_id
    return item.unit_id


def _moments(
    way: Way, due_at: datetime | None, calendar: WorkingCalendar
) -> tuple[datetime | None, datetime | None]:
    if due_at is None:
        return None, None
    found = dossiers.turning(way, due_at, near_of(due_at), calendar)
    return found.near_at, found.miss_at


def near_of(at: datetime) -> timedelta:
    """How long before its due moment a dossier is near it (rule ``time.near_due_hours``)."""
    return timedelta(hours=rulebook.value("time.near_due_hours", local_day(at)))


def _patience(item: ItemInfo, at: datetime) -> int:
    """Working minutes without any act after which a step is looked after (``warning.hung_…``)."""
    kind = "wait" if item.kind == "wait" else item.step_kind
    code = f"{HUNG}.{kind}" if kind in OWN_HUNG else HUNG
    return 60 * int(rulebook.value(code, local_day(at)))


PROJECTION = Projection(NAME, _("Cảnh báo sớm: các bước đang mở"), 1, (OUTLOOKS,), rows)
