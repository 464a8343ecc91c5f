"""By which units dossiers are counted: those of their own time, or those that do the work now."""

from collections import defaultdict
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from motcua.organizations import queries as organizations
from motcua.organizations.queries import Heir, HeirOf


def heirs_on(day: date) -> HeirOf:
    """What a unit is by the boundaries of ``day``, for a field of procedures and a commune: itself,
    or who follows it. No query within ``one_look``.
    """
    return organizations.heir_of(organizations.successions(day))


def of_unit(column: str, unit_id: int, day: date) -> Q:
    """Whose ``column`` is the unit, or one whose work it goes on with on ``day``.

    The condition behind a number of :func:`heirs_on`; beside ``column`` it asks ``field_code``,
    and of units divided by place ``commune_id``.
    """
    taken = defaultdict[int, list[Heir]](list)
    for heir in organizations.successions(day):
        taken[heir.old_id].append(heir)
    condition = Q(**{column: unit_id})
    for old, heirs in taken.items():
        if any(heir.new_id == unit_id for heir in heirs):
            condition |= Q(**{column: old}) & _share(unit_id, old, heirs)
    return condition


def _share(unit_id: int, old_id: int, heirs: list[Heir]) -> Q:
    """The dossiers of an old unit that go on in this one: fields with the same places together."""
    follows = organizations.heir_of(heirs)
    fields = sorted({heir.field_code for heir in heirs} - {""})
    places = sorted({heir.place_id for heir in heirs} - {0})
    alike = defaultdict[tuple[bool, tuple[int, ...]], list[str]](list)
    for code in ("", *fields):
        here = follows(old_id, code, None) == unit_id
        otherwise = (p for p in places if (follows(old_id, code, p) == unit_id) != here)
        alike[here, tuple(otherwise)].append(code)
    parts = list[Q]()
    for (here, others), codes in alike.items():
        if here or others:
            there = Q(commune_id__in=others)
            away = ~Q(field_code__in=sorted(set(fields) - set(codes)))
            named = away if "" in codes else Q(field_code__in=codes)
            parts.append(named & (~there if here else there) if others else named)
    return reduce(or_, parts)
