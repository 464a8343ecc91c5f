"""The papers issued about a dossier and what the applicant was told, together."""

from dataclasses import dataclass

from motcua.documents import queries as documents
from motcua.documents.queries import SlipInfo
from motcua.dossiers.models import Dossier
from motcua.notifications import queries as notifications
from motcua.notifications.queries import NoticeInfo


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper, the notice that belongs to it, or a notice alone: one of them is never missing."""

    slip: SlipInfo | None
    notice: NoticeInfo | None


def issued(dossier_id: int, *, told: bool = True) -> list[Issued]:
    """Papers in the order of issue with their notices, then notices without a paper. At most three
    queries. No permission filter: for pages of a dossier that the reader may see.

    :param told: False where the applicant was never told anything, so that notices are not asked.
    """
    slips = documents.slips(dossier_id)
    found = notifications.notices(dossier_id) if told else []
    by_slip = {notice.slip_public_id: notice for notice in found if notice.slip_public_id}
    rows = [Issued(slip, by_slip.get(slip.public_id)) for slip in slips]
    return rows + [Issued(None, notice) for notice in found if not notice.slip_public_id]


def papers_of(token: str) -> list[SlipInfo]:
    """The papers that whoever follows a dossier may have, newest first. Two queries."""
    dossier_id = Dossier.objects.filter(track_token=token).values_list("pk", flat=True).first()
    if dossier_id is None:
        return []
    return [slip for slip in reversed(documents.slips(dossier_id)) if slip.public]
