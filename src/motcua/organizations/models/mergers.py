"""Plans by which agencies merge, split or are renamed on a day."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import PublicIdField
from motcua.organizations.states import MergerKind, MergerState


class Merger(models.Model):
    """One act of the authorities on its agencies: prepared before its day, then carried out.

    ``plan`` is :class:`~motcua.organizations.mergers.Plan` as JSON; once carried out it is never
    changed, and :class:`UnitSuccession` says what became of whom.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=8, choices=MergerKind.choices)
    on = models.DateField(help_text="First day of the new agencies by the decision.")
    ground = models.CharField(max_length=300, help_text="Number and day of the decision.")
    state = models.CharField(max_length=12, choices=MergerState.choices)
    plan = models.JSONField()
    prepared_at = models.DateTimeField()
    prepared_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, help_text="Carried out, or withdrawn.")
    decided_by_post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+"
    )
    carried_out_on = models.DateField(
        null=True, help_text="First day of the new agencies in this system."
    )
    outcome = models.JSONField(default=dict, help_text="Numbers of what was moved.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merger_kind_known", condition=Q(kind__in=MergerKind.values)
            ),
            models.CheckConstraint(
                name="merger_state_known", condition=Q(state__in=MergerState.values)
            ),
            models.CheckConstraint(name="merger_has_a_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="merger_decided_iff_dated",
                condition=Q(state=MergerState.PREPARED, decided_at__isnull=True)
                | ~Q(state=MergerState.PREPARED) & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="merger_carried_out_on_a_day",
                condition=Q(state=MergerState.CARRIED_OUT, carried_out_on__isnull=False)
                | ~Q(state=MergerState.CARRIED_OUT) & Q(carried_out_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on:%Y-%m-%d} {self.state}"
