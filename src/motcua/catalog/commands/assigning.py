"""Assigning a whole catalogue by rules: who receives and who decides which fields and levels."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from motcua.catalog.models import ProcedureVersion
from motcua.catalog.rules.assigning import AssignmentRule, Assignments, Facts
from motcua.catalog.states import Status
from motcua.kernel.actor import Actor
from motcua.organizations import queries as organizations

from .offerings import Assignment, offer_many


@dataclass(frozen=True, slots=True)
class Assigned:
    """What came of it. ``by_rule`` counts procedures; ``without`` are keys that no rule names or
    for which the demonstration has no unit."""

    made: int
    by_rule: Counter[str] = field(default_factory=Counter)
    without: tuple[str, ...] = ()


def assign(assignments: Assignments, *, day: date, by: Actor, at: datetime) -> Assigned:
    """Offer every version in force on ``day`` at the units that the rules name. Idempotent.

    :param day: the organisation and the catalogue of this day are assigned.
    :raises NotPermitted: ``by`` does not administer the catalogue.
    """
    wanted: list[Assignment] = []
    by_rule: Counter[str] = Counter()
    without: list[str] = []
    rows = ProcedureVersion.objects.in_force(day).filter(status=Status.PUBLISHED)
    for row in rows.select_related("field").order_by("code", "pk"):
        found = list(_assignments(row, assignments, day))
        wanted += [assignment for _rule, assignment in found]
        by_rule.update({rule.name for rule, _assignment in found})
        if not found:
            without.append(f"{row.code} {row.name}")
    made = offer_many(
        wanted, valid_from=assignments.valid_from, by=by, at=at, source=assignments.source
    )
    return Assigned(made, by_rule, tuple(without))


def _assignments(
    row: ProcedureVersion, assignments: Assignments, day: date
) -> Iterator[tuple[AssignmentRule, Assignment]]:
    code = row.field.code if row.field else ""
    rule = assignments.rule_for(Facts(code, row.level, row.agency, row.authority or row.agency))
    if rule is None:
        return
    for kind, decides in rule.receive.items():
        for receiving in organizations.units_of_kind(day, kind):
            route = organizations.RouteContext(receiving.id, receiving.id, None, code)
            deciding = organizations.resolve_unit(decides, route, day).unit_id
            if deciding is not None:
                yield rule, Assignment(row.pk, receiving.id, deciding)
