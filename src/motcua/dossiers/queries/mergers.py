"""What units hold at this moment, for the preview of a reform."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from motcua.dossiers.models import Consultation, Dossier, Handover, InboxRow


@dataclass(frozen=True, slots=True)
class Held:
    """Lines of one inbox: a unit's role and a field of procedures."""

    unit_id: int
    role: str
    field_code: str
    items: int
    taken: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What units hold: inboxes, and numbers of dossiers, papers on their way, questions."""

    inboxes: tuple[Held, ...]
    dossiers: int
    handovers: int
    questions: int


def holdings(unit_ids: Sequence[int]) -> Holdings:
    """What these units hold, received or decide that is not over. Four queries.

    No permission filter: for the administrators' page, which asks first.
    """
    ids = list(unit_ids)
    rows = (
        InboxRow.objects.filter(unit_id__in=ids).order_by().values("unit_id", "role", "field_code")
    )
    lines = rows.annotate(items=Count("pk"), taken=Count("post_id"))
    waiting = Q(ended_at__isnull=True) | Q(handback="ready")
    theirs = (
        Q(received_unit_id__in=ids)
        | Q(deciding_unit_id__in=ids)
        | Q(commune_id__in=ids)
        | Q(pk__in=InboxRow.objects.filter(unit_id__in=ids).values("dossier_id"))
    )
    on_the_way = Handover.objects.filter(confirmed_at__isnull=True, taken_back_at__isnull=True)
    unanswered = Consultation.objects.filter(answered_at__isnull=True, unit_id__in=ids)
    return Holdings(
        tuple(Held(**line) for line in lines.order_by("unit_id", "role", "field_code")),
        Dossier.objects.filter(waiting & theirs).count(),
        on_the_way.filter(Q(to_unit_id__in=ids) | Q(from_unit_id__in=ids)).count(),
        unanswered.count(),
    )
