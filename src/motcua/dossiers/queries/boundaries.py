"""By which units dossiers are counted: those of their own time, or those that do the work now."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db.models import Q

from motcua.organizations import queries as organizations


def heirs_on(day: date) -> Callable[[int | None, str], int | None]:
    """What a unit is by the boundaries of ``day``, for a field of procedures: itself, or who
    follows it. No query within ``one_look``.
    """
    known = {(old, field): new for old, field, new in organizations.successions(day)}

    def heir(unit_id: int | None, field_code: str) -> int | None:
        if unit_id is None:
            return None
        return known.get((unit_id, field_code), known.get((unit_id, ""), unit_id))

    return heir


def of_unit(column: str, unit_id: int, day: date) -> Q:
    """Whose ``column`` is the unit, or one whose work it goes on with on ``day``.

    The condition behind a number of :func:`heirs_on`; beside ``column`` it asks ``field_code``.
    """
    taken = defaultdict[int, dict[str, int]](dict)
    for old, field, new in organizations.successions(day):
        taken[old][field] = new
    condition = Q(**{column: unit_id})
    for old, by_field in taken.items():
        here = [field for field, new in by_field.items() if field and new == unit_id]
        if by_field.get("") == unit_id:
            away = [field for field, new in by_field.items() if field and new != unit_id]
            condition |= Q(**{column: old}) & ~Q(field_code__in=away)
        elif here:
            condition |= Q(**{column: old}, field_code__in=here)
    return condition
