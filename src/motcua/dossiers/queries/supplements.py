"""What was asked of the applicant afterwards, and how a dossier ended early."""

from django.db.models import Prefetch

from motcua.dossiers.models import Dossier, EarlyEnd, Supplement, SupplementPaper
from motcua.dossiers.states import RefusalReason, State, StopReason, SupplementReason

from .infos import EarlyEndInfo, SupplementInfo, WantedInfo


def supplements(row: Dossier) -> tuple[SupplementInfo, ...]:
    """The requests for papers of a dossier, in their order. Two queries, one when there is none."""
    found = Supplement.objects.filter(dossier=row).order_by("number")
    papers = Prefetch("papers", SupplementPaper.objects.select_related("came"))
    return tuple(_info(one) for one in found.prefetch_related(papers))


def waiting(row: Dossier) -> SupplementInfo | None:
    """The request that waits for its answer. At most three queries, one when there is none."""
    one = Supplement.objects.filter(dossier=row, answered_at__isnull=True).first()
    return _info(one) if one is not None else None


def early_end(row: Dossier) -> EarlyEndInfo | None:
    """How the dossier ended without a result, while that holds. One query."""
    end = EarlyEnd.objects.filter(dossier=row, undone_at__isnull=True).first()
    if end is None:
        return None
    reasons = RefusalReason if end.state == State.REFUSED else StopReason
    name = str(reasons(end.reason).label) if end.reason else ""
    return EarlyEndInfo(end.state, name, end.text, end.at)


def _info(one: Supplement) -> SupplementInfo:
    papers = tuple(
        WantedInfo(
            p.no,
            p.component_id,
            p.name,
            p.reason,
            str(SupplementReason(p.reason).label),
            p.text,
            p.came.no if p.came else None,
        )
        for p in sorted(one.papers.all(), key=lambda p: p.no)
    )
    return SupplementInfo(
        one.number,
        one.note,
        one.leader_reason,
        one.requested_at,
        one.answer_by,
        one.answered_at,
        papers,
    )
