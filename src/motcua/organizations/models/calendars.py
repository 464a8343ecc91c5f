"""When offices work: shifts of a week, exceptional days, and which unit goes by which calendar.

What a row says is never changed. Each change of a calendar has a number, its *edition*; a row
holds for the editions in which it was so. A date that was promised by an edition can therefore
always be computed again as it was then.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import F, Q

from motcua.kernel.dates import Dated
from motcua.kernel.ids import PublicIdField
from motcua.organizations.states import Certainty, ChangeState, DayKind

from .units import Unit


def editions_from(first: int, until: int | None = None) -> NumericRange:
    """The editions from ``first`` up to, not including, ``until``."""
    return NumericRange(first, until, "[)")


EVERY = editions_from(0)


class Edited(models.Model):
    """Something that a calendar says in some of its editions."""

    editions = IntegerRangeField(
        default=EVERY, db_default=EVERY, help_text="Numbers of changes: from, up to before."
    )

    class Meta:
        abstract = True


def _once(name: str, *columns: str, dated: bool = False) -> ExclusionConstraint:
    """In no edition are there two rows with the same ``columns`` (on the same day)."""
    ranges = ["valid", "editions"] if dated else ["editions"]
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in columns),
            *((column, RangeOperators.OVERLAPS) for column in ranges),
        ],
    )


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


class CalendarShift(Dated, Edited):
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

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"


class CalendarDay(Edited):
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
            _once("calendar_day_once_an_edition", "calendar", "day"),
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


class CalendarYear(Edited):
    """A year whose days off have been announced: due dates in it are no longer provisional."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=300)

    class Meta:
        constraints = [
            _once("calendar_year_once_an_edition", "calendar", "year"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class UnitCalendar(Dated, Edited):
    """By which calendar a unit works; units below it follow unless they have their own."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="unit_calendar_valid_not_empty", condition=Q(valid__isempty=False)
            ),
            _once("unit_calendar_one_a_day", "unit", dated=True),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.calendar_id}"


class CalendarChange(models.Model):
    """What somebody wants a calendar to say, or has made it say: its number is then its edition.

    ``content`` is a ``calendar_edits.CalendarEdit``; it is never changed. What an applied change
    said is changed by another one.
    """

    public_id = PublicIdField()
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    content = models.JSONField()
    ground = models.CharField(max_length=300, help_text="Number and day of the document.")
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    state = models.CharField(max_length=9, choices=ChangeState.choices)
    number = models.IntegerField(null=True, unique=True, help_text="The edition it has made.")
    drafted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, help_text="Applied or withdrawn.")
    drafted_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    decided_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=60, blank=True, help_text="The command of a file.")

    class Meta:
        constraints = [
            models.CheckConstraint(name="calendar_change_has_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="calendar_change_state_known", condition=Q(state__in=ChangeState.values)
            ),
            models.CheckConstraint(
                name="calendar_change_certainty_known", condition=Q(certainty__in=Certainty.values)
            ),
            models.CheckConstraint(
                name="calendar_change_numbered_iff_applied",
                condition=Q(state=ChangeState.APPLIED, number__gte=1)
                | ~Q(state=ChangeState.APPLIED) & Q(number__isnull=True),
            ),
            models.CheckConstraint(
                name="calendar_change_decided_iff_dated",
                condition=Q(state=ChangeState.DRAFT, decided_at__isnull=True)
                | ~Q(state=ChangeState.DRAFT) & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="calendar_change_by_somebody",
                condition=Q(drafted_by_post__isnull=False) | ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"
