"""Who does the work of a unit on a day, whatever reforms lie between. No query within a look."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from . import snapshot
from .infos import Heir, UnitInfo
from .models import UnitSuccession

HeirOf = Callable[[int, str, int | None], int]
"""Unit, field of procedures and commune of a dossier → who does the work, or the unit itself."""


def successor_of(
    unit_id: int, day: date, field_code: str = "", place_id: int | None = None
) -> UnitInfo | None:
    """The unit that does the work of ``unit_id`` on ``day``: itself, a successor, or nobody.

    Of a unit that was split, the one to which the field of procedures or the commune of the
    dossier went, else the one that took the rest; follows several reforms in a row.
    """
    organisation = snapshot.current()
    heir = organisation.heir_id(unit_id, day, field_code, place_id)
    return organisation.info(organisation.units[heir], day) if heir is not None else None


def in_place(unit_id: int, day: date, field_code: str = "", place_id: int | None = None) -> int:
    """Who does the work that a unit is named for, for one place: the unit itself, or the other
    part where it is one of those into which an agency was divided by place. By id."""
    return snapshot.current().in_place(unit_id, day, field_code, place_id)


def with_forebears(unit_ids: Iterable[int]) -> list[int]:
    """These units and those whose work they go on with, by id. No query within ``one_look``."""
    wanted = set(unit_ids)
    return sorted(wanted | snapshot.current().forebears(wanted))


def successions(day: date) -> list[Heir]:
    """Every unit that has ended and who does its work on ``day``, however many reforms later."""
    organisation, found = snapshot.current(), list[Heir]()
    for old in organisation.successors:
        rest = organisation.heir_id(old, day)
        if organisation.exists(old, day) or rest is None:
            continue
        known: _Known = {(old, "", 0): rest}
        fields, places = _told_apart(organisation, old)
        for place in (0, *sorted(places)):
            for code in ("", *sorted(fields)):
                heir = organisation.heir_id(old, day, code, place or None)
                if heir is not None and _asked(known, old, code, place) != heir:
                    known[old, code, place] = heir
        found += [Heir(*asked, heir) for asked, heir in known.items()]
    return sorted(found)


def heir_of(heirs: Iterable[Heir]) -> HeirOf:
    """How these are asked: for the field and the place, the field, the place, the rest. Pure."""
    known: _Known = {(h.old_id, h.field_code, h.place_id): h.new_id for h in heirs}

    def heir(unit_id: int, field_code: str, place_id: int | None) -> int:
        return _asked(known, unit_id, field_code, place_id or 0)

    return heir


_Known = dict[tuple[int, str, int], int]


def _asked(known: _Known, unit_id: int, code: str, place: int) -> int:
    for field_code, place_id in ((code, place), (code, 0), ("", place), ("", 0)):
        if (heir := known.get((unit_id, field_code, place_id))) is not None:
            return heir
    return unit_id


def succeeded() -> bool:
    """Whether any unit has ever been followed by another one."""
    return bool(snapshot.current().successors)


def divided_by_place() -> bool:
    """Whether the work of any unit that ended has been divided by place."""
    steps = snapshot.current().successors.values()
    return any(step.place_ids for some in steps for step in some)


def _told_apart(organisation: snapshot.Organisation, unit_id: int) -> tuple[set[str], set[int]]:
    """Fields and communes by which the work of a unit went different ways, now or later."""
    fields, places = set[str](), set[int]()
    for step in _steps_after(organisation, unit_id):
        fields.update(step.field_codes)
        if step.place_ids:
            places |= organisation.territory(step)
    return fields, places


def _steps_after(organisation: snapshot.Organisation, unit_id: int) -> Iterator[UnitSuccession]:
    seen, left = set[int](), [unit_id]
    while left:
        if (current := left.pop()) not in seen:
            seen.add(current)
            steps = organisation.successors.get(current, [])
            left += [step.new_id for step in steps]
            yield from steps
