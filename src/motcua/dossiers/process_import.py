"""Published step tables become processes that procedures run by: build, publish, bind.

Each table is its own act: one that is refused stops no other. Loading the same file again changes
nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalog import queries as catalog
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.dates import since
from motcua.kernel.errors import NotPermitted, Refused
from motcua.kernel.text import clean, nfc
from motcua.kernel.transactions import command
from motcua.organizations.permissions import Role
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes
from motcua.workflow.errors import UnknownProcess
from motcua.workflow.queries import DefinitionInfo
from motcua.workflow.tables import (
    ActorMap,
    Built,
    Facts,
    Readings,
    TableRefused,
    graph_from_table,
    in_days,
)

from .models import ProcessBinding


class OutcomeStatus(TextChoices):
    """What became of one table."""

    LOADED = "loaded", gettext_lazy("đã nạp")
    UNCHANGED = "unchanged", gettext_lazy("không đổi")
    DRAFT = "draft", gettext_lazy("nháp, không gắn thủ tục")
    REFUSED = "refused", gettext_lazy("từ chối")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report. `facts` None for a table that was refused."""

    key: str
    status: OutcomeStatus
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class ProcessImport:
    """A run over a collection of tables.

    :param valid_from: first day on which a binding holds; the day of `at` if None.
    """

    records: Sequence[object]
    actors: ActorMap
    readings: Readings
    by: Actor
    at: datetime
    valid_from: date | None = None

    def run(self, progress: Callable[[int], None] = lambda done: None) -> Iterator[Outcome]:
        """Load table after table, each in its own transaction.

        :raises NotPermitted: `by` is no catalogue administrator and not the system.
        """
        require_binder(self.by)
        for done, record in enumerate(self.records):
            progress(done)
            yield self._one(record)

    def _one(self, record: object) -> Outcome:
        if not isinstance(record, Mapping):
            return Outcome("?", OutcomeStatus.REFUSED, (_("Bản ghi không phải một đối tượng."),))
        key = clean(str(record.get("id") or "?"), 100)
        try:
            built = graph_from_table(record, self.actors, self.readings)
            return self._load(built)
        except TableRefused as refusal:
            return Outcome(key, OutcomeStatus.REFUSED, refusal.reasons)
        except Refused as refusal:
            return Outcome(key, OutcomeStatus.REFUSED, (str(refusal),))

    def _load(self, built: Built) -> Outcome:
        graph = built.graph
        before = _version(graph.key)
        definition = workflow.publish(
            graph, key=graph.key, source=_source(built), by=self.by, at=self.at
        )
        changed = definition.version != before
        bound = set_binding(
            definition=definition,
            procedure=_procedure(built),
            usable=not built.draft,
            valid_from=self.valid_from or local_day(self.at),
            by=self.by,
        )
        warnings = built.warnings + exceeding(built, local_day(self.at))
        if built.draft:
            return Outcome(graph.key, OutcomeStatus.DRAFT, (built.draft,), warnings, built.facts)
        status = OutcomeStatus.LOADED if changed or bound else OutcomeStatus.UNCHANGED
        return Outcome(graph.key, status, (), warnings, built.facts)


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a table says it is a process of."""

    code: str
    name: str
    case: str


@command
def set_binding(
    *,
    definition: DefinitionInfo,
    procedure: Procedure,
    usable: bool,
    valid_from: date,
    by: Actor,
) -> bool:
    """Let a procedure's case run by a process from a day on; True when that is new.

    :param usable: False takes an existing binding away, and makes none.
    :raises NotPermitted: `by` is no catalogue administrator and not the system.
    """
    rows = list(
        ProcessBinding.objects.select_for_update()
        .filter(definition_key=definition.key, valid__endswith__isnull=True)
        .order_by("pk")
    )
    require_binder(by)
    wanted = (procedure.code, procedure.name, procedure.case, definition.source)
    same = [r for r in rows if usable and _facts(r) == wanted]
    _take_away([r for r in rows if r not in same[:1]], valid_from)
    if same or not usable:
        return False
    ProcessBinding.objects.create(
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        case_name=procedure.case,
        definition_key=definition.key,
        source=definition.source,
        valid=since(valid_from),
    )
    return True


def require_binder(by: Actor) -> None:
    """:raises NotPermitted: `by` is no catalogue administrator and not the system."""
    if not by.is_system and by.role != Role.CATALOGUE_ADMIN:
        raise NotPermitted("bind_process")


def _facts(row: ProcessBinding) -> tuple[str, str, str, str]:
    return (row.procedure_code, row.procedure_name, row.case_name, row.source)


def _take_away(rows: list[ProcessBinding], day: date) -> None:
    """End bindings; one that never held on an earlier day leaves no trace."""
    for row in rows:
        if row.valid.lower >= day:
            row.delete()
        else:
            row.valid = since(row.valid.lower, day)
            row.save(update_fields=["valid"])


def _version(key: str) -> int:
    try:
        return processes.current_definition(key).version
    except UnknownProcess:
        return 0


def _procedure(built: Built) -> Procedure:
    facts = built.graph.attributes
    return Procedure(
        code=facts.get("procedure_code", ""),
        name=built.graph.name,
        case=built.case or facts.get("case", ""),
    )


def _source(built: Built) -> str:
    facts = built.graph.attributes
    parts = (facts.get("document", ""), facts.get("source_url", ""))
    return nfc(" – ".join(part for part in parts if part)) or built.graph.key


def exceeding(built: Built, day: date) -> tuple[str, ...]:
    """Whether the steps add up to more than every term of the catalogue. Queries per version.

    The term of the catalogue is the promise; a case of the catalogue is not matched by its name
    here, so only a process longer than the longest term is certain to break it.
    """
    code = built.graph.attributes.get("procedure_code", "")
    if not code:
        return ()
    limits = [
        row.limit
        for version_id in catalog.in_force(code, day)
        for row in catalog.version(version_id).limits
        if row.limit is not None
    ]
    if not limits:
        return ()
    longest = max(limits, key=in_days)
    days = Decimal(built.graph.attributes["longest_days"].replace(",", "."))
    if days <= in_days(longest):
        return ()
    return (
        _("Các bước cộng lại %(days)s ngày, nhiều hơn thời hạn của danh mục (%(limit)s).")
        % {"days": built.graph.attributes["longest_days"], "limit": longest.text},
    )


def as_json(outcome: Outcome) -> dict[str, Any]:
    """A line of the report for other programs."""
    return {
        "key": outcome.key,
        "status": outcome.status.value,
        "reasons": list(outcome.reasons),
        "warnings": list(outcome.warnings),
        "facts": outcome.facts.to_json() if outcome.facts else None,
    }
