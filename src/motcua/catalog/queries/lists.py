"""Lists of the catalogue: fields, offerings, drafts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from motcua.catalog.infos import (
    FieldInfo,
    NotOfferedInfo,
    OfferedFieldInfo,
    OfferedInfo,
    OfferingInfo,
    OwnTermsInfo,
)
from motcua.catalog.messages import sentences
from motcua.catalog.models import Field, Offering, ProcedureVersion, TimeLimitRow
from motcua.catalog.states import Status
from motcua.kernel.working_time import TimeLimit

from .versions import policy_info


def fields() -> list[FieldInfo]:
    """All fields by name. One query."""
    return [FieldInfo(f.pk, f.code, f.name) for f in Field.objects.order_by("name")]


def offering(version_id: int, receiving_unit_id: int, day: date) -> OfferingInfo | None:
    """Who decides this version's dossiers when this unit receives them on ``day``. One query.

    None: the unit does not receive it on that day, or the version is not in force.
    """
    row = (
        Offering.objects.in_force(day)
        .filter(
            version_id=version_id,
            receiving_unit_id=receiving_unit_id,
            version__status=Status.PUBLISHED,
            version__valid__contains=day,
        )
        .first()
    )
    return offering_info(row) if row else None


def offered_at(receiving_unit_id: int, day: date) -> list[OfferingInfo]:
    """Everything that a unit receives on ``day``. One query."""
    rows = Offering.objects.in_force(day).filter(
        receiving_unit_id=receiving_unit_id,
        version__status=Status.PUBLISHED,
        version__valid__contains=day,
    )
    return [offering_info(row) for row in rows.order_by("version_id")]


def offerings_of(version_id: int, day: date) -> list[OfferingInfo]:
    """Every unit that receives a version on ``day``, and who decides then. One query."""
    rows = Offering.objects.in_force(day).filter(
        version_id=version_id,
        version__status=Status.PUBLISHED,
        version__valid__contains=day,
    )
    return [offering_info(row) for row in rows.order_by("pk")]


def offered_versions(day: date) -> list[OfferedInfo]:
    """The published versions that any unit receives on ``day``, by name. One query."""
    offered = Offering.objects.in_force(day).values("version_id")
    rows = ProcedureVersion.objects.in_force(day).filter(pk__in=offered, status=Status.PUBLISHED)
    return _heads(rows.order_by("name", "pk"))


def heads_of(version_ids: Iterable[int]) -> dict[int, OfferedInfo]:
    """Code and name of versions, by id. One query."""
    heads = _heads(ProcedureVersion.objects.filter(pk__in=set(version_ids)))
    return {head.version_id: head for head in heads}


def limits_of(version_ids: Iterable[int]) -> dict[int, list[TimeLimit]]:
    """The time limits that can be read of versions, of all their cases and channels, by id; none
    for a version that has none. One query.
    """
    rows = TimeLimitRow.objects.filter(version_id__in=set(version_ids), limit__isnull=False)
    found: dict[int, list[TimeLimit]] = {}
    for version_id, limit in rows.order_by("version_id", "no").values_list("version_id", "limit"):
        found.setdefault(version_id, []).append(TimeLimit.from_json(limit))
    return found


def receivers(version_ids: Iterable[int], day: date) -> dict[int, list[int]]:
    """Which units receive each of these versions on ``day``, by id. One query."""
    found: dict[int, list[int]] = {version_id: [] for version_id in version_ids}
    rows = Offering.objects.in_force(day).filter(version_id__in=list(found)).order_by("pk")
    for version_id, unit_id in rows.values_list("version_id", "receiving_unit_id"):
        found[version_id].append(unit_id)
    return found


def offered_fields(day: date) -> list[OfferedFieldInfo]:
    """Fields with the number of versions that units receive on ``day``; most first. One query."""
    offered = Offering.objects.in_force(day).values("version_id")
    rows = (
        ProcedureVersion.objects.in_force(day)
        .filter(pk__in=offered, status=Status.PUBLISHED)
        .values_list("field__code", "field__name")
        .annotate(number=Count("pk"))
        .order_by("-number", "field__name")
    )
    return [OfferedFieldInfo(code, name, number) for code, name, number in rows]


def versions_of(procedure_id: int) -> list[int]:
    """Ids of all versions of a procedure, the newest first. One query."""
    rows = ProcedureVersion.objects.filter(procedure_id=procedure_id).order_by("-pk")
    return list(rows.values_list("pk", flat=True))


def in_force(code: str, day: date) -> list[int]:
    """Ids of the published versions of a code that hold on ``day``. One query.

    Several where a province's own version stands beside the national one. A code that the
    source printed with the locality's suffix is another code (``1.012784.H19``).
    """
    rows = ProcedureVersion.objects.in_force(day).filter(code=code, status=Status.PUBLISHED)
    return list(rows.order_by("label", "pk").values_list("pk", flat=True))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Names of procedures by code, of each the newest published version. One query."""
    rows = ProcedureVersion.objects.filter(code__in=set(codes), status=Status.PUBLISHED)
    return {code or "": name for code, name in rows.order_by("pk").values_list("code", "name")}


def online_levels(day: date) -> list[tuple[str, str, int]]:
    """How many procedures in force on ``day`` there are by who decides and online level.

    Level and online level as published, empty where nothing is. One query.
    """
    rows = ProcedureVersion.objects.in_force(day).filter(status=Status.PUBLISHED)
    found = rows.values_list("level", "online_level").annotate(n=Count("code", distinct=True))
    return [(level or "", online or "", number) for level, online, number in found.order_by()]


def own_terms(day: date) -> list[OwnTermsInfo]:
    """Committed terms and policies that hold on ``day``: of units, then of records. Two queries.

    Terms as (channel, term); the channel is empty where the term is for all others.
    """
    offers = Offering.objects.in_force(day).select_related("version")
    silent = Q(committed__isnull=True, committed_by_channel={}, supplement_policy="")
    said = offers.exclude(silent).order_by("version__code", "version__name", "pk")
    versions = ProcedureVersion.objects.in_force(day).exclude(supplement_policy="")
    return [
        *(_own(row, row.version) for row in said),
        *(_own(None, row) for row in versions.order_by("code", "name", "pk")),
    ]


def _own(row: Offering | None, version: ProcedureVersion) -> OwnTermsInfo:
    info = offering_info(row) if row else None
    general = [("", info.committed.text)] if info and info.committed else []
    apart = [(channel, limit.text) for channel, limit in info.by_channel] if info else []
    return OwnTermsInfo(
        code=version.code,
        name=version.name,
        unit_id=row.receiving_unit_id if row else None,
        committed=(*general, *apart),
        policy=policy_info(row or version),
        since=(row or version).valid.lower,
    )


def not_offered() -> list[NotOfferedInfo]:
    """The drafts that wait for somebody to complete them, and what each lacks. One query."""
    rows: Iterable[ProcedureVersion] = (
        ProcedureVersion.objects.filter(status=Status.DRAFT, superseded_at__isnull=True)
        .only("public_id", "code", "label", "name", "missing")
        .order_by("code", "label", "pk")
    )
    return [
        NotOfferedInfo(r.pk, r.public_id, r.code, r.label, r.name, sentences(r.missing))
        for r in rows
    ]


def _heads(rows: QuerySet[ProcedureVersion]) -> list[OfferedInfo]:
    found = rows.values_list("pk", "public_id", "code", "name")
    return [OfferedInfo(pk, public_id, code or "", name) for pk, public_id, code, name in found]


def offering_info(row: Offering) -> OfferingInfo:
    """A row as other rooms see it. No query."""
    by_channel = sorted(row.committed_by_channel.items())
    return OfferingInfo(
        id=row.pk,
        version_id=row.version_id,
        receiving_unit_id=row.receiving_unit_id,
        deciding_unit_id=row.deciding_unit_id,
        committed=None if row.committed is None else TimeLimit.from_json(row.committed),
        by_channel=tuple((channel, TimeLimit.from_json(limit)) for channel, limit in by_channel),
        policy=policy_info(row),
    )
