"""Before reception: what is missing is told in full and in writing, or why nothing is received."""

from collections.abc import Sequence
from datetime import datetime

from motcua.catalog import queries as catalog
from motcua.dossiers import _owed, permissions
from motcua.dossiers._aside import checked_papers, worded
from motcua.dossiers.errors import NotOffered
from motcua.dossiers.inputs import SupplementItem
from motcua.dossiers.models import Guidance
from motcua.dossiers.states import RefusalReason
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command


@command
def guide_applicant(
    *,
    version_id: int,
    items: tuple[SupplementItem, ...],
    note: str = "",
    name: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Tell somebody at the counter in writing what is missing; nothing is received. Its public id.

    :param items: every paper that is missing, each with its coded reason.
    :param name: of the applicant, if given.
    :raises NotPermitted: the actor is no counter officer.
    :raises NotOffered: the unit does not receive this procedure on that day.
    :raises NothingAsked, UnknownReason, ReasonMissing: as for a request in processing.

    Source: NĐ 61/2018/NĐ-CP art. 17 (fully, once, in writing [seen]); Mẫu 02.
    """
    papers = checked_papers(items)
    told = [
        {"name": clean(p.name, 4000), "reason": p.reason, "text": clean(p.text, 4000)}
        for p in papers
    ]
    return _told(version_id, Guidance.Kind.SUPPLEMENT, told, "", note, name, by=by, at=at)


@command
def refuse_intake(
    *, version_id: int, reason: str, text: str = "", name: str = "", by: Actor, at: datetime
) -> str:
    """Tell somebody in writing why nothing is received: national state 3, in no count.

    :param reason: one of ``RefusalReason``; ``other`` is told in words.
    :raises NotPermitted, NotOffered, UnknownReason, ReasonMissing: see each.

    Source: NĐ 61/2018/NĐ-CP art. 17 (unverified wording); Mẫu 03.
    """
    text = worded(reason, text, RefusalReason.values)
    return _told(version_id, Guidance.Kind.REFUSAL, [], reason, text, name, by=by, at=at)


def _told(
    version_id: int,
    kind: str,
    papers: Sequence[dict[str, str]],
    reason: str,
    text: str,
    name: str,
    *,
    by: Actor,
    at: datetime,
) -> str:
    permissions.require(by, "guide")
    unit_id, post_id = by.seat()
    version = catalog.version(version_id)
    if catalog.offering(version_id, unit_id, local_day(at)) is None:
        raise NotOffered(procedure=version.name)
    row = Guidance.objects.create(
        unit_id=unit_id,
        version_id=version_id,
        kind=kind,
        name=clean(name, 300),
        papers=list(papers),
        reason=reason,
        text=clean(text, 4000),
        at=at,
        by_post_id=post_id,
    )
    _owed.guided(row, version, by=by, at=at)
    return str(row.public_id)
