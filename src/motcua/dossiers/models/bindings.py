"""Which published process a procedure runs by: the only place that knows both."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import CharField, CheckConstraint, Q, TextField

from motcua.kernel.dates import Dated


class ProcessBinding(Dated):
    """A procedure (and one of its cases) runs by the process ``definition_key`` while valid.

    Procedures without a code are bound by their name. A procedure with several bindings lets the
    officer choose the case at intake.
    """

    procedure_code = CharField(max_length=40, blank=True)
    procedure_name = TextField()
    case_name = TextField(blank=True)
    definition_key = CharField(max_length=100)
    source = TextField()

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="binding_one_a_key",
                expressions=[
                    ("definition_key", RangeOperators.EQUAL),
                    ("procedure_code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            CheckConstraint(name="binding_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_code} → {self.definition_key}"
