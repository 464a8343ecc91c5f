"""What changes hands: the dossier between units, the result to the applicant."""

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.states import HandoverMode, Outcome
from motcua.kernel.ids import PublicIdField

from .dossier import Dossier


class HandoverList(models.Model):
    """A printed list of paper files that one unit gives to another; its QR opens its page."""

    public_id = PublicIdField()
    from_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    year = models.SmallIntegerField(help_text="Vietnamese year in which it was made.")
    number = models.IntegerField(help_text="Within the giving unit and the year, from 1.")
    made_at = models.DateTimeField()
    made_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="handover_list_numbered", fields=["from_unit", "year", "number"]
            ),
            models.CheckConstraint(
                name="handover_list_between_two", condition=~Q(from_unit=F("to_unit"))
            ),
        ]
        indexes = [
            # "Lists of my unit", newest first.
            models.Index(name="handover_list_given", fields=["from_unit", "-made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class Handover(models.Model):
    """A paper file given by one unit to another. The giver answers for it until it is confirmed.

    Of a dossier at most one is on its way: neither confirmed nor taken back.
    """

    public_id = PublicIdField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="handovers")
    on_list = models.ForeignKey(HandoverList, models.PROTECT, null=True, related_name="lines")
    from_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12, choices=HandoverMode.choices)
    given_at = models.DateTimeField()
    given_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, help_text="The giver kept, or found, it.")
    taken_back_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="handover_one_on_its_way",
                fields=["dossier"],
                condition=Q(confirmed_at__isnull=True, taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="handover_taken_back_by_somebody",
                condition=Q(taken_back_at__isnull=True, taken_back_by_post__isnull=True)
                | Q(
                    taken_back_at__gte=F("given_at"),
                    taken_back_by_post__isnull=False,
                    confirmed_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="handover_mode_known", condition=Q(mode__in=HandoverMode.values)
            ),
            models.CheckConstraint(
                name="handover_between_two", condition=~Q(from_unit=F("to_unit"))
            ),
            models.CheckConstraint(
                name="handover_confirmed_by_somebody",
                condition=Q(confirmed_at__isnull=True, confirmed_by_post__isnull=True)
                | Q(confirmed_at__gte=F("given_at"), confirmed_by_post__isnull=False),
            ),
        ]
        indexes = [
            # "Paper on its way to my unit".
            models.Index(
                name="handover_waiting",
                fields=["to_unit", "given_at"],
                condition=Q(confirmed_at__isnull=True),
            ),
            # "Paper that my unit gave and nobody has confirmed".
            models.Index(
                name="handover_given",
                fields=["from_unit", "given_at"],
                condition=Q(confirmed_at__isnull=True, taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.from_unit_id} → {self.to_unit_id}"


class PaperFile(models.Model):
    """Who answers for the papers of a dossier, and where they lie. One row, so one holder.

    Written when papers first move or get a place: without a row they are still with the unit that
    received them. ``handover`` is set while they are on their way; the giver answers until then.
    """

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="paper_file"
    )
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    handover = models.OneToOneField(Handover, models.PROTECT, null=True, related_name="+")
    shelf = models.CharField(max_length=60, blank=True, help_text="Where it lies in the unit.")
    shelf_folded = models.CharField(max_length=60, blank=True)
    kept = models.BooleanField(
        default=False, help_text="Stays on file with the unit; the result goes back without it."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paper_file_on_its_way_lies_nowhere",
                condition=Q(handover__isnull=True) | Q(shelf="", kept=False),
            ),
        ]
        indexes = [
            # "What lies on this shelf of my unit".
            models.Index(name="paper_file_shelf", fields=["unit", "shelf_folded"]),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.unit_id} {self.shelf}"


class Result(models.Model):
    """What was decided: number and day of the document, and its file."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="result")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    number = models.CharField(max_length=60)
    day = models.DateField()
    note = models.TextField(blank=True)
    file = models.ForeignKey("documents.File", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="result_outcome_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(name="result_has_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="result_negative_has_reason",
                condition=~Q(outcome=Outcome.NEGATIVE) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PastResult(models.Model):
    """A result that was wrong, as it stood, and why it was corrected; `Result` is in force."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="past_results")
    no = models.SmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    number = models.CharField(max_length=60)
    day = models.DateField()
    note = models.TextField(blank=True)
    file = models.ForeignKey("documents.File", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    reason = models.TextField(help_text="Why it was wrong.")
    replaced_at = models.DateTimeField()
    replaced_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="past_result_numbered", fields=["dossier", "no"]),
            models.CheckConstraint(name="past_result_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="past_result_replaced_later",
                condition=Q(replaced_at__gte=F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.no} {self.number}"


class Collection(models.Model):
    """The result in the hands of whoever may collect it."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="collection")
    name = models.CharField(max_length=300)
    relation = models.CharField(max_length=12)
    authority = models.TextField(blank=True, help_text="Paper of authorisation, where needed.")
    checked = models.CharField(max_length=20, help_text="How the person was recognised.")
    at = models.DateTimeField()
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collection_relation_known",
                condition=Q(relation__in=["owner", "submitter", "collector", "other"]),
            ),
            models.CheckConstraint(
                name="collection_other_has_authority",
                condition=~Q(relation="other") | ~Q(authority=""),
            ),
            models.CheckConstraint(name="collection_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"
