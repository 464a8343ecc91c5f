"""Which life the demonstration lives, so that a start that was cut off goes on with it."""

from django.db import models
from django.db.models import Q


class LivedLife(models.Model):
    """A life that a database remembers; its acts are in the histories of its dossiers."""

    name = models.CharField(max_length=40, unique=True)
    seed = models.IntegerField()
    first_day = models.DateField(help_text="Vietnamese day on which it begins.")
    per_day = models.FloatField(help_text="Dossiers on an average working day.")
    mix = models.CharField(max_length=40)
    lived_until = models.DateField(help_text="Everything before this Vietnamese day has happened.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="life_goes_forward", condition=Q(lived_until__gte=models.F("first_day"))
            ),
            models.CheckConstraint(name="life_has_people", condition=Q(per_day__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day}"
