"""The projection of this room: rows of standings and of work, from the history of dossiers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import Measured
from motcua.kernel.clock import local_day
from motcua.kernel.projections import Histories, Projection, Rows, Table
from motcua.kernel.working_time import WorkingCalendar
from motcua.organizations import queries as organizations
from motcua.organizations.errors import NoCalendar, UnknownUnit
from motcua.workflow import queries as processes
from motcua.workflow.queries import Work

from .standings import Follower, Stand

NAME = "monitoring.spans"

STANDINGS = Table(
    "monitoring_dossierstanding",
    (
        "year", "dossier_id", "no", "standing", "outcome", "verdict", "from_on", "until_on",
        "known_on", "known_until_on", "due_on", "worked_minutes", "returned_minutes", "has_file",
        "received_on", "deciding_unit_id", "received_unit_id", "field_code", "procedure_code",
        "procedure_version_id", "case_id", "channel", "level", "online_level", "commune_id",
        "financial_obligation", "guided_online", "received_by_post_id", "submitter_id", "units",
    ),
)  # fmt: skip
SPANS = Table(
    "monitoring_workspan",
    (
        "year", "dossier_id", "item_id", "kind", "definition_id", "node_id", "step_name",
        "step_kind", "unit_id", "role", "post_id", "opened_at", "taken_at", "finished_at",
        "finished_on", "ended_as", "due_at", "allotted_minutes", "worked_minutes", "in_time",
        "deciding_unit_id", "field_code", "procedure_code", "channel", "level", "units",
    ),
)  # fmt: skip


@dataclass(slots=True)
class Calendars:
    """Each unit's calendar on each day, asked once a batch."""

    known: dict[tuple[int, date], WorkingCalendar | None] = field(default_factory=dict)

    def of(self, unit_id: int, at: datetime) -> WorkingCalendar | None:
        """The calendar by which the unit worked then; None where it has none."""
        key = unit_id, local_day(at)
        if key not in self.known:
            try:
                self.known[key] = organizations.calendar_of(*key)
            except (NoCalendar, UnknownUnit):
                self.known[key] = None
        return self.known[key]

    def minutes(self, unit_id: int, since: datetime, until: datetime | None) -> int | None:
        """Working minutes from ``since`` to ``until``; None while it goes on."""
        calendar = self.of(unit_id, since)
        if until is None or calendar is None:
            return None
        return calendar.minutes_between(since, until)


def rows(histories: Histories) -> Rows:
    """Standings and work of these dossiers. Six queries for all of them."""
    ids = [subject_id for _year, subject_id in histories]
    standings: list[tuple[Any, ...]] = []
    spans: list[tuple[Any, ...]] = []
    with organizations.one_look():
        facts, work, calendars = dossiers.measured(ids), processes.work_of(ids), Calendars()
        by_dossier = defaultdict[int, list[Work]](list)
        for item in work.values():
            by_dossier[item.subject_id].append(item)
        for (year, dossier_id), entries in histories.items():
            head = facts.get(dossier_id)
            if head is None or not entries:
                continue
            calendar = calendars.of(head.received_unit_id, head.received_at)
            stands = Follower(head, work, calendar).follow(entries)
            standings += _standings(year, head, stands)
            spans += _spans(year, head, by_dossier[dossier_id], calendars)
    return {STANDINGS.name: standings, SPANS.name: spans}


def _standings(year: int, head: Measured, stands: list[Stand]) -> Iterator[tuple[Any, ...]]:
    frozen = (
        local_day(head.received_at), head.deciding_unit_id, head.received_unit_id,
        head.field_code, head.procedure_code, head.procedure_version_id, head.case_id,
        head.channel, head.level, head.online_level, head.commune_id, head.financial_obligation,
        head.guided_online, head.received_by_post_id, head.submitter_id, list(head.units),
    )  # fmt: skip
    for no, stand in enumerate(stands, 1):
        returned = stand.returned_at
        yield (
            year, head.id, no, stand.standing.value, stand.outcome, stand.verdict,
            local_day(stand.since), _day(stand.until), local_day(stand.known),
            _day(stand.known_until), stand.due_on, stand.worked_minutes,
            returned and int((returned - head.received_at).total_seconds() // 60),
            stand.has_file, *frozen,
        )  # fmt: skip


def _spans(
    year: int, head: Measured, items: list[Work], calendars: Calendars
) -> Iterator[tuple[Any, ...]]:
    frozen = (
        head.deciding_unit_id, head.field_code, head.procedure_code, head.channel, head.level,
        list(head.units),
    )  # fmt: skip
    for item in items:
        unit_id, end = item.unit_id or head.received_unit_id, item.finished_at
        judged = end is not None and item.due_at is not None and item.state != "cancelled"
        yield (
            year, head.id, item.id, item.kind, item.definition_id, item.node_id, item.name,
            item.step_kind, item.unit_id, item.role, item.closed_by_post_id or item.post_id,
            item.opened_at, item.taken_at, end, _day(end), item.state, item.due_at,
            calendars.minutes(unit_id, item.opened_at, item.due_at),
            calendars.minutes(unit_id, item.opened_at, end),
            end <= item.due_at if judged and end and item.due_at else None, *frozen,
        )  # fmt: skip


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at else None


PROJECTION = Projection(
    NAME, _("Số liệu điều hành: hồ sơ và các bước"), 1, (STANDINGS, SPANS), rows
)
