"""What was put right, promised again, or asked of other units."""

from datetime import date

from django.db.models import QuerySet

from motcua.dossiers._aside import consultable
from motcua.dossiers.models import Consultation, Dossier, Extension, PastResult
from motcua.dossiers.states import Outcome
from motcua.kernel.actor import Actor
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo
from motcua.workflow.queries import ItemInfo

from .infos import ConsultationInfo, ExtensionInfo, PastResultInfo

__all__ = [
    "consultable",
    "consultation",
    "consultations",
    "extensions",
    "forwardable",
    "past_results",
    "questions_for",
]


def past_results(row: Dossier) -> tuple[PastResultInfo, ...]:
    """Results that were corrected, the last one first. One query."""
    return tuple(
        PastResultInfo(
            p.number, p.day, str(Outcome(p.outcome).label), p.note, p.reason, p.replaced_at
        )
        for p in PastResult.objects.filter(dossier=row).order_by("-no")
    )


def extensions(row: Dossier) -> tuple[ExtensionInfo, ...]:
    """Promises given again, in their order. One query."""
    return tuple(
        ExtensionInfo(x.promise, x.until_at, x.document, x.reason, x.at)
        for x in Extension.objects.filter(dossier=row).order_by("promise", "no")
    )


def consultations(row: Dossier) -> tuple[ConsultationInfo, ...]:
    """What other units were asked, in the order of asking. One query."""
    found = Consultation.objects.filter(dossier=row).select_related("dossier", "unit")
    return tuple(_info(c) for c in found.order_by("number"))


def consultation(public_id: str) -> ConsultationInfo | None:
    """One question by its id, or None. One query."""
    row = Consultation.objects.select_related("dossier", "unit").filter(public_id=public_id).first()
    return _info(row) if row is not None else None


def questions_for(actor: Actor) -> tuple[ConsultationInfo, ...]:
    """What the actor's unit is asked and has not answered, the oldest first. One query."""
    rows = unanswered(actor).select_related("dossier", "unit").order_by("asked_at")
    return tuple(_info(row) for row in rows[:200])


def unanswered(actor: Actor) -> QuerySet[Consultation]:
    """Questions that the actor's unit still owes an answer to. No query."""
    return Consultation.objects.filter(unit_id=actor.seat()[0], answered_at__isnull=True)


def forwardable(item: ItemInfo, day: date) -> list[UnitInfo]:
    """Units whose people of the same role could do a step: beside the one that has it. A query for
    each unit of the same kind."""
    if item.unit_id is None:
        return []
    own = organizations.unit(item.unit_id)
    same = organizations.units_of_kind(day, own.kind)
    return [
        unit
        for unit in sorted(same, key=lambda u: u.name)
        if unit.id != own.id and organizations.posts_in(unit.id, day, roles=[item.role])
    ]


def _info(row: Consultation) -> ConsultationInfo:
    return ConsultationInfo(
        row.pk,
        row.public_id,
        row.dossier.public_id,
        row.dossier.code,
        row.number,
        row.unit_id,
        row.unit.short_name or row.unit.name,
        row.question,
        row.answer_by,
        row.asked_at,
        row.answer,
        row.answered_at,
    )
