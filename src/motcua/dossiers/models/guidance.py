"""What somebody was told whose papers could not be received: no dossier came of it."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.states import RefusalReason
from motcua.kernel.ids import PublicIdField


class Guidance(models.Model):
    """One slip given before reception: what is missing, or why nothing is received. In no count."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement"
        REFUSAL = "refusal"

    public_id = PublicIdField()
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.ProcedureVersion", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=300, blank=True, help_text="Of the applicant, if given.")
    papers = models.JSONField(default=list, help_text="name, reason (SupplementReason), text.")
    reason = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guidance_says_why",
                condition=Q(kind="supplement", reason="") & ~Q(papers=[])
                | Q(kind="refusal", reason__in=RefusalReason.values, papers=[]),
            )
        ]
        indexes = [
            # What a counter told people lately.
            models.Index(name="guidance_of_unit", fields=["unit", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
