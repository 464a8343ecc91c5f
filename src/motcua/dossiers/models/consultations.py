"""What another unit is asked about a dossier. The clock goes on: its time is inside the total."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import PublicIdField

from .dossier import Dossier


class Consultation(models.Model):
    """One question to one unit, and its answer."""

    public_id = PublicIdField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="consultations")
    number = models.SmallIntegerField()
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    question = models.TextField()
    answer_by = models.DateField(null=True, help_text="Day by which the answer is asked for.")
    asked_at = models.DateTimeField()
    asked_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    asked_by_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="consultation_numbered", fields=["dossier", "number"]),
            models.CheckConstraint(name="consultation_asks", condition=~Q(question="")),
            models.CheckConstraint(
                name="consultation_of_another", condition=~Q(unit=F("asked_by_unit"))
            ),
            models.CheckConstraint(
                name="consultation_answered_in_words",
                condition=Q(answered_at__isnull=True, answered_by_post__isnull=True, answer="")
                | Q(answered_at__gte=F("asked_at"), answered_by_post__isnull=False) & ~Q(answer=""),
            ),
        ]
        indexes = [
            # What a unit is asked and has not answered.
            models.Index(
                name="consultation_open",
                fields=["unit", "asked_at"],
                condition=Q(answered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"
