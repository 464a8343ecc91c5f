"""Tables of notices and of the attempts to bring them, about an opaque subject."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import PublicIdField

from .states import Channel, Outcome, Standing

REACHING = [c for c in Channel.values if c != Channel.COUNTER]


class Notice(models.Model):
    """One thing that somebody is to be told, once: its words as they were when it happened.

    ``to_party_id`` and ``slip_public_id`` are opaque here. Its words name no person; a number of
    a dossier and a day may be in them. Never logged.
    """

    public_id = PublicIdField()
    about = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(help_text="What it is about: opaque here.")
    purpose = models.CharField(max_length=40)
    occasion = models.CharField(max_length=40, blank=True, help_text="Which of several times.")
    to_party_id = models.BigIntegerField(null=True)
    channel = models.CharField(
        max_length=10, choices=Channel.choices, help_text="How it is wanted to be brought."
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    slip_public_id = models.CharField(max_length=16, blank=True, help_text="Its paper, if any.")
    made_at = models.DateTimeField()
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.WAITING, db_default="waiting"
    )
    settled_at = models.DateTimeField(null=True, help_text="When delivered or cancelled.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notice_once", fields=["about", "subject_id", "purpose", "occasion"]
            ),
            models.CheckConstraint(
                name="notice_channel_known", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="notice_says_something",
                condition=~Q(purpose="") & ~Q(title="") & ~Q(text="") & ~Q(about=""),
            ),
            models.CheckConstraint(
                name="notice_settled_iff_dated",
                condition=Q(standing=Standing.WAITING, settled_at__isnull=True)
                | Q(standing__in=[Standing.DELIVERED, Standing.CANCELLED])
                & Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            # What the engine of delivery takes up, by channel, oldest first.
            models.Index(
                name="notice_waiting",
                fields=["channel", "made_at"],
                condition=Q(standing="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk} {self.purpose}"


class Delivery(models.Model):
    """One attempt to bring a notice: by whom or by what, and what came of it. Never changed."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    at = models.DateTimeField()
    by_person = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=100, blank=True, help_text="Of the carrier.")
    fault = models.CharField(max_length=60, blank=True, help_text="A code, never a message.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="delivery_succeeds_once", fields=["notice"], condition=Q(outcome="delivered")
            ),
            models.CheckConstraint(
                name="delivery_at_counter_by_somebody",
                condition=Q(channel=Channel.COUNTER, by_post__isnull=False, outcome="delivered")
                | Q(channel__in=REACHING),
            ),
            models.CheckConstraint(
                name="delivery_fault_iff_failed",
                condition=Q(outcome=Outcome.DELIVERED, fault="")
                | Q(outcome=Outcome.FAILED) & ~Q(fault=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk} {self.channel} {self.outcome}"
