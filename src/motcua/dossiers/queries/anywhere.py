"""Which agencies of the province a counter may receive a procedure for."""

from dataclasses import dataclass
from datetime import date

from motcua.catalog import queries as catalog
from motcua.dossiers.anywhere import ONE_STOP, RULE, may_receive_for
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.organizations import queries as organizations


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    """Who would decide, and the one-stop unit through which it is offered (``own``: one's own)."""

    through_id: int
    through_public_id: str
    through_name: str
    deciding_id: int
    deciding_name: str
    own: bool


def receives_for_others(actor: Actor, day: date) -> bool:
    """Whether the actor's counter may receive what other agencies of the province are asked."""
    unit = organizations.unit(actor.seat()[0])
    return bool(rulebook.value(RULE, day)) and unit.kind in ONE_STOP


def offered_here(version_id: int, actor: Actor, day: date) -> bool:
    """Whether the procedure is asked of the actor's own counter. One query."""
    return catalog.offering(version_id, actor.seat()[0], day) is not None


def agencies(version_id: int, actor: Actor, day: date) -> list[AgencyChoice]:
    """The agencies whose dossiers of a procedure the actor's counter may receive.

    The counter's own first, then by name; of several one-stop units that lead to the same agency,
    the one of that agency's own place. Two queries.
    """
    unit_id, _post = actor.seat()
    offered = catalog.offerings_of(version_id, day)
    offered = [o for o in offered if may_receive_for(unit_id, o.receiving_unit_id, day)]
    ids = {i for o in offered for i in (o.receiving_unit_id, o.deciding_unit_id)}
    units = organizations.units(ids, day)
    found: dict[int, AgencyChoice] = {}
    for offering in sorted(offered, key=lambda o: (o.receiving_unit_id != unit_id, o.id)):
        through, deciding = units[offering.receiving_unit_id], units[offering.deciding_unit_id]
        found.setdefault(
            deciding.id,
            AgencyChoice(
                through.id, through.public_id, through.name, deciding.id, deciding.name,
                own=through.id == unit_id,
            ),
        )  # fmt: skip
    return sorted(found.values(), key=lambda a: (not a.own, a.deciding_name))
