"""Due moments of open steps when the calendars have changed. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.kernel import time_rules
from motcua.kernel.working_time import TimeLimit, WorkingCalendar

from .models import WorkItem
from .states import ItemState

CalendarOf = Callable[[int, datetime], WorkingCalendar]
"""By which calendar a unit works, from a moment on."""


@dataclass(frozen=True, slots=True)
class Redated:
    """An open step and its due moment before and after."""

    item_id: int
    subject_id: int
    was: datetime
    now: datetime


def redated(subject_ids: Sequence[int], was: CalendarOf, now: CalendarOf) -> Iterator[Redated]:
    """Open steps of these subjects that fall due at another moment by ``now``. One query.

    A step that was taken back keeps the moment it had when it was first opened.
    """
    rows = WorkItem.objects.filter(
        subject_id__in=list(subject_ids), state=ItemState.OPEN, due_at__isnull=False
    )
    for row in rows.select_related("instance").order_by("pk"):
        unit_id = row.unit_id or row.instance.route["receiving_unit_id"]
        limit = TimeLimit.from_json(row.allotted)
        before = time_rules.due_of_step(row.opened_at, limit, was(unit_id, row.opened_at))
        after = time_rules.due_of_step(row.opened_at, limit, now(unit_id, row.opened_at))
        if before == row.due_at and after != before:
            yield Redated(row.pk, row.subject_id, before, after)
