"""Work items of many subjects at once, for figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .models import WorkItem


@dataclass(frozen=True, slots=True)
class Work:
    """One work item or wait without its process's picture. Moments in UTC."""

    id: int
    subject_id: int
    definition_id: int
    node_id: str
    name: str
    step_kind: str
    kind: str
    unit_id: int | None
    role: str
    post_id: int | None
    closed_by_post_id: int | None
    has_allotment: bool
    due_at: datetime | None
    opened_at: datetime
    taken_at: datetime | None
    finished_at: datetime | None
    state: str


def work_of(subject_ids: Sequence[int]) -> dict[int, Work]:
    """All work of these subjects by the item's id. One query; no permission filter."""
    rows = WorkItem.objects.filter(subject_id__in=list(subject_ids)).order_by("id")
    fields = (
        "id", "subject_id", "instance__definition_id", "node_id", "name", "step_kind", "kind",
        "unit_id", "role", "post_id", "closed_by_id", "allotted", "due_at", "opened_at",
        "taken_at", "finished_at", "state",
    )  # fmt: skip
    found = [(*row[:11], row[11] is not None, *row[12:]) for row in rows.values_list(*fields)]
    return {row[0]: Work(*row) for row in found}
