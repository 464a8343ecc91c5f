"""When offices work: shifts of a week, exceptional days, and which unit goes by which calendar."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.dates import Dated, validity_constraint
from motcua.organizations.states import Certainty, DayKind

from .units import Unit


class Calendar(models.Model):
    """Working hours and days off of some offices; what it does not say, its parent says."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendar_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CalendarShift(Dated):
    """One shift of one day of the week; a weekday without a row is off.

    A calendar with any shift of its own in force says its whole week; one without any takes its
    parent's. A database constraint keeps shifts of a day apart.
    """

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(help_text="0 Monday to 6 Sunday.")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(name="shift_weekday_0_to_6", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="shift_ends_later", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="shift_valid_not_empty", condition=Q(valid__isempty=False)),
        ]


class CalendarDay(models.Model):
    """A day unlike its weekday: a holiday, a make-up day, a morning only."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=5, choices=DayKind.choices)
    like_weekday = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Make-up and half days: whose shifts, 0 Monday."
    )
    label = models.CharField(max_length=120)
    ground = models.CharField(max_length=300)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_day_once", fields=["calendar", "day"]),
            models.CheckConstraint(
                name="calendar_day_kind_known", condition=Q(kind__in=DayKind.values)
            ),
            models.CheckConstraint(
                name="calendar_day_certainty_known", condition=Q(certainty__in=Certainty.values)
            ),
            models.CheckConstraint(name="calendar_day_has_a_label", condition=~Q(label="")),
            models.CheckConstraint(
                name="calendar_day_shifts_of_a_weekday",
                condition=Q(kind=DayKind.OFF, like_weekday__isnull=True)
                | (~Q(kind=DayKind.OFF) & Q(like_weekday__isnull=False, like_weekday__lte=6)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.kind}"


class CalendarYear(models.Model):
    """A year whose days off have been announced: due dates in it are no longer provisional."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_year_once", fields=["calendar", "year"]),
        ]

    def __str__(self) -> str:
        return str(self.year)


class UnitCalendar(Dated):
    """By which calendar a unit works; units below it follow unless they have their own."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="unit_calendar_valid_not_empty", condition=Q(valid__isempty=False)
            ),
            validity_constraint("unit_calendar_one_a_day", "unit"),
        ]
