"""What people were told whose papers could not be received."""

from motcua.documents import queries as documents
from motcua.dossiers.models import Guidance
from motcua.dossiers.states import RefusalReason, SupplementReason
from motcua.kernel.actor import Actor

from .infos import GuidanceInfo


def guidance(public_id: str, actor: Actor) -> GuidanceInfo | None:
    """A slip of the actor's unit by its id, or None. Two queries."""
    found = Guidance.objects.select_related("unit", "version", "by_post__user")
    row = found.filter(public_id=public_id, unit_id=actor.seat()[0]).first()
    if row is None:
        return None
    papers = tuple(
        (
            p["name"].strip(" -+*•;,.:") or p["name"],
            str(SupplementReason(p["reason"]).label),
            p["text"],
        )
        for p in row.papers
    )
    reason = str(RefusalReason(row.reason).label) if row.reason else ""
    return GuidanceInfo(
        row.public_id,
        row.kind,
        row.unit.name,
        row.unit.hotline,
        row.version.name,
        row.name,
        papers,
        reason,
        row.text,
        row.at,
        row.by_post.user.full_name,
        next((slip.public_id for slip in documents.slips(row.pk, "guidance")), ""),
    )
