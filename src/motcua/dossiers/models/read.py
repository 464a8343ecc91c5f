"""What officers must see at once, written in the command itself."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from .dossier import Dossier


class InboxRow(models.Model):
    """One work item that waits for a unit's role: the inbox is one query on one index."""

    item_id = models.BigIntegerField(primary_key=True, help_text="workflow.WorkItem")
    item_public_id = models.CharField(max_length=16)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    dossier_public_id = models.CharField(max_length=16)
    unit_id = models.BigIntegerField()
    role = models.CharField(max_length=24)
    post_id = models.BigIntegerField(null=True, help_text="Who has taken it.")
    urgent_at = models.DateTimeField(help_text="Step's or promise's due moment; far if none.")
    step_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    code = models.CharField(max_length=50)
    procedure_name = models.TextField()
    field_code = models.CharField(max_length=40)
    owner_name = models.CharField(max_length=300)
    step_name = models.TextField()
    step_kind = models.CharField(max_length=12, blank=True)
    labels = models.JSONField(default=list)

    class Meta:
        indexes = [
            # The inbox: a unit's role, most urgent first, read by key; counted without its rows.
            models.Index(
                name="inbox_by_urgency",
                fields=["unit_id", "role", "urgent_at", "item_id"],
                include=["post_id"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.step_name[:40]}"


class DossierUnit(models.Model):
    """Which units may see a dossier, and why: "passed through me" is a row."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()
    why = models.CharField(max_length=12)
    since = models.DateTimeField()
    received_at = models.DateTimeField(help_text="Of the dossier: the list's order.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dossier_unit_once", fields=["dossier", "unit_id"]),
            models.CheckConstraint(
                name="dossier_unit_why_known",
                condition=Q(why__in=["received", "decides", "holds", "place", "consulted"]),
            ),
        ]
        indexes = [
            # Lists of a unit, newest first, read by key.
            models.Index(name="dossier_unit_list", fields=["unit_id", "-received_at", "dossier"])
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.unit_id} {self.why}"


class DossierSearch(models.Model):
    """Names and codes of a dossier, folded, for the search box."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="search")
    code_folded = models.CharField(max_length=50)
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(name="dossier_search_words", fields=["words"]),
            models.Index(
                name="dossier_search_code", fields=["code_folded"], opclasses=["text_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"


class SearchWord(models.Model):
    """A word that some dossier is found by: what the beginning of a word may go on to.

    Each word alone, once, without a hint in which dossiers it is or beside which other words.
    """

    word = models.TextField(primary_key=True)

    def __str__(self) -> str:
        return self.word
