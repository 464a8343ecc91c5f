"""Who receives and who decides a procedure, and who changed what in the catalogue."""

from django.db import models
from django.db.models import Q

from motcua.catalog.states import Change, Policy
from motcua.kernel.dates import Dated, validity_constraint

from .procedure import ProcedureVersion


class Offering(Dated):
    """A unit receives dossiers of a published version, and an agency decides them.

    A trigger refuses a version that is not published. Its rows move to the next version when
    that one is published.
    """

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    receiving_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    deciding_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    committed = models.JSONField(null=True, help_text="Committed limit, TimeLimit.to_json().")
    committed_by_channel = models.JSONField(
        default=dict, db_default={}, help_text="Channel → limit, where it is another than that."
    )
    supplement_policy = models.CharField(
        max_length=10, blank=True, default="", db_default="", choices=Policy.choices
    )
    supplement_ground = models.TextField(
        blank=True, default="", db_default="", help_text="Why this policy; empty without one."
    )
    source = models.TextField(blank=True, help_text="Decision that assigns it, as cited.")

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            validity_constraint("offering_one_a_day", "version", "receiving_unit"),
            models.CheckConstraint(
                name="offering_valid_not_empty", condition=Q(valid__isempty=False)
            ),
            # offering_channels_known stands in sql/terms.sql.
            models.CheckConstraint(
                name="offering_policy_has_ground",
                condition=Q(supplement_policy="", supplement_ground="")
                | Q(supplement_policy__in=Policy.values) & ~Q(supplement_ground=""),
            ),
        ]
        indexes = [
            # Search at the counter: what this unit receives.
            models.Index(name="offering_by_receiver", fields=["receiving_unit", "version"])
        ]

    def __str__(self) -> str:
        return f"{self.version_id} @ {self.receiving_unit_id}"


class ChangeLog(models.Model):
    """Who changed what in the catalogue, when, and from which source. Appended, never changed."""

    at = models.DateTimeField()
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True)
    actor = models.CharField(max_length=200, help_text="Role of the person, or the job's name.")
    what = models.CharField(max_length=12, choices=Change.choices)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, models.PROTECT, related_name="+", null=True)
    source = models.TextField(blank=True)
    facts = models.JSONField(default=dict, help_text="Ids, codes and days; no names.")

    class Meta:
        constraints = [
            models.CheckConstraint(name="change_known", condition=Q(what__in=Change.values)),
        ]
        indexes = [
            # The page of a version: what happened to it.
            models.Index(name="change_by_version", fields=["version", "at"])
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.version_id} ({self.at:%Y-%m-%d})"
