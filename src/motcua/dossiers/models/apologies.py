"""Letters that tell the applicant before the day that it will not be kept; and those waived."""

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.states import ApologyState, DelayCause
from motcua.kernel.ids import PublicIdField

from .dossier import Dossier


class Apology(models.Model):
    """One letter of apology: drafted when the remaining allotments exceed what is left, signed by
    a leader. Signing it promises the result again (``Extension``); the day first promised judges.
    """

    public_id = PublicIdField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="apologies")
    no = models.SmallIntegerField()
    promise = models.SmallIntegerField()
    due_on = models.DateField(help_text="The day promised, which it apologises for.")
    state = models.CharField(max_length=8, choices=ApologyState.choices)
    cause = models.CharField(max_length=12, choices=DelayCause.choices)
    step = models.TextField(help_text="The step that answers for the delay.")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, related_name="+", help_text="Whose step."
    )
    reason = models.TextField(blank=True, help_text="In the leader's words.")
    until_on = models.DateField(help_text="The day that is proposed instead.")
    left_minutes = models.IntegerField(help_text="Working minutes left when it was drafted.")
    needed_minutes = models.IntegerField(help_text="Allotments that remained then.")
    drafted_at = models.DateTimeField()
    drafted_by_post = models.ForeignKey(
        "organizations.Post",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Null: the job.",
    )
    sent_at = models.DateTimeField(null=True, help_text="Signed and handed to the notices.")
    sent_on = models.DateField(null=True)
    signed_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    handed_at = models.DateTimeField(null=True, help_text="Put into the applicant's hands.")
    handed_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    refused_channel = models.CharField(
        max_length=10, blank=True, help_text="By which the applicant would not be told."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="apology_numbered", fields=["dossier", "no"]),
            models.UniqueConstraint(
                name="apology_one_drafted", fields=["dossier"], condition=Q(state="draft")
            ),
            models.CheckConstraint(
                name="apology_state_known", condition=Q(state__in=ApologyState.values)
            ),
            models.CheckConstraint(
                name="apology_cause_known", condition=Q(cause__in=DelayCause.values)
            ),
            models.CheckConstraint(
                name="apology_sent_by_somebody",
                condition=Q(
                    state="draft", sent_at=None, sent_on=None, signed_by_post=None, handed_at=None
                )
                | Q(
                    state="sent",
                    sent_at__gte=F("drafted_at"),
                    sent_on__isnull=False,
                    signed_by_post__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="apology_handed_by_somebody",
                condition=Q(handed_at=None, handed_by_post=None)
                | Q(handed_at__gte=F("sent_at"), handed_by_post__isnull=False),
            ),
            models.CheckConstraint(
                name="apology_promises_later", condition=Q(until_on__gt=F("due_on"))
            ),
        ]
        indexes = [
            # The leader's desk: what waits for a signature, most urgent first.
            models.Index(
                name="apology_drafts", fields=["due_on", "id"], condition=Q(state="draft")
            ),
            # The register: letters sent in a period.
            models.Index(name="apology_sent", fields=["sent_on", "id"], condition=Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.no} {self.state}"


class ApologyWaiver(models.Model):
    """A leader let a late dossier go to signature without its letter, and says why."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="apology_waiver")
    reason = models.TextField()
    at = models.DateTimeField()
    on = models.DateField()
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"
