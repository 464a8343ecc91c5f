"""Tables of the mechanisms. What must never be false is a constraint here."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q


class Rule(models.Model):
    """One value that a law or an office fixes, with its dates, source and certainty."""

    class Certainty(models.TextChoices):
        SEEN = "seen"
        DERIVED = "derived"
        UNVERIFIED = "unverified"

    code = models.CharField(max_length=80)
    value = models.JSONField()
    valid = DateRangeField()
    source = models.TextField()
    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="rule_one_value_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="rule_certainty_known",
                condition=Q(certainty__in=["seen", "derived", "unverified"]),
            ),
            models.CheckConstraint(name="rule_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.code


class HistoryEntry(models.Model):
    """What happened to one subject: appended, never changed, chained by hash.

    Made by :func:`motcua.kernel.history.record` and by nothing else; the triggers of the first
    migration number it, chain it and refuse every UPDATE and DELETE. Partitioned by ``year``, the
    year of the subject.
    """

    pk = models.CompositePrimaryKey("year", "subject_id", "seq")
    year = models.SmallIntegerField()
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True, help_text="Unit where it was done.")
    channel = models.CharField(max_length=12)
    handover = models.CharField(max_length=12, help_text="electronic, paper, both or empty.")
    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    command_id = models.UUIDField()
    rule_set = models.CharField(max_length=20)
    xid = models.BigIntegerField(help_text="xid8 of the writing transaction.")
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "kernel_historyentry"

    def __str__(self) -> str:
        return f"{self.year}/{self.subject_id}/{self.seq} {self.kind}"


class HistoryText(models.Model):
    """Names and free text of one entry, apart from it so that they can be erased by law."""

    year = models.SmallIntegerField()
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    texts = models.JSONField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="history_text_one_an_entry", fields=["year", "subject_id", "seq"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.subject_id}/{self.seq}"


class IdempotencyKey(models.Model):
    """A command that was sent with this key, and what it answered."""

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="idempotency_key_once", fields=["scope", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.scope}/{self.key}"


class LimitHit(models.Model):
    """One try of something that may not be tried too often."""

    key = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="limit_window", fields=["key", "at"])]

    def __str__(self) -> str:
        return self.key


class ReadEntry(models.Model):
    """One look of a member of staff at a subject."""

    at = models.DateTimeField()
    year = models.SmallIntegerField()
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    page = models.CharField(max_length=60)

    class Meta:
        indexes = [
            # "Who has looked at this dossier", newest first.
            models.Index(name="read_by_subject", fields=["year", "subject_id", "-at"])
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.year}/{self.subject_id}"


class ExportEntry(models.Model):
    """One list that a member of staff took away as a file: which, how it was asked, how long.

    ``asked`` is the query of the list's address without anything that was typed.
    """

    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    list_code = models.CharField(max_length=40)
    asked = models.TextField(blank=True)
    file_format = models.CharField(max_length=8)
    rows = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="export_counts_its_rows", condition=Q(rows__gte=0))
        ]
        indexes = [
            # What was taken away last, and what one person took.
            models.Index(name="export_by_person", fields=["person_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.list_code} {self.rows}"


class Operation(models.Model):
    """One thing that was done to the installation itself: a job retried, a check of all data run.

    Made by :func:`motcua.kernel.operations.record` and by nothing else; a trigger refuses every
    change. ``facts`` holds ids, codes and counts, never names or free text.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True)
    person_id = models.BigIntegerField(null=True, help_text="Empty where the system itself did it.")
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(name="operation_has_a_kind", condition=~Q(kind=""))]
        indexes = [
            # The operator's page: what was done last, of all kinds or of one.
            models.Index(name="operation_by_kind", fields=["kind", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.subject}"


class KeyProof(models.Model):
    """A word kept under a key of the installation: whoever has another key cannot read it.

    Written by :func:`motcua.kernel.keys.keep` at the first start, and never changed.
    """

    name = models.CharField(max_length=20, primary_key=True)
    proof = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="key_proof_of_a_known_key", condition=Q(name__in=["seal_key", "index_key"])
            )
        ]

    def __str__(self) -> str:
        return self.name
