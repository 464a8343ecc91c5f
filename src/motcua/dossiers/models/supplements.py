"""What was asked of the applicant afterwards, and how a dossier ended before its result."""

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.states import EARLY, RefusalReason, State, StopReason, SupplementReason

from .dossier import Dossier, DossierComponent


class Supplement(models.Model):
    """One request to supply papers. The clock stands still until it is answered."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements")
    number = models.SmallIntegerField()
    note = models.TextField(blank=True)
    leader_reason = models.TextField(blank=True, help_text="Why a second request was needed.")
    requested_at = models.DateTimeField()
    requested_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    answer_by = models.DateField(help_text="Last day to answer, local to the receiving unit.")
    answered_at = models.DateTimeField(null=True)
    answered_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="supplement_numbered", fields=["dossier", "number"]),
            models.UniqueConstraint(
                name="supplement_one_waits",
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="supplement_second_has_reason",
                condition=Q(number=1) | Q(number__gt=1) & ~Q(leader_reason=""),
            ),
            models.CheckConstraint(
                name="supplement_answered_by_somebody",
                condition=Q(answered_at__isnull=True, answered_by_post__isnull=True)
                | Q(answered_at__gte=F("requested_at"), answered_by_post__isnull=False),
            ),
        ]
        indexes = [
            # Requests whose window has passed.
            models.Index(
                name="supplement_waiting",
                fields=["answer_by"],
                condition=Q(answered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"


class SupplementPaper(models.Model):
    """One paper of a request, why it is needed, and what came for it."""

    supplement = models.ForeignKey(Supplement, models.PROTECT, related_name="papers")
    no = models.SmallIntegerField()
    component = models.ForeignKey("catalog.Component", models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    reason = models.CharField(max_length=16, choices=SupplementReason.choices)
    text = models.TextField(blank=True)
    came = models.ForeignKey(DossierComponent, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="supplement_paper_numbered", fields=["supplement", "no"]),
            models.CheckConstraint(
                name="supplement_reason_known", condition=Q(reason__in=SupplementReason.values)
            ),
            models.CheckConstraint(
                name="supplement_other_in_words",
                condition=~Q(reason=SupplementReason.OTHER) | ~Q(text=""),
            ),
            models.CheckConstraint(name="supplement_paper_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


REASONS = sorted({*RefusalReason.values, *StopReason.values})


class EarlyEnd(models.Model):
    """A dossier ended without a decision on the merits: given back, withdrawn or stopped."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="early_ends")
    state = models.CharField(max_length=12, choices=[(s.value, s.label) for s in EARLY])
    reason = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    history_seq = models.IntegerField(null=True, help_text="The act that ended it.")
    undone_at = models.DateTimeField(null=True, help_text="When the dossier was reopened.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="early_end_one_holds", fields=["dossier"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(
                name="early_end_known", condition=Q(state__in=[s.value for s in EARLY])
            ),
            models.CheckConstraint(
                name="early_end_has_reason",
                condition=Q(state=State.WITHDRAWN, reason="")
                | ~Q(state=State.WITHDRAWN) & Q(reason__in=REASONS),
            ),
            models.CheckConstraint(
                name="early_end_other_in_words", condition=~Q(reason="other") | ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.state}"
