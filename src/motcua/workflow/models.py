"""Tables of processes: what was published, and where each subject stands in it.

Written only by `workflow.commands`. Three things that no single row can promise are held by
triggers of migration 0001: a published definition never changes, an open item has a live token
and the reverse, and an instance runs exactly as long as a token of it lives.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import PublicIdField

from .states import Ending, ItemKind, ItemState


class Definition(models.Model):
    """One published version of a process. A row never changes and is never deleted."""

    key = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    name = models.TextField()
    xml = models.TextField(help_text="BPMN 2.0, the closed subset.")
    sha256 = models.CharField(max_length=64, help_text="Of the XML in UTF-8; the database checks.")
    is_template = models.BooleanField(default=False, help_text="A pattern, published by nobody.")
    source = models.TextField(blank=True, help_text="The document or page that prints it.")
    promises = ArrayField(models.TextField(), default=list, blank=True)
    total = models.TextField(blank=True, help_text="Whole time as printed.")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="definition_version_once", fields=["key", "version"]),
            models.CheckConstraint(name="definition_version_from_1", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="definition_named", condition=~Q(key="") & ~Q(name="") & ~Q(xml="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Instance(models.Model):
    """One subject on its way through one definition."""

    subject_id = models.BigIntegerField(help_text="What it is about; this room does not know.")
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    route = models.JSONField(help_text="From which the units of the steps are resolved.")
    variables = models.JSONField(default=dict, help_text="What the conditions may ask.")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="instance_one_runs", fields=["subject_id"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="instance_ended_iff_dated",
                condition=Q(ended_as="", ended_at__isnull=True)
                | Q(ended_as__in=["completed", "cancelled"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="instance_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]
        indexes = [
            # The dossier page: the processes of one subject, newest last.
            models.Index(name="instance_of_subject", fields=["subject_id", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} in {self.definition_id}"


class Token(models.Model):
    """Where an instance stands, since when. At a join it says by which flow it arrived."""

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="tokens")
    node_id = models.CharField(max_length=100)
    arrived_by = models.CharField(
        max_length=100, blank=True, help_text="Flow, for a token that waits at a join."
    )
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # A published process is sound (lint), so a second live token in one place is a fault.
            models.UniqueConstraint(
                name="token_one_lives",
                fields=["instance", "node_id", "arrived_by"],
                condition=Q(left_at__isnull=True),
            ),
            models.CheckConstraint(
                name="token_leaves_after_arrival",
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id} at {self.node_id}"


class WorkItem(models.Model):
    """One piece of work for one unit and role, or one wait for somebody outside."""

    public_id = PublicIdField()
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="items")
    subject_id = models.BigIntegerField()
    token = models.OneToOneField(Token, models.PROTECT, related_name="item")
    node_id = models.CharField(max_length=100)
    name = models.TextField()
    step_kind = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=4, choices=ItemKind.choices)
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_reason = models.TextField(blank=True, help_text="Why this unit, as shown to people.")
    actor_as_published = models.TextField(blank=True)
    role = models.CharField(max_length=30, blank=True)
    post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    allotted = models.JSONField(null=True, blank=True, help_text="Time limit; null: none printed.")
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Closed, in whatever way.")
    closed_by = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    ends_promise = models.PositiveSmallIntegerField(default=0)
    stops_clock = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="item_state_known", condition=Q(state__in=ItemState.values)
            ),
            models.CheckConstraint(name="item_kind_known", condition=Q(kind__in=ItemKind.values)),
            models.CheckConstraint(
                name="item_open_iff_unfinished",
                condition=Q(
                    state="open", finished_at__isnull=True, outcome="", closed_by__isnull=True
                )
                | (~Q(state="open") & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="item_outcome_iff_done",
                condition=(Q(state="done") & ~Q(outcome="")) | (~Q(state="done") & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="item_task_is_somebodys",
                condition=Q(kind="wait") | (Q(unit__isnull=False) & ~Q(role="")),
            ),
            models.CheckConstraint(
                name="item_wait_is_nobodys",
                condition=Q(kind="task")
                | Q(post__isnull=True, taken_at__isnull=True, closed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="item_taken_by_a_post",
                condition=Q(taken_at__isnull=True) | Q(post__isnull=False),
            ),
            models.CheckConstraint(
                name="item_due_needs_allotted",
                condition=Q(due_at__isnull=True) | Q(allotted__isnull=False),
            ),
            models.CheckConstraint(
                name="item_times_in_order",
                condition=(Q(finished_at__isnull=True) | Q(finished_at__gte=F("opened_at")))
                & (Q(taken_at__isnull=True) | Q(taken_at__gte=F("opened_at"))),
            ),
        ]
        indexes = [
            # The dossier page: what is open now.
            models.Index(
                name="item_open_of_subject", fields=["subject_id"], condition=Q(state="open")
            ),
            # The dossier page and its diagram: all that was done, in order.
            models.Index(name="item_of_subject", fields=["subject_id", "id"]),
            # The load of a unit: open work by role, most urgent first.
            models.Index(
                name="item_open_of_unit",
                fields=["unit", "role", "due_at", "id"],
                condition=Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id} of {self.subject_id}: {self.state}"
