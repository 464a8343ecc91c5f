"""Units, where they stand in the tree, whom they followed, and what they are in charge of."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from motcua.kernel.dates import Dated, validity_constraint
from motcua.kernel.ids import PublicIdField
from motcua.organizations.rules import CURRENT_CODE, OLD_CODE
from motcua.organizations.states import Level, PlaceClass, Service, UnitKind


class Unit(Dated):
    """An agency or a unit of one, from the day it is founded to the day it is closed.

    A merged, split or renamed unit is closed and another one opened, linked by
    :class:`UnitSuccession`: codes and names on papers already printed stay true.
    """

    public_id = PublicIdField()
    key = models.CharField(
        max_length=40, blank=True, help_text="Stable name in imports and in rules: external:tax."
    )
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Level.choices)
    place_class = models.CharField(
        max_length=10, choices=PlaceClass.choices, default=PlaceClass.ORDINARY
    )
    agency = models.BooleanField(default=False, help_text="Numbers dossiers under its own code.")
    code_current = models.CharField(max_length=35, blank=True, help_text="QĐ 20/2020: H99.19.01")
    code_old = models.CharField(max_length=35, blank=True, help_text="QCVN 102: 000.01.19.H99")
    hotline = models.CharField(max_length=30, blank=True)
    head_name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(name="unit_kind_known", condition=Q(kind__in=UnitKind.values)),
            models.CheckConstraint(name="unit_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="unit_place_class_known", condition=Q(place_class__in=PlaceClass.values)
            ),
            models.CheckConstraint(name="unit_valid_not_empty", condition=Q(valid__isempty=False)),
            models.CheckConstraint(name="unit_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="unit_code_current_shape",
                condition=Q(code_current="") | Q(code_current__regex=CURRENT_CODE),
            ),
            models.CheckConstraint(
                name="unit_code_old_shape",
                condition=Q(code_old="") | Q(code_old__regex=OLD_CODE),
            ),
            models.CheckConstraint(
                name="unit_agency_has_code", condition=Q(agency=False) | ~Q(code_current="")
            ),
            ExclusionConstraint(
                name="unit_key_once",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=~Q(key=""),
            ),
            ExclusionConstraint(
                name="unit_code_current_once",
                expressions=[
                    ("code_current", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=~Q(code_current=""),
            ),
            ExclusionConstraint(
                name="unit_code_old_once",
                expressions=[
                    ("code_old", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=~Q(code_old=""),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class Subordination(Dated):
    """Under which unit another one stands, and when: the tree is dated, edge by edge."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="subordination_not_to_itself", condition=~Q(unit=F("parent"))
            ),
            models.CheckConstraint(
                name="subordination_valid_not_empty", condition=Q(valid__isempty=False)
            ),
            validity_constraint("subordination_one_parent_a_day", "unit"),
        ]


class UnitSuccession(models.Model):
    """Which unit goes on with the work of a closed one, from which day, on which legal ground."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField(help_text="First day of the successor, Vietnamese calendar.")
    ground = models.CharField(max_length=300)
    field_codes = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="Of a split: whose dossiers go here; none: all that nobody else takes.",
    )
    place_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Of a split by place: the communes whose dossiers go here.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="succession_by_field_or_by_place",
                condition=Q(field_codes=[]) | Q(place_ids=[]),
            ),
            models.CheckConstraint(name="succession_not_to_itself", condition=~Q(old=F("new"))),
            models.CheckConstraint(name="succession_has_a_ground", condition=~Q(ground="")),
            models.UniqueConstraint(name="succession_once", fields=["old", "new"]),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.on:%Y-%m-%d})"


class ServiceArea(Dated):
    """Which land branch or one-stop unit serves a commune."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    commune = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    service = models.CharField(max_length=10, choices=Service.choices)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="service_area_service_known", condition=Q(service__in=Service.values)
            ),
            models.CheckConstraint(
                name="service_area_valid_not_empty", condition=Q(valid__isempty=False)
            ),
            validity_constraint("service_area_one_unit_a_day", "commune", "service"),
        ]


class UnitField(Dated):
    """Which division is in charge of a field of procedures (catalogue code of the field)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    field_code = models.CharField(max_length=40)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(name="unit_field_named", condition=~Q(field_code="")),
            models.CheckConstraint(
                name="unit_field_valid_not_empty", condition=Q(valid__isempty=False)
            ),
            validity_constraint("unit_field_once_a_day", "unit", "field_code"),
        ]


class OrganizationVersion(models.Model):
    """One row whose token every change of the organisation renews (by triggers).

    Processes keep what they read of the organisation for as long as the token stands.
    """

    token = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="organization_version_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.token)
