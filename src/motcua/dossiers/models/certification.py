"""The book in which certified copies are entered, line by line."""

from django.db import models
from django.db.models import Q

from .dossier import Dossier


class CertificationEntry(models.Model):
    """One line of a unit's certification book; its number is given once.

    Source: NĐ 23/2015/NĐ-CP (certified copies are entered in a book, numbered through the year)
    [unverified wording]. A wrong line is corrected in its dossier; its number stays used.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="certification")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    book = models.CharField(max_length=40)
    number = models.IntegerField()
    pages = models.SmallIntegerField(help_text="Of the original.")
    copies = models.SmallIntegerField()
    fee_vnd = models.IntegerField(null=True, help_text="By the rule of the day; none: no rule.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="certification_number_once", fields=["unit", "book", "number"]
            ),
            models.CheckConstraint(
                name="certification_counts",
                condition=Q(number__gte=1, pages__gte=1, copies__gte=1),
            ),
            models.CheckConstraint(name="certification_has_book", condition=~Q(book="")),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.book} {self.number}"
