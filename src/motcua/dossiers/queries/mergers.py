"""What units hold at this moment, for the preview of a reform."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from motcua.dossiers.models import Consultation, Dossier, Handover, InboxRow


@dataclass(frozen=True, slots=True)
class Held:
    """Lines of one inbox: a unit's role and a field of procedures; ``in_places`` of a division by
    place: those of the communes that leave, or the others."""

    unit_id: int
    role: str
    field_code: str
    in_places: bool
    items: int
    taken: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What units hold: inboxes, and numbers of dossiers, papers on their way, questions."""

    inboxes: tuple[Held, ...]
    dossiers: int
    handovers: int
    questions: int


def holdings(unit_ids: Sequence[int], place_ids: Sequence[int] = ()) -> Holdings:
    """What these units hold, received or decide that is not over. Four queries.

    :param place_ids: communes by which inboxes are told apart.

    No permission filter: for the administrators' page, which asks first.
    """
    ids = list(unit_ids)
    there: Any = Value(False)
    if place_ids:
        leaving = Q(dossier__commune_id__in=list(place_ids))
        there = Case(When(leaving, then=Value(True)), default=Value(False))
    rows = InboxRow.objects.filter(unit_id__in=ids).order_by().annotate(in_places=there)
    by = ("unit_id", "role", "field_code", "in_places")
    lines = rows.values(*by).annotate(items=Count("pk"), taken=Count("post_id"))
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
        tuple(Held(**line) for line in lines.order_by(*by)),
        Dossier.objects.filter(waiting & theirs).count(),
        on_the_way.filter(Q(to_unit_id__in=ids) | Q(from_unit_id__in=ids)).count(),
        unanswered.count(),
    )
