"""The dossier itself: its axes, and what freezes at reception."""

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.states import (
    OPEN,
    Channel,
    Clock,
    Handback,
    Money,
    Outcome,
    Provenance,
    State,
    Sync,
)
from motcua.kernel.ids import PublicIdField
from motcua.notifications.states import Channel as NoticeChannel


class Dossier(models.Model):
    """One request of one applicant under one version of a procedure.

    Written only by ``dossiers.commands``. What later figures ask is frozen at reception: channel,
    online level, case, financial obligation, terms, names and addresses as printed.
    """

    public_id = PublicIdField()
    track_token = models.CharField(max_length=32, unique=True, editable=False)
    year = models.SmallIntegerField(help_text="Vietnamese year of reception.")
    code = models.CharField(max_length=50, unique=True, editable=False)
    code_agency = models.CharField(max_length=40, editable=False)
    code_day = models.DateField(editable=False)
    code_number = models.IntegerField(editable=False)

    procedure_version = models.ForeignKey(
        "catalog.ProcedureVersion", models.PROTECT, related_name="+"
    )
    case = models.ForeignKey("catalog.Case", models.PROTECT, null=True, related_name="+")
    procedure_code = models.CharField(max_length=40, blank=True)
    procedure_name = models.TextField()
    case_name = models.TextField(blank=True)
    field_code = models.CharField(max_length=40)
    level = models.CharField(max_length=20, blank=True)
    definition = models.ForeignKey("workflow.Definition", models.PROTECT, related_name="+")

    received_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    deciding_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    offering_unit = models.ForeignKey(
        "organizations.Unit",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="One-stop unit it was received for; none: the receiving one itself.",
    )
    commune = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+")
    first_received_unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="As frozen at reception, where a reform has moved it since; null: never moved.",
    )  # fmt: skip
    first_deciding_unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    first_commune = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(help_text="When the officer opened intake.")
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    online_level = models.CharField(max_length=20, blank=True)
    guided_online = models.BooleanField(help_text="Shown Zalo or the national portal.")

    owner = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    submitter = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    collector = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=300)
    owner_address = models.TextField(blank=True)
    submitter_name = models.CharField(max_length=300)
    collector_name = models.CharField(max_length=300)
    request = models.TextField(blank=True, help_text="What is asked, in the applicant's words.")
    sets = models.SmallIntegerField(default=1)
    return_at = models.TextField(blank=True, help_text="Where and how the result is collected.")
    notice_channel = models.CharField(
        max_length=10, blank=True, default="", db_default="",
        help_text="How whoever submitted wants to be told; empty: by what they gave.",
    )  # fmt: skip

    financial_obligation = models.BooleanField()
    statutory_limit = models.JSONField(null=True)
    committed_limit = models.JSONField(null=True)
    supplement_policy = models.CharField(max_length=10)
    supplement_ground = models.TextField(
        blank=True, default="", db_default="", help_text="Of a policy of its own; empty: the rule."
    )
    steps_exceed_term = models.BooleanField(default=False)

    state = models.CharField(max_length=12, choices=State.choices, default=State.ACCEPTED)
    clock = models.CharField(max_length=12, choices=Clock.choices, default=Clock.RUNNING)
    money = models.CharField(max_length=10, choices=Money.choices)
    handback = models.CharField(max_length=10, choices=Handback.choices, default=Handback.NONE)
    sync = models.CharField(max_length=10, choices=Sync.choices, default=Sync.PENDING)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    calendar_edition = models.IntegerField(
        default=0, db_default=0, help_text="Of the calendars that its due moments follow."
    )
    due_at = models.DateTimeField(null=True, help_text="Of the promise that runs now.")
    due_on = models.DateField(null=True, help_text="Its Vietnamese day; late from the day after.")
    statutory_due_at = models.DateTimeField(
        null=True, help_text="By the law's term, where a shorter one is promised; judges nothing."
    )
    done_on = models.DateField(null=True, help_text="Vietnamese day of state 9.")
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="Done, withdrawn or stopped.")
    collected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="dossier_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="dossier_clock_known", condition=Q(clock__in=Clock.values)),
            models.CheckConstraint(name="dossier_money_known", condition=Q(money__in=Money.values)),
            models.CheckConstraint(
                name="dossier_handback_known", condition=Q(handback__in=Handback.values)
            ),
            models.CheckConstraint(
                name="dossier_channel_known", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="dossier_notice_channel_known",
                condition=Q(notice_channel__in=["", *NoticeChannel.values]),
            ),
            models.CheckConstraint(
                name="dossier_policy_known",
                condition=Q(supplement_policy__in=["resume", "restart"]),
            ),
            models.CheckConstraint(
                name="dossier_ended_iff_dated",
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | Q(~Q(state__in=OPEN), ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_done_iff_decided",
                condition=Q(
                    state=State.DONE,
                    done_at__isnull=False,
                    done_on__isnull=False,
                    outcome__in=Outcome.values,
                )
                | Q(~Q(state=State.DONE), done_at__isnull=True, done_on__isnull=True),
            ),
            models.CheckConstraint(
                name="dossier_clock_ends_with_it",
                condition=Q(state__in=OPEN) & ~Q(clock=Clock.ENDED)
                | ~Q(state__in=OPEN) & Q(clock=Clock.ENDED),
            ),
            models.CheckConstraint(
                name="dossier_collected_iff_dated",
                condition=Q(handback=Handback.COLLECTED, collected_at__isnull=False)
                | ~Q(handback=Handback.COLLECTED) & Q(collected_at__isnull=True),
            ),
            models.CheckConstraint(
                name="dossier_result_only_when_done",
                condition=Q(handback=Handback.NONE) | Q(state=State.DONE),
            ),
            models.CheckConstraint(
                name="dossier_times_in_order",
                condition=Q(opened_at__lte=F("received_at"))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("received_at")))
                & (Q(collected_at__isnull=True) | Q(collected_at__gte=F("ended_at"))),
            ),
            models.CheckConstraint(
                name="dossier_due_day_and_moment",
                condition=Q(due_at__isnull=True, due_on__isnull=True)
                | Q(due_at__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_statutory_beside_committed",
                condition=Q(statutory_due_at__isnull=True)
                | Q(
                    statutory_limit__isnull=False,
                    committed_limit__isnull=False,
                    statutory_due_at__gte=F("received_at"),
                ),
            ),
            models.CheckConstraint(name="dossier_has_code", condition=~Q(code="")),
            models.UniqueConstraint(
                name="dossier_number_once", fields=["code_agency", "code_day", "code_number"]
            ),
            models.CheckConstraint(name="dossier_has_sets", condition=Q(sets__gte=1)),
            models.CheckConstraint(
                name="dossier_offered_elsewhere",
                condition=Q(offering_unit__isnull=True) | ~Q(offering_unit=F("received_unit")),
            ),
        ]
        indexes = [
            # The board: what is open, by due day.
            models.Index(
                name="dossier_open_by_due",
                fields=["due_on", "id"],
                condition=Q(ended_at__isnull=True),
            ),
            # Lists by the day promised, in either direction.
            models.Index(name="dossier_by_due", fields=["due_on", "id"]),
            # The board and reports: received in a period.
            models.Index(name="dossier_by_reception", fields=["received_at", "id"]),
            # The board and reports: finished in a period.
            models.Index(
                name="dossier_by_completion",
                fields=["done_on", "id"],
                condition=Q(done_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CodeCounter(models.Model):
    """The last number given out for an agency and a day. Locked last, so never long."""

    agency_code = models.CharField(max_length=40)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_counter_a_day", fields=["agency_code", "day"]),
            models.CheckConstraint(name="counter_from_one", condition=Q(last__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.agency_code} {self.day} {self.last}"


class DossierComponent(models.Model):
    """One paper of the dossier as it was handed in."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="components")
    no = models.SmallIntegerField()
    component = models.ForeignKey("catalog.Component", models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    originals = models.SmallIntegerField()
    copies = models.SmallIntegerField()
    provenance = models.CharField(max_length=16, choices=Provenance.choices)
    state_held = models.BooleanField(help_text="The State already had it at reception.")
    file = models.ForeignKey("documents.File", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="component_numbered", fields=["dossier", "no"]),
            models.CheckConstraint(
                name="component_counts", condition=Q(originals__gte=0, copies__gte=0)
            ),
            models.CheckConstraint(
                name="component_provenance_known", condition=Q(provenance__in=Provenance.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name
