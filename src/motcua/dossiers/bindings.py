"""Which process a procedure runs by: published ones first, else the standard one."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from motcua.catalog.queries import OfferedInfo, VersionInfo
from motcua.kernel import rulebook
from motcua.kernel.working_time import TimeLimit
from motcua.workflow import queries as processes
from motcua.workflow.errors import UnknownProcess
from motcua.workflow.queries import DefinitionInfo
from motcua.workflow.tables import in_days

from .errors import CaseMissing
from .models import Dossier, ProcessBinding, Promise

AT_ONCE = "quy-trinh-tra-ngay"
"""Key of the model process of what the counter resolves and returns at once."""
LONGEST = "express.longest"
"""Rule: the longest term of a procedure that may be resolved at once."""
STANDARD = {"province": "quy-trinh-mau", "commune": "quy-trinh-mau-cap-xa"}
"""Keys of the standard processes by the level that decides, "quy trình mẫu, chưa ban hành"."""


@dataclass(frozen=True, slots=True)
class Question:
    """A yes-or-no that a process asks of a dossier at reception. ``default`` None: must be said."""

    name: str
    label: str
    default: bool | None


def questions(definition: DefinitionInfo) -> list[Question]:
    """What the conditions of a process need to know of a dossier. No query."""
    declared = json.loads(dict(definition.graph.attributes).get("variables", "{}"))
    return [
        Question(name, row.get("label", name), row.get("default"))
        for name, row in sorted(declared.items())
        if row.get("type") == "bool"
    ]


def bound(version: VersionInfo | OfferedInfo, day: date) -> list[ProcessBinding]:
    """The processes bound to a procedure on a day, in the order of their keys. One query."""
    same = Q(procedure_code=version.code) if version.code else Q(procedure_name=version.name)
    return list(ProcessBinding.objects.in_force(day).filter(same).order_by("definition_key"))


def process_for(
    version: VersionInfo, key: str, day: date, *, level: str
) -> tuple[DefinitionInfo, str]:
    """The process that a new dossier runs by, and the name of its case.

    :param key: the process that the officer chose; may be empty when there is one or none.
    :param level: ``province`` or ``commune``, of the agency that decides.
    :raises CaseMissing: there are several and none of them was chosen.
    """
    found = {row.definition_key: row for row in bound(version, day)}
    if not found:
        return processes.current_definition(STANDARD[level]), ""
    if not key and len(found) == 1:
        key = next(iter(found))
    if key not in found:
        raise CaseMissing(field="process")
    return processes.current_definition(key), found[key].case_name


def process_at_once(
    version: VersionInfo | OfferedInfo, limit: TimeLimit | None, day: date
) -> DefinitionInfo | None:
    """The process by which one post at the counter resolves a procedure at once; None: none does.

    The term must not be longer than the rule ``express.longest``; every step of the process must
    be the receiving counter's. A procedure without a process of its own runs by the model one.
    One query, one more for each process bound to it.
    """
    if limit is None or in_days(limit) > in_days(TimeLimit.parse(rulebook.value(LONGEST, day))):
        return None
    keys = [row.definition_key for row in bound(version, day)] or [AT_ONCE]
    for key in keys:
        try:
            definition = processes.current_definition(key)
        except UnknownProcess:
            continue
        if by_one_post(definition):
            return definition
    return None


def by_one_post(definition: DefinitionInfo) -> bool:
    """Whether every step is the receiving counter's and nothing is waited for. No query."""
    graph = definition.graph
    lanes = [graph.lane_of(node) for node in graph.nodes if node.kind == "user"]
    return not any(node.kind == "wait" for node in graph.nodes) and all(
        lane is not None and (lane.unit_rule, lane.role) == ("receiving", "counter")
        for lane in lanes
    )


def exceeds(definition: DefinitionInfo, promises: list[Promise], dossier: Dossier) -> bool:
    """Whether the steps, or the promises together, are longer than the term of the catalogue.

    Nothing is refused: the published process may be right and the catalogue old. The dossier's
    page says so. No query.
    """
    term = dossier.committed_limit or dossier.statutory_limit
    if term is None:
        return False
    steps = dict(definition.graph.attributes).get("longest_days", "0").replace(",", ".")
    promised = sum(in_days(TimeLimit.from_json(p.limit)) for p in promises if p.limit)
    return max(Decimal(steps), promised) > in_days(TimeLimit.from_json(term))
