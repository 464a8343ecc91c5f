"""Publishing a version, and ending one."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from motcua.catalog import permissions
from motcua.catalog.errors import AlreadyPublished, BadPeriod, Incomplete, Superseded, TooEarly
from motcua.catalog.messages import sentences
from motcua.catalog.models import Offering, ProcedureVersion
from motcua.catalog.states import Change, Status
from motcua.kernel.actor import Actor
from motcua.kernel.dates import since
from motcua.kernel.transactions import command, part_of_command

from .changes import lock_catalogue, log


@command
def publish(
    version_id: int, *, valid_from: date, by: Actor, at: datetime, source: str = ""
) -> None:
    """Put a complete draft in force from ``valid_from``; from then on it never changes.

    The version in force before it ends the day before, and its offerings go over to this one.

    :param valid_from: first day, Vietnamese calendar; may lie in the future.
    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises AlreadyPublished: also when a colleague did it a moment ago.
    :raises Superseded: a newer draft took its place.
    :raises Incomplete: something is missing; the sentence lists it.
    :raises TooEarly: the version before it starts on that day or later.
    """
    lock_catalogue()
    row = ProcedureVersion.objects.select_for_update().get(pk=version_id)
    permissions.require(by, "publish_procedure", version_id=version_id)
    if row.status == Status.PUBLISHED:
        raise AlreadyPublished
    if row.superseded_at is not None:
        raise Superseded
    if row.missing:
        raise Incomplete(missing=" ".join(sentences(row.missing)))
    put_in_force(row, valid_from, by=by, at=at, source=source)


@command
def close(version_id: int, *, until: date, by: Actor, at: datetime, source: str = "") -> None:
    """End a published version: ``until`` is the first day on which it no longer holds.

    Dossiers received before keep it. Its offerings end on the same day.

    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises BadPeriod: ``until`` is not after its first day.
    """
    lock_catalogue()
    row = ProcedureVersion.objects.select_for_update().get(pk=version_id, status=Status.PUBLISHED)
    permissions.require(by, "publish_procedure", version_id=version_id)
    if until <= row.valid.lower:
        raise BadPeriod(since=row.valid.lower.strftime("%d/%m/%Y"))
    _end(row, until, by=by, at=at, source=source)
    for offering in _offerings_after(row, until):
        if offering.valid.lower < until:
            offering.valid = since(offering.valid.lower, until)
            offering.save(update_fields=["valid"])


def earliest_start(row: ProcedureVersion, wished: date) -> date:
    """The wished day, or the day after the first day of the version that is in force before."""
    latest = _line(row).order_by("-valid").first()
    return wished if latest is None else max(wished, latest.valid.lower + timedelta(days=1))


@part_of_command
def put_in_force(
    row: ProcedureVersion, valid_from: date, *, by: Actor, at: datetime, source: str = ""
) -> None:
    """Publish a complete draft whose caller holds the lock and checked everything else.

    :raises TooEarly: as :func:`publish`.
    """
    older = list(_line(row).filter(valid__endswith__gt=valid_from)) + list(
        _line(row).filter(valid__upper_inf=True)
    )
    for before in older:
        if before.valid.lower >= valid_from:
            raise TooEarly(since=before.valid.lower.strftime("%d/%m/%Y"))
        _end(before, valid_from, by=by, at=at, source=source)
    row.status, row.valid, row.published_at = Status.PUBLISHED, since(valid_from), at
    row.save(update_fields=["status", "valid", "published_at"])
    log(Change.PUBLISHED, row, by=by, at=at, source=source, valid_from=valid_from.isoformat())
    for before in older:
        _hand_over_offerings(before, row, valid_from)


def _line(row: ProcedureVersion) -> QuerySet[ProcedureVersion]:
    """The published versions that this one follows."""
    return ProcedureVersion.objects.filter(
        procedure_id=row.procedure_id,
        label=row.label,
        name_key=row.name_key,
        status=Status.PUBLISHED,
    )


def _end(row: ProcedureVersion, until: date, *, by: Actor, at: datetime, source: str) -> None:
    row.valid = since(row.valid.lower, until)
    row.save(update_fields=["valid"])
    log(Change.CLOSED, row, by=by, at=at, source=source, until=until.isoformat())


def _offerings_after(row: ProcedureVersion, day: date) -> list[Offering]:
    """Offerings of a version that go on past ``day``."""
    rows = Offering.objects.filter(version=row).order_by("pk")
    return [o for o in rows if o.valid.upper is None or o.valid.upper > day]


def _hand_over_offerings(old: ProcedureVersion, new: ProcedureVersion, day: date) -> None:
    """Who received the old version until ``day`` receives the new one from then on."""
    for offering in _offerings_after(old, day):
        first, last = offering.valid.lower, offering.valid.upper
        if first >= day:
            offering.version = new
            offering.save(update_fields=["version"])
            continue
        offering.valid = since(first, day)
        offering.save(update_fields=["valid"])
        offering.pk, offering._state.adding = None, True
        offering.version, offering.valid = new, since(day, last)
        offering.save(force_insert=True)
