"""Posts (person × unit × role × dates) and who acts for whom."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from motcua.kernel.dates import Dated, validity_constraint
from motcua.kernel.ids import PublicIdField
from motcua.organizations.states import Role

from .units import Unit


class Post(Dated):
    """One person doing one role in one unit, from a day, perhaps until one."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    share = models.DecimalField(
        max_digits=3, decimal_places=2, default=Decimal(1), help_text="Full-time share, 0 to 1."
    )

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(name="post_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="post_share_0_to_1", condition=Q(share__gte=0, share__lte=1)
            ),
            models.CheckConstraint(name="post_valid_not_empty", condition=Q(valid__isempty=False)),
            validity_constraint("post_once_a_day", "user", "unit", "role"),
        ]
        indexes = [
            # Whom may a work item of this unit and role be given to.
            models.Index(name="post_in_unit", fields=["unit", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.unit_id}"


class Delegation(Dated):
    """One post acts for another one for some days, on a written ground."""

    from_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=300)
    made_at = models.DateTimeField(null=True)
    made_by_post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True)
    taken_back_at = models.DateTimeField(null=True, help_text="From then on it counts no more.")
    taken_back_by_post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="delegation_not_to_itself", condition=~Q(from_post=F("to_post"))
            ),
            models.CheckConstraint(name="delegation_has_a_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="delegation_has_an_end",
                condition=Q(valid__isempty=False, valid__upper_inf=False, valid__lower_inf=False),
            ),
            ExclusionConstraint(
                name="delegation_once_a_day",
                expressions=[
                    ("from_post", RangeOperators.EQUAL),
                    ("to_post", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(taken_back_at__isnull=True),
            ),
        ]
