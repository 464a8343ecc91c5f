"""What intake asks before a dossier exists."""

from dataclasses import dataclass
from datetime import date

from motcua.catalog.queries import VersionInfo

from .. import bindings


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
