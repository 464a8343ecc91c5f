"""What intake asks before a dossier exists."""

from dataclasses import dataclass
from datetime import date

from motcua.catalog import queries as catalog
from motcua.catalog.queries import OfferedInfo, VersionInfo
from motcua.dossiers import bindings
from motcua.dossiers.bindings import Question
from motcua.dossiers.models import ProcessBinding
from motcua.workflow import queries as processes


@dataclass(frozen=True, slots=True)
class ProcessChoice:
    """One published process that a procedure may run by."""

    key: str
    case_name: str
    source: str
    questions: tuple[Question, ...]


def process_choices(version: VersionInfo, day: date) -> list[ProcessChoice]:
    """The processes bound to a procedure; empty means the standard one. A query, one more each."""
    return [
        ProcessChoice(
            row.definition_key,
            row.case_name,
            row.source,
            tuple(bindings.questions(processes.current_definition(row.definition_key))),
        )
        for row in bindings.bound(version, day)
    ]


def without_process(day: date) -> list[OfferedInfo]:
    """Offered procedures that run by the standard process. Three queries."""
    bound = ProcessBinding.objects.in_force(day)
    codes = set(bound.values_list("procedure_code", flat=True)) - {""}
    names = set(bound.filter(procedure_code="").values_list("procedure_name", flat=True))
    offered = catalog.offered_versions(day)
    return [v for v in offered if v.code not in codes and v.name not in names]
