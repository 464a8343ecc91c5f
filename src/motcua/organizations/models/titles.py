"""What somebody is called in an agency or a part of it (chức vụ), from a day, perhaps until one."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from motcua.kernel.dates import Dated, validity_constraint
from motcua.organizations.states import Standing

from .units import Unit

LEADING = (Standing.HEAD, Standing.ACTING)


class Title(Dated):
    """A leader's title in one unit, whatever posts they hold there; it goes under what they sign.

    ``head_title`` is what whoever leads the unit is called: a deputy signs in that one's place,
    also while nobody holds it. ``collective`` is the body in whose name (TM.) they sign, if any.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    standing = models.CharField(max_length=10, choices=Standing.choices)
    name = models.CharField(max_length=120, help_text="As the decision of appointment says it.")
    head_title = models.CharField(max_length=120)
    collective = models.CharField(max_length=120, blank=True)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="title_standing_known", condition=Q(standing__in=Standing.values)
            ),
            models.CheckConstraint(
                name="title_says_something", condition=~Q(name="") & ~Q(head_title="")
            ),
            models.CheckConstraint(
                name="title_deputy_is_no_head",
                condition=~Q(standing=Standing.DEPUTY) & Q(head_title=F("name"))
                | Q(standing=Standing.DEPUTY) & ~Q(head_title=F("name")),
            ),
            models.CheckConstraint(name="title_valid_not_empty", condition=Q(valid__isempty=False)),
            validity_constraint("title_once_a_day", "user", "unit"),
            ExclusionConstraint(
                name="title_one_head_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(standing__in=LEADING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.unit_id}"
