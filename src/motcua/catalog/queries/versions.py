"""One version with everything that belongs to it."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from motcua.catalog.infos import (
    CaseInfo,
    ComponentInfo,
    ConditionInfo,
    FeeInfo,
    LimitInfo,
    NoteInfo,
    PolicyInfo,
    VersionInfo,
)
from motcua.catalog.messages import sentences
from motcua.catalog.models import (
    Case,
    Component,
    ConditionalTerm,
    Fee,
    LegalBasis,
    Offering,
    ProcedureVersion,
    Result,
    TimeLimitRow,
)
from motcua.catalog.states import Status
from motcua.kernel.text import clean
from motcua.kernel.working_time import TimeLimit

KEPT = 1_000
_kept: OrderedDict[int, VersionInfo] = OrderedDict()
_ids: dict[str, int] = {}
_lock = Lock()


def version(version_id: int) -> VersionInfo:
    """The version ``version_id``. Eight queries cold; none for a published one seen before.

    A published version never changes (the database refuses it), so its copy in this process
    cannot grow stale; drafts are read anew each time.

    :raises ProcedureVersion.DoesNotExist: no such version, a programming error.
    """
    with _lock:
        if kept := _kept.get(version_id):
            _kept.move_to_end(version_id)
            return kept
    info = _read(ProcedureVersion.objects.select_related("field").get(pk=version_id))
    if info.status == Status.PUBLISHED:
        with _lock:
            _kept[version_id] = info
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return info


def version_by_public_id(public_id: str) -> VersionInfo | None:
    """The version with this opaque id, or none. One query more than :func:`version`, the first
    time that this process is asked for it: an id never becomes another version's."""
    asked = clean(public_id)
    with _lock:
        known = _ids.get(asked)
    if known is None:
        found = ProcedureVersion.objects.filter(public_id=asked).values_list("pk").first()
        if found is None:
            return None
        known = found[0]
        with _lock:
            _ids[asked] = known
    return version(known)


def forget() -> None:
    """Empty this process's copies; for tests that count queries."""
    with _lock:
        _kept.clear()
        _ids.clear()


def _read(row: ProcedureVersion) -> VersionInfo:
    papers = list(Component.objects.filter(version=row).order_by("no"))
    return VersionInfo(
        **_head(row),
        cases=tuple(
            CaseInfo(case.pk, case.no, case.name)
            for case in Case.objects.filter(version=row).order_by("no")
        ),
        components=tuple(_component(paper) for paper in papers if not paper.is_note),
        notes=tuple(NoteInfo(p.no, p.case_id, p.name, p.heading) for p in papers if p.is_note),
        limits=tuple(_limit(r) for r in TimeLimitRow.objects.filter(version=row).order_by("no")),
        conditions=tuple(
            ConditionInfo(
                c.pk, c.case_id, c.channel, c.way, TimeLimit.from_json(c.limit), c.condition, c.text
            )
            for c in ConditionalTerm.objects.filter(version=row).order_by("no")
        ),
        fees=tuple(
            FeeInfo(f.name, f.channel, f.amount_vnd, f.displayed, f.note, f.warning)
            for f in Fee.objects.filter(version=row).order_by("no")
        ),
        results=tuple(
            (result.name, result.code)
            for result in Result.objects.filter(version=row).order_by("no")
        ),
        legal_bases=tuple(
            basis.text for basis in LegalBasis.objects.filter(version=row).order_by("no")
        ),
    )


def _head(row: ProcedureVersion) -> dict[str, Any]:
    copied = (
        "id public_id procedure_id code name level status online_level by_post requirements "
        "steps_text agency authority coordinating decision place fee_note source_url "
        "source_sha256 retention_class"
    ).split()
    return {name: getattr(row, name) for name in copied} | {
        "version": row.label,
        "field_code": row.field.code if row.field else "",
        "field_name": row.field.name if row.field else "",
        "missing": sentences(row.missing),
        "warnings": sentences(row.warnings),
        "channels": tuple(row.channels),
        "applicants": tuple(row.applicants),
        "valid_from": row.valid.lower if row.valid else None,
        "policy": policy_info(row),
    }


def policy_info(row: ProcedureVersion | Offering) -> PolicyInfo | None:
    """The policy on supplements that a version or an offering says itself. No query."""
    if not row.supplement_policy:
        return None
    return PolicyInfo(row.supplement_policy, row.supplement_ground)


def _component(row: Component) -> ComponentInfo:
    return ComponentInfo(
        id=row.pk,
        no=row.no,
        case_id=row.case_id,
        name=row.name,
        originals=row.originals,
        copies=row.copies,
        form_code=row.form_code,
        form_file=row.form_file,
        heading=row.heading,
        only_shown=row.only_shown,
    )


def _limit(row: TimeLimitRow) -> LimitInfo:
    limit = None if row.limit is None else TimeLimit.from_json(row.limit)
    return LimitInfo(row.case_id, row.channel, limit, row.text, row.kind, row.note)
