"""What figures are counted from: how each dossier stood from when until when, and its work.

Written by the projection ``monitoring.spans`` and by nothing else; days are Vietnamese. Each
standing has two axes: when it held (``from_on`` to ``until_on``), and when that was known
(``known_on`` to ``known_until_on``); the last day is not in it, so that the end of a day decides.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from .states import ENDED, OPEN, Standing, Verdict


class DossierStanding(models.Model):
    """One dossier in one standing: open, waiting, or ended in one of the ways.

    Dimensions are those frozen at reception. A standing that was corrected later is empty on the
    first axis (``until_on = from_on``), and keeps on the second what was believed meanwhile.
    """

    pk = models.CompositePrimaryKey("year", "dossier_id", "no")
    year = models.SmallIntegerField()
    dossier_id = models.BigIntegerField()
    no = models.SmallIntegerField()
    standing = models.CharField(max_length=12, choices=Standing.choices)
    outcome = models.CharField(max_length=10, blank=True, help_text="Of what was decided.")
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    known_on = models.DateField()
    known_until_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text="Of the promise that ran then.")
    worked_minutes = models.IntegerField(
        null=True, help_text="Working minutes on the clock until its end; null while open."
    )
    returned_minutes = models.IntegerField(
        null=True, help_text="Wall-clock minutes from reception until the result was handed over."
    )
    has_file = models.BooleanField(null=True, help_text="The result's document is there.")

    received_on = models.DateField()
    deciding_unit_id = models.BigIntegerField()
    received_unit_id = models.BigIntegerField()
    field_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40, blank=True)
    procedure_version_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12)
    level = models.CharField(max_length=20, blank=True)
    online_level = models.CharField(max_length=20, blank=True)
    commune_id = models.BigIntegerField(null=True)
    financial_obligation = models.BooleanField()
    guided_online = models.BooleanField()
    received_by_post_id = models.BigIntegerField()
    submitter_id = models.BigIntegerField()
    units = ArrayField(models.BigIntegerField(), help_text="Whose people may see it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standing_known", condition=Q(standing__in=Standing.values)
            ),
            models.CheckConstraint(
                name="standing_days_in_order",
                condition=(Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")))
                & (Q(known_until_on__isnull=True) | Q(known_until_on__gte=F("known_on"))),
            ),
            models.CheckConstraint(
                name="standing_judged_iff_done",
                condition=Q(standing=Standing.DONE, verdict__in=Verdict.values)
                | ~Q(standing=Standing.DONE) & Q(verdict=""),
            ),
        ]
        indexes = [
            # Figures: received in a period.
            models.Index(name="standing_received", fields=["received_on"], condition=Q(no=1)),
            # Figures: ended in a period.
            models.Index(
                name="standing_ended",
                fields=["from_on"],
                condition=Q(standing__in=ENDED),
            ),
            # Figures: what was open at the end of a day, also of one long past.
            GistIndex(
                Func(F("from_on"), F("until_on"), function="daterange"),
                name="standing_open_on_day",
                condition=Q(standing__in=OPEN),
            ),
            # The same as it was known on an earlier day: what was learned since.
            models.Index(
                name="standing_open_known",
                fields=["known_until_on"],
                condition=Q(standing__in=OPEN, known_until_on__isnull=False),
            ),
            # The trend: endings that were undone.
            models.Index(
                name="standing_undone",
                fields=["until_on"],
                condition=Q(standing__in=ENDED, until_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.no} {self.standing}"


class WorkSpan(models.Model):
    """One step of a dossier at one unit, or one wait for somebody outside, from when until when."""

    pk = models.CompositePrimaryKey("year", "dossier_id", "item_id")
    year = models.SmallIntegerField()
    dossier_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    kind = models.CharField(max_length=4, help_text="task or wait.")
    definition_id = models.BigIntegerField()
    node_id = models.CharField(max_length=100)
    step_name = models.TextField()
    step_kind = models.CharField(max_length=20, blank=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30, blank=True)
    post_id = models.BigIntegerField(null=True, help_text="Who finished it, else who holds it.")
    opened_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=10, help_text="open, done, sent_back or cancelled.")
    due_at = models.DateTimeField(null=True)
    allotted_minutes = models.IntegerField(null=True, help_text="Working minutes.")
    worked_minutes = models.IntegerField(null=True, help_text="Working minutes; null while open.")
    in_time = models.BooleanField(null=True, help_text="Null while open, or where none is printed.")
    deciding_unit_id = models.BigIntegerField()
    field_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=12)
    level = models.CharField(max_length=20, blank=True)
    units = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="span_ends_after_it_opened",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="span_measured_when_finished",
                condition=Q(
                    finished_at__isnull=True, finished_on__isnull=True, in_time__isnull=True
                )
                | Q(finished_at__isnull=False, finished_on__isnull=False),
            ),
        ]
        indexes = [
            # Bottlenecks and people: finished in a period.
            models.Index(
                name="span_finished",
                fields=["finished_on"],
                condition=Q(finished_on__isnull=False),
            ),
            # Work that lies: open steps, oldest first.
            models.Index(
                name="span_open", fields=["opened_at"], condition=Q(finished_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.item_id} {self.ended_as}"


class Outlook(models.Model):
    """One open step or wait of a dossier, and from when on it warns; written by the projection
    ``monitoring.outlook``. Only what is open has rows.

    Minutes are working minutes. While the clock stands nothing is owed: then there is no due
    moment here and nothing to miss.
    """

    pk = models.CompositePrimaryKey("year", "dossier_id", "item_id")
    year = models.SmallIntegerField()
    dossier_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    code = models.CharField(max_length=50)
    kind = models.CharField(max_length=4, help_text="task or wait.")
    step_name = models.TextField()
    step_kind = models.CharField(max_length=20, blank=True)
    unit_id = models.BigIntegerField(help_text="Who holds it; of a wait, who received it.")
    role = models.CharField(max_length=30, blank=True)
    post_id = models.BigIntegerField(null=True)
    party = models.CharField(max_length=8)
    actor = models.TextField(blank=True, help_text="Who is waited for, as published.")
    opened_at = models.DateTimeField()
    acted_at = models.DateTimeField(help_text="The last act on the dossier.")
    step_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="Of what is owed now.")
    due_on = models.DateField(null=True)
    allotted_after = models.IntegerField()
    usual_here = models.IntegerField(null=True)
    usual_after = models.IntegerField()
    high_here = models.IntegerField(null=True)
    high_after = models.IntegerField()
    near_at = models.DateTimeField(null=True)
    miss_at = models.DateTimeField(null=True)
    hung_at = models.DateTimeField()
    field_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40, blank=True)
    deciding_unit_id = models.BigIntegerField()
    received_unit_id = models.BigIntegerField()
    units = ArrayField(models.BigIntegerField(), help_text="Whose people may see it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outlook_warns_of_what_is_owed",
                condition=Q(due_at__isnull=True, due_on=None, near_at=None, miss_at=None)
                | Q(due_at__isnull=False, due_on__isnull=False, near_at__isnull=False)
                & Q(miss_at__gte=F("near_at")),
            ),
            models.CheckConstraint(
                name="outlook_party_known",
                condition=Q(party__in=["officer", "citizen", "tax", "agency"]),
            ),
        ]
        indexes = [
            # The officer's own list: what a unit holds, by due moment.
            models.Index(name="outlook_of_unit", fields=["unit_id", "due_at", "item_id"]),
            # The leader's lists: what is near its due day or will miss it; late is before both.
            models.Index(
                name="outlook_near", fields=["near_at"], condition=Q(near_at__isnull=False)
            ),
            # What nobody has touched.
            models.Index(name="outlook_hung", fields=["hung_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.step_name[:40]}"


class StepPace(models.Model):
    """How long a step of a procedure really takes; working minutes, of the last months.

    By the unit that did it, and by the agency that decides (for steps that have no unit yet).
    Written anew every night.
    """

    scope = models.CharField(max_length=8, help_text="unit or decides.")
    unit_id = models.BigIntegerField()
    procedure_code = models.CharField(max_length=40, blank=True)
    step_name = models.TextField()
    times = models.IntegerField()
    usual = models.IntegerField(help_text="Median.")
    high = models.IntegerField(help_text="Four of five were at most so long.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pace_once", fields=["unit_id", "scope", "procedure_code", "step_name"]
            ),
            models.CheckConstraint(
                name="pace_scope_known", condition=Q(scope__in=["unit", "decides"])
            ),
            models.CheckConstraint(name="pace_in_order", condition=Q(high__gte=F("usual"))),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.step_name[:40]} {self.usual}"
