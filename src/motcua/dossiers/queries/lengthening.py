"""Longer terms that a dossier's procedure allows, and the day that each would lead to."""

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers import _lengthening
from motcua.dossiers.models import Dossier
from motcua.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class LongerTerm:
    """One condition of the procedure: what it gives, and the day it leads to or why it cannot.

    :param way: ``added`` or ``instead``; ``limit`` as printed.
    :param now_at: the due moment once it is granted; none: ``why_not`` says why in a sentence.
    """

    id: int
    condition: str
    text: str
    way: str
    limit: str
    was_at: datetime | None
    now_at: datetime | None
    why_not: str


def longer_terms(dossier_id: int, at: datetime) -> tuple[LongerTerm, ...]:
    """What could be granted at a moment, nothing written; without permission filter.

    A handful of queries for each condition; a procedure has one or two.
    """
    row = Dossier.objects.get(pk=dossier_id)
    known = _lengthening.granted(row)
    found = []
    for condition in _lengthening.conditions(row):
        was, now, why_not = row.due_at, None, ""
        try:
            come = _lengthening.prolonged(row, condition.id, "", at, known=known)
            was, now = come.was, come.now
        except Refused as refusal:
            why_not = str(refusal)
        found.append(
            LongerTerm(
                condition.id,
                condition.condition,
                condition.text,
                condition.way,
                condition.limit.text,
                was,
                now,
                why_not,
            )
        )
    return tuple(found)
