"""A term made longer because the procedure itself allows it under a condition, with its ground."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.working_time import WAYS_TO_LENGTHEN

from .dossier import Dossier


class Lengthening(models.Model):
    """One conditional term of the catalogue that was granted to a dossier.

    Unlike an extension it moves the due moment by which lateness is judged: the law gives the
    longer term. What the catalogue said then is frozen here. One granted by mistake is taken back
    and stays written.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="lengthenings")
    promise = models.SmallIntegerField()
    no = models.SmallIntegerField(help_text="In the order of granting, from 1.")
    condition = models.ForeignKey("catalog.ConditionalTerm", models.PROTECT, related_name="+")
    way = models.CharField(max_length=8)
    limit = models.JSONField(help_text="TimeLimit, as the catalogue had it.")
    text = models.TextField(help_text="The condition, as published.")
    ground = models.TextField(help_text="Why it is met; the applicant reads it.")
    was_at = models.DateTimeField(help_text="Due before it.")
    now_at = models.DateTimeField(help_text="Due after it.")
    at = models.DateTimeField()
    by_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    history_seq = models.IntegerField(help_text="The act that granted it.")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_ground = models.TextField(blank=True, default="")
    taken_back_seq = models.IntegerField(null=True, help_text="The act that took it back.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="lengthening_numbered", fields=["dossier", "no"]),
            models.UniqueConstraint(
                name="lengthening_once_a_condition",
                fields=["dossier", "condition"],
                condition=Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="lengthening_way_known", condition=Q(way__in=WAYS_TO_LENGTHEN)
            ),
            models.CheckConstraint(
                name="lengthening_has_ground", condition=~Q(text="") & ~Q(ground="")
            ),
            models.CheckConstraint(
                name="lengthening_is_later", condition=Q(now_at__gt=F("was_at"))
            ),
            models.CheckConstraint(
                name="lengthening_taken_back_with_ground",
                condition=Q(
                    taken_back_at__isnull=True, taken_back_seq__isnull=True, taken_back_ground=""
                )
                | Q(taken_back_at__gte=F("at"), taken_back_seq__gt=F("history_seq"))
                & ~Q(taken_back_ground=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.no}"
