"""Fields, procedures, and the dated versions of a procedure."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from motcua.catalog.states import Channel, Policy, Status
from motcua.kernel.dates import InForce
from motcua.kernel.ids import PublicIdField


class Field(models.Model):
    """A field of administration (lĩnh vực), with the names under which sources know it.

    ``code`` is ours, derived from the name: the ministry's codes for fields (TT 03/2025) were
    not seen.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200, unique=True)
    source_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="field_has_code", condition=~Q(code="")),
            models.CheckConstraint(name="field_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """One administrative procedure (TTHC), whoever publishes versions of it.

    Old provincial lists publish some without a code; those are known by their folded name.
    """

    public_id = PublicIdField()
    code = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 (none ≠ empty)
    name_key = models.CharField(
        max_length=64, help_text="Digest of the folded name; the identity where there is no code."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="procedure_code_or_none", condition=Q(code__isnull=True) | ~Q(code="")
            ),
            models.CheckConstraint(name="procedure_has_name_key", condition=~Q(name_key="")),
            models.UniqueConstraint(
                name="procedure_code_once", fields=["code"], condition=Q(code__isnull=False)
            ),
            models.UniqueConstraint(
                name="procedure_name_once_without_code",
                fields=["name_key"],
                condition=Q(code__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.name_key


class ProcedureVersion(models.Model):
    """What one source published about a procedure, as of one reading of it.

    ``(code, label, name_key)`` is the line that versions follow one another on. A draft has no
    validity. Once published nothing moves but the end of ``valid``: the trigger
    ``catalog_version_fixed`` refuses the rest, also from ``psql``. ``name_folded`` and ``search``
    are generated columns of the database.
    """

    public_id = PublicIdField()
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    label = models.CharField(max_length=120, help_text="Version label of the source.")
    code = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    name_key = models.CharField(max_length=64, help_text="Digest of the folded name.")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", null=True)
    level = models.CharField(max_length=120, blank=True, help_text="Deciding level, as published.")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    valid = DateRangeField(null=True, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="When a newer draft took this draft's place."
    )
    missing = models.JSONField(default=list, help_text="Codes and facts of what is missing.")
    warnings = models.JSONField(default=list, help_text="What was read with a caution.")
    channels = ArrayField(models.CharField(max_length=12), default=list)
    online_level = models.CharField(max_length=40, blank=True, help_text="As published.")
    by_post = models.BooleanField(default=False)
    agency = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    coordinating = models.TextField(blank=True)
    decision = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=200, blank=True)
    applicants = ArrayField(models.TextField(), default=list)
    requirements = models.TextField(blank=True)
    steps_text = models.TextField(blank=True)
    place = models.TextField(blank=True)
    fee_note = models.TextField(blank=True)
    retention_class = models.CharField(
        max_length=60, blank=True, help_text="Empty: no source states it."
    )
    supplement_policy = models.CharField(
        max_length=10, blank=True, default="", db_default="", choices=Policy.choices
    )
    supplement_ground = models.TextField(
        blank=True, default="", db_default="", help_text="Why this policy; empty: the rule's holds."
    )
    source_url = models.TextField(blank=True)
    source_sha256 = models.CharField(max_length=64)
    record = models.JSONField(help_text="The record as it was read, in NFC.")
    search_words = models.TextField(blank=True, help_text="Code, field and its source names.")

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="version_status_known", condition=Q(status__in=Status)),
            models.CheckConstraint(name="version_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="version_published_iff_dated",
                condition=Q(
                    status=Status.PUBLISHED,
                    valid__isnull=False,
                    published_at__isnull=False,
                    superseded_at__isnull=True,
                )
                | Q(status=Status.DRAFT, valid__isnull=True, published_at__isnull=True),
            ),
            models.CheckConstraint(
                name="version_published_lacks_nothing",
                condition=Q(status=Status.DRAFT) | Q(missing=[], field__isnull=False),
            ),
            models.CheckConstraint(
                name="version_channels_known", condition=Q(channels__contained_by=Channel.values)
            ),
            models.CheckConstraint(
                name="version_policy_has_ground",
                condition=Q(supplement_policy="", supplement_ground="")
                | Q(supplement_policy__in=Policy.values) & ~Q(supplement_ground=""),
            ),
            models.CheckConstraint(
                name="version_valid_not_empty",
                condition=Q(valid__isnull=True) | Q(valid__isempty=False),
            ),
            ExclusionConstraint(
                name="version_one_in_force",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    ("label", RangeOperators.EQUAL),
                    ("name_key", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(status=Status.PUBLISHED),
            ),
            models.UniqueConstraint(
                name="version_one_draft",
                fields=["procedure", "label", "name_key"],
                condition=Q(status=Status.DRAFT, superseded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()
