"""Who does the work of a unit on a day, whatever reforms lie between. No query within a look."""

from collections.abc import Iterable
from datetime import date

from . import snapshot
from .infos import UnitInfo


def successor_of(unit_id: int, day: date, field_code: str = "") -> UnitInfo | None:
    """The unit that does the work of ``unit_id`` on ``day``: itself, a successor, or nobody.

    Of a unit that was split, the one to which the field of procedures went, else the one that
    took the rest; follows several reforms in a row.
    """
    organisation = snapshot.current()
    heir = organisation.heir_id(unit_id, day, field_code)
    return organisation.info(organisation.units[heir], day) if heir is not None else None


def with_forebears(unit_ids: Iterable[int]) -> list[int]:
    """These units and those whose work they go on with, by id. No query within ``one_look``."""
    wanted = set(unit_ids)
    return sorted(wanted | snapshot.current().forebears(wanted))


def successions(day: date) -> list[tuple[int, str, int]]:
    """Every unit that has ended and who does its work on ``day``, however many reforms later.

    :return: (old unit, field of procedures or empty for the rest, living unit).
    """
    organisation, found = snapshot.current(), list[tuple[int, str, int]]()
    steps = [step for steps in organisation.successors.values() for step in steps]
    codes = {code for step in steps for code in step.field_codes}
    for old in organisation.successors:
        rest = organisation.heir_id(old, day)
        if organisation.exists(old, day) or rest is None:
            continue
        named = {code: organisation.heir_id(old, day, code) for code in codes}
        found.append((old, "", rest))
        found += [(old, code, i) for code, i in named.items() if i is not None and i != rest]
    return sorted(found)


def succeeded() -> bool:
    """Whether any unit has ever been followed by another one."""
    return bool(snapshot.current().successors)
