"""Offerings go on at the units that follow those that ended: part of the act on these units."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import F, Func, Q, Value
from django.db.models.fields import DateField

from motcua.catalog.models import Offering, ProcedureVersion
from motcua.catalog.states import Change
from motcua.kernel.actor import Actor
from motcua.kernel.dates import since
from motcua.kernel.transactions import part_of_command
from motcua.organizations import queries as organizations
from motcua.organizations.queries import Heir

from .changes import lock_catalogue, log


@part_of_command
def follow_units(heirs: Sequence[Heir], *, on: date, source: str, by: Actor, at: datetime) -> int:
    """Let the new units receive and decide from ``on`` what the old ones did. Returns how many.

    Where two old units received the same procedure, the new one does so on the terms of the first.
    A line of the catalogue's log for each procedure.

    Of a unit that was divided by place both parts receive; the first is named as the one that
    decides, and each dossier goes where its place lies (:func:`organizations.queries.in_place`).

    :param heirs: where the work of each old unit goes, by field and place.
    """
    lock_catalogue()
    olds = sorted({heir.old_id for heir in heirs})
    held = Offering.objects.filter(Q(receiving_unit_id__in=olds) | Q(deciding_unit_id__in=olds))
    later = Q(valid__endswith__gt=on) | Q(valid__upper_inf=True)
    rows = list(held.filter(later).select_related("version__field").order_by("pk"))
    made = _made(rows, heirs, on)
    begun = [row.pk for row in rows if row.valid.lower < on]
    days = Func(F("valid"), function="lower", output_field=DateField())
    until = Func(days, Value(on, DateField()), function="daterange", output_field=_RANGE)
    Offering.objects.filter(pk__in=begun).update(valid=until)
    made = Offering.objects.bulk_create(made)
    versions = {row.version_id: row.version for row in rows}
    _log(made, versions, source=source, by=by, at=at)
    return len(made)


_RANGE = Offering._meta.get_field("valid")


def _made(rows: list[Offering], heirs: Sequence[Heir], on: date) -> list[Offering]:
    """New rows; those that would only have begun later are moved themselves."""
    made: dict[tuple[int, int], Offering] = {}
    before = {row.pk: row.valid.lower < on for row in rows}
    for row, receiving, deciding in _shared(rows, heirs):
        if not before[row.pk]:
            before[row.pk] = True
            if (row.version_id, receiving) not in made:
                row.receiving_unit_id, row.deciding_unit_id = receiving, deciding
                row.save(update_fields=["receiving_unit", "deciding_unit"])
            continue
        made.setdefault(
            (row.version_id, receiving),
            Offering(
                version_id=row.version_id,
                receiving_unit_id=receiving,
                deciding_unit_id=deciding,
                valid=since(max(on, row.valid.lower), row.valid.upper),
                committed=row.committed,
                committed_by_channel=row.committed_by_channel,
                supplement_policy=row.supplement_policy,
                supplement_ground=row.supplement_ground,
                source=row.source,
            ),
        )
    return list(made.values())


def _shared(rows: list[Offering], heirs: Sequence[Heir]) -> Iterator[tuple[Offering, int, int]]:
    """Who receives and who decides from now on: one pair a row, one for each part of a unit that
    received and was divided by place."""
    heir, places = organizations.heir_of(heirs), defaultdict[int, set[int]](set)
    for step in heirs:
        places[step.old_id].add(step.place_id)
    for row in rows:
        field = row.version.field.code if row.version.field else ""
        parts: dict[int, int] = {}
        for place in sorted({0, *places[row.receiving_unit_id]}):
            parts.setdefault(heir(row.receiving_unit_id, field, place), place)
        for receiving, place in parts.items():
            yield row, receiving, heir(row.deciding_unit_id, field, place)


def _log(
    made: list[Offering],
    versions: dict[int, ProcedureVersion],
    *,
    source: str,
    by: Actor,
    at: datetime,
) -> None:
    by_version: dict[int, list[int]] = {}
    for offering in made:
        by_version.setdefault(offering.version_id, []).append(offering.pk)
    for version_id, ids in by_version.items():
        log(Change.OFFERED, versions[version_id], by=by, at=at, source=source, offerings=ids)
