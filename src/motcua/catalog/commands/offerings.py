"""Assigning a procedure to the units that receive it and the agency that decides it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.catalog import permissions
from motcua.catalog.errors import AlreadyOffered, BadPeriod, NotPublished
from motcua.catalog.infos import OfferingInfo, PolicyInfo
from motcua.catalog.models import Offering, ProcedureVersion
from motcua.catalog.queries.lists import offering_info
from motcua.catalog.states import Change, Status
from motcua.kernel.actor import Actor
from motcua.kernel.dates import since
from motcua.kernel.transactions import command
from motcua.kernel.working_time import TimeLimit

from .changes import lock_catalogue, log
from .committing import Terms, say_terms


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of a decision that assigns procedures: who receives, who decides."""

    version_id: int
    receiving_unit_id: int
    deciding_unit_id: int


@command
def offer(
    version_id: int,
    receiving_unit_id: int,
    deciding_unit_id: int,
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
    committed: TimeLimit | None = None,
    by_channel: Mapping[str, TimeLimit] | None = None,
    policy: PolicyInfo | None = None,
    source: str = "",
) -> OfferingInfo:
    """Let a unit receive dossiers of a published version from ``valid_from``.

    :param valid_until: first day on which it no longer does; none: until further notice.
    :param committed: the shorter term that the province promises, if any; ``by_channel``: of
        channels for which it promises another one.
    :param policy: what the clock does after a supplement, where it is not what the rule says.
    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises NotPublished: the version is a draft; drafts are never offered.
    :raises AlreadyOffered: the unit receives it on some of these days already.
    :raises CommittedLonger: the commitment is longer than the law's term in the same unit.
    :raises PolicyUnfounded: the policy is unknown or nothing is said that allows it.
    :raises BadPeriod: ``valid_until`` is not after ``valid_from``.
    """
    lock_catalogue()
    row = ProcedureVersion.objects.select_for_update().get(pk=version_id)
    permissions.require(by, "offer_procedure", version_id=version_id)
    if row.status != Status.PUBLISHED:
        raise NotPublished(name=row.name)
    if valid_until is not None and valid_until <= valid_from:
        raise BadPeriod(since=valid_from.strftime("%d/%m/%Y"))
    period = since(valid_from, valid_until)
    if Offering.objects.filter(
        version=row, receiving_unit_id=receiving_unit_id, valid__overlap=period
    ).exists():
        raise AlreadyOffered(name=row.name)
    made = Offering(
        version=row,
        receiving_unit_id=receiving_unit_id,
        deciding_unit_id=deciding_unit_id,
        valid=period,
        source=source,
    )
    say_terms(made, Terms(committed, by_channel or {}, policy))
    made.save(force_insert=True)
    log(Change.OFFERED, row, by=by, at=at, source=source, offering=made)
    return offering_info(made)


@command
def offer_many(
    assignments: Sequence[Assignment],
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    source: str,
) -> int:
    """Many assignments of one decision at once; those that stand already are left alone.

    :returns: how many were new.
    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises NotPublished: one of the versions is a draft; then none is offered.
    """
    lock_catalogue()
    permissions.require(by, "offer_procedure")
    wanted = {(a.version_id, a.receiving_unit_id): a for a in assignments}
    versions = ProcedureVersion.objects.in_bulk({version for version, _unit in wanted})
    for row in versions.values():
        if row.status != Status.PUBLISHED:
            raise NotPublished(name=row.name)
    period = since(valid_from)
    standing = set(
        Offering.objects.filter(version_id__in=versions, valid__overlap=period).values_list(
            "version_id", "receiving_unit_id"
        )
    )
    made = Offering.objects.bulk_create(
        Offering(
            version_id=a.version_id,
            receiving_unit_id=a.receiving_unit_id,
            deciding_unit_id=a.deciding_unit_id,
            valid=period,
            source=source,
        )
        for pair, a in wanted.items()
        if pair not in standing
    )
    _log_many(made, versions, by=by, at=at, source=source)
    return len(made)


@command
def withdraw_offer(
    offering_id: int, *, on: date, by: Actor, at: datetime, source: str = ""
) -> None:
    """Let a unit no longer receive a procedure; ``on`` is the first day without it.

    :raises NotPermitted: ``by`` does not administer the catalogue.
    :raises BadPeriod: ``on`` is not after the offering's first day.
    """
    lock_catalogue()
    made = Offering.objects.select_for_update(of=("self",)).get(pk=offering_id)
    permissions.require(by, "offer_procedure", offering_id=offering_id)
    if on <= made.valid.lower:
        raise BadPeriod(since=made.valid.lower.strftime("%d/%m/%Y"))
    made.valid = since(made.valid.lower, on)
    made.save(update_fields=["valid"])
    log(
        Change.WITHDRAWN,
        made.version,
        by=by,
        at=at,
        source=source,
        offering=made,
        on=on.isoformat(),
    )


def _log_many(
    made: Iterable[Offering],
    versions: dict[int, ProcedureVersion],
    *,
    by: Actor,
    at: datetime,
    source: str,
) -> None:
    """One line for each version: which offerings it got."""
    ids: dict[int, list[int]] = {}
    for offering in made:
        ids.setdefault(offering.version_id, []).append(offering.pk)
    for version_id, offering_ids in ids.items():
        log(
            Change.OFFERED,
            versions[version_id],
            by=by,
            at=at,
            source=source,
            offerings=offering_ids,
        )
