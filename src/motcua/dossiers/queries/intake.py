"""What intake asks before a dossier exists."""

from dataclasses import dataclass
from datetime import date

from motcua.catalog import queries as catalog
from motcua.catalog.queries import VersionInfo

from .. import bindings
from ..models import ProcessBinding


@dataclass(frozen=True, slots=True)
class ProcessChoice:
    """One published process that a procedure may run by."""

    key: str
    case_name: str
    source: str


def process_choices(version: VersionInfo, day: date) -> list[ProcessChoice]:
    """The processes bound to a procedure; empty means the standard one. One query."""
    return [
        ProcessChoice(row.definition_key, row.case_name, row.source)
        for row in bindings.bound(version, day)
    ]


def without_process(day: date) -> list[VersionInfo]:
    """Offered procedures that run by the standard process. Three queries and the cached versions."""
    bound = ProcessBinding.objects.in_force(day)
    codes = set(bound.values_list("procedure_code", flat=True)) - {""}
    names = set(bound.filter(procedure_code="").values_list("procedure_name", flat=True))
    offered = [catalog.version(pk) for pk in catalog.offered_versions(day)]
    return [v for v in offered if v.code not in codes and v.name not in names]
