"""Promises to the applicant, and the ledger of the clock that they are computed from."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from .dossier import Dossier


class Promise(models.Model):
    """One "hẹn trả": what was promised, on what ground, and when it falls due.

    The second promise of a process with a financial obligation starts when that is settled, so
    until then it has a term and no date. ``original_due_at`` never moves.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="promises")
    number = models.SmallIntegerField()
    limit = models.JSONField(null=True, help_text="TimeLimit; null when none is published.")
    basis = models.TextField(help_text="Which term of which act it is, in words.")
    starts_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True, help_text="When what was promised was done.")
    again_at = models.DateTimeField(null=True, help_text="Promised again; judges nothing.")
    explanation = models.JSONField(default=list)
    provisional_years = models.JSONField(default=list)
    original_edition = models.IntegerField(
        default=0, db_default=0, help_text="Of the calendars when it was first computed."
    )
    calendar_edition = models.IntegerField(
        default=0, db_default=0, help_text="Of the calendars that due_at follows from."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="promise_numbered", fields=["dossier", "number"]),
            models.CheckConstraint(name="promise_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="promise_due_after_start",
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="promise_keeps_its_original",
                condition=Q(due_at__isnull=True, original_due_at__isnull=True)
                | Q(due_at__isnull=False, original_due_at__isnull=False),
            ),
        ]
        indexes = [
            # Figures and lists ask of every dossier whether a promise was broken; few were.
            models.Index(
                name="promise_kept_late",
                fields=["dossier"],
                condition=Q(kept_at__gt=F("due_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"

    @property
    def owed_at(self) -> datetime | None:
        """What a letter of apology names: the day first promised, or the one that the procedure's
        own condition gave in its place."""
        longer = any(line["key"].startswith("lengthened") for line in self.explanation)
        return self.due_at if longer else self.original_due_at


class LedgerEntry(models.Model):
    """One turn of the clock: start, pause, resume, end; each with its ground.

    A changed calendar turns nothing: it says from when to when the promise has moved. Nor does a
    longer term that the procedure allows (``lengthen``), nor its being taken back (``shorten``).
    """

    class Kind(models.TextChoices):
        START = "start"
        PAUSE = "pause"
        RESUME = "resume"
        RESTART = "restart"
        EXTEND = "extend"
        END = "end"
        CALENDAR = "calendar"
        LENGTHEN = "lengthen"
        SHORTEN = "shorten"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="ledger")
    no = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    promise = models.SmallIntegerField()
    ground = models.TextField()
    history_seq = models.IntegerField(help_text="The act that turned it.")
    edition = models.IntegerField(null=True, help_text="The change of a calendar that moved it.")
    was_at = models.DateTimeField(null=True, help_text="Due before it was moved.")
    now_at = models.DateTimeField(null=True, help_text="Due after it; the same when confirmed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ledger_numbered", fields=["dossier", "no"]),
            models.CheckConstraint(
                name="ledger_kind_known",
                condition=Q(
                    kind__in=[
                        "start",
                        "pause",
                        "resume",
                        "restart",
                        "extend",
                        "end",
                        "calendar",
                        "lengthen",
                        "shorten",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="ledger_moved_from_and_to",
                condition=Q(
                    kind="calendar",
                    edition__isnull=False,
                    was_at__isnull=False,
                    now_at__isnull=False,
                )
                | Q(
                    Q(kind="lengthen", now_at__gt=F("was_at"))
                    | Q(kind="shorten", now_at__lte=F("was_at")),
                    edition__isnull=True,
                    was_at__isnull=False,
                    now_at__isnull=False,
                )
                | ~Q(kind__in=["calendar", "lengthen", "shorten"])
                & Q(edition__isnull=True, was_at__isnull=True, now_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="ledger_moved_once_an_edition",
                fields=["dossier", "promise", "edition"],
                condition=Q(kind="calendar"),
            ),
            models.CheckConstraint(name="ledger_has_ground", condition=~Q(ground="")),
        ]
        indexes = [
            # The page of a change of a calendar: what it has moved.
            models.Index(
                name="ledger_by_edition",
                fields=["edition", "dossier"],
                condition=Q(kind="calendar"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.no} {self.kind}"


class Rescheduling(models.Model):
    """Open dossiers following one change of a calendar; each in a transaction of its own."""

    edition = models.IntegerField(primary_key=True, help_text="The number of the change.")
    change = models.CharField(max_length=16, help_text="Its public id.")
    total = models.IntegerField(help_text="Open dossiers that it could concern at the start.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rescheduling_counts", condition=Q(total__gte=0)),
            models.CheckConstraint(
                name="rescheduling_in_order",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}"


class Extension(models.Model):
    """A promise given again for a later day, by its own document. What was promised first stays
    what lateness is judged by."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="extensions")
    promise = models.SmallIntegerField()
    no = models.SmallIntegerField()
    until_at = models.DateTimeField(help_text="The new moment, end of a working day.")
    document = models.TextField(help_text="Number and day of the letter.")
    reason = models.TextField()
    at = models.DateTimeField()
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="extension_numbered", fields=["dossier", "promise", "no"]),
            models.CheckConstraint(
                name="extension_has_ground", condition=~Q(document="") & ~Q(reason="")
            ),
            models.CheckConstraint(
                name="extension_into_the_future", condition=Q(until_at__gt=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.promise}/{self.no}"
