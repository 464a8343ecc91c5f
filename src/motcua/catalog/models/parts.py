"""What a version is made of: cases, papers, terms, fees, results and legal bases."""

from django.db import models
from django.db.models import Q

from motcua.catalog.states import Channel, LongerWay, TermKind

from .procedure import ProcedureVersion

CHANNEL_OR_ALL = ["", *Channel.values]


class Part(models.Model):
    """A row of a version, in the order of the source. Fixed once the version is published."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="%(class)ss")
    no = models.PositiveSmallIntegerField(help_text="Place in the source, from 1.")

    class Meta:
        abstract = True
        ordering = ["no"]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.no}"


class Case(Part):
    """A case (trường hợp) that the officer picks at intake; it decides which papers are asked."""

    name = models.TextField()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="case_no_once", fields=["version", "no"]),
            models.CheckConstraint(name="case_has_name", condition=~Q(name="")),
        ]


class Component(Part):
    """One paper of the dossier (thành phần hồ sơ), or a remark printed among the papers."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", null=True)
    heading = models.TextField(blank=True, help_text="Heading it stood under, as published.")
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(null=True, help_text="Sheets; none: not stated.")
    copies = models.PositiveSmallIntegerField(null=True, help_text="Sheets; none: not stated.")
    form_code = models.CharField(max_length=200, blank=True)
    form_file = models.CharField(max_length=400, blank=True)
    is_note = models.BooleanField(default=False, help_text="A remark or heading, no paper.")
    only_shown = models.BooleanField(default=False, help_text="Shown at the counter, not kept.")

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="component_no_once", fields=["version", "no"]),
            models.CheckConstraint(name="component_has_name", condition=~Q(name="")),
        ]


class TimeLimitRow(Part):
    """A time limit for one channel, or for all where ``channel`` is empty.

    ``limit`` is ``working_time.TimeLimit.to_json()``; none where the source cannot be read, and
    ``text`` then shows what it printed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12, choices=TermKind.choices, default=TermKind.STATUTORY)
    limit = models.JSONField(null=True)
    text = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="What the source adds in prose; never read.")

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="time_limit_no_once", fields=["version", "no"]),
            models.CheckConstraint(
                name="time_limit_channel_known", condition=Q(channel__in=CHANNEL_OR_ALL)
            ),
            models.CheckConstraint(name="time_limit_kind_known", condition=Q(kind__in=TermKind)),
            models.CheckConstraint(
                name="time_limit_read_or_printed",
                condition=Q(limit__isnull=False) | ~Q(text=""),
            ),
        ]


class ConditionalTerm(Part):
    """A longer term that the procedure allows when its condition is met: with ground, by an act.

    ``added`` is counted behind the term that was promised, ``instead`` takes its place.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=12, blank=True)
    way = models.CharField(max_length=8, choices=LongerWay.choices)
    limit = models.JSONField(help_text="working_time.TimeLimit.to_json().")
    condition = models.TextField(help_text="When it may be granted, as published.")
    text = models.TextField(help_text="The sentence or row of the source.")

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="conditional_term_no_once", fields=["version", "no"]),
            models.CheckConstraint(
                name="conditional_term_channel_known", condition=Q(channel__in=CHANNEL_OR_ALL)
            ),
            models.CheckConstraint(
                name="conditional_term_way_known", condition=Q(way__in=LongerWay.values)
            ),
            models.CheckConstraint(
                name="conditional_term_says_when", condition=~Q(condition="") & ~Q(text="")
            ),
            models.CheckConstraint(
                name="conditional_term_says_how_long", condition=Q(limit__0__unit__isnull=False)
            ),
        ]


class Fee(Part):
    """A fee as published. ``amount_vnd`` none with a warning: the source only says that a local
    rate exists."""

    channel = models.CharField(max_length=12, blank=True)
    name = models.TextField(blank=True)
    amount_vnd = models.BigIntegerField(null=True, help_text="Đồng; none: not known.")
    displayed = models.TextField(blank=True)
    note = models.TextField(blank=True)
    warning = models.TextField(blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="fee_no_once", fields=["version", "no"]),
            models.CheckConstraint(
                name="fee_channel_known", condition=Q(channel__in=CHANNEL_OR_ALL)
            ),
            models.CheckConstraint(
                name="fee_not_negative",
                condition=Q(amount_vnd__isnull=True) | Q(amount_vnd__gte=0),
            ),
        ]


class Result(Part):
    """What the procedure ends with, and its national result code where the source has one."""

    name = models.TextField()
    code = models.CharField(max_length=60, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="result_no_once", fields=["version", "no"]),
            models.CheckConstraint(name="result_has_name", condition=~Q(name="")),
        ]


class LegalBasis(Part):
    """A legal basis, as cited."""

    text = models.TextField()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(name="legal_basis_no_once", fields=["version", "no"]),
        ]
