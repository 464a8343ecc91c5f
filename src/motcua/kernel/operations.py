"""What was done to the installation itself, and by whom: written once, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .actor import Actor
from .models import Operation
from .transactions import part_of_command


@dataclass(frozen=True, slots=True)
class OperationInfo:
    """One thing that was done. ``facts`` holds ids, codes and counts only."""

    at: datetime
    kind: str
    subject: str
    person_id: int | None
    facts: dict[str, Any]


@part_of_command
def record(
    kind: str, *, by: Actor, at: datetime, subject: str = "", facts: Mapping[str, Any] | None = None
) -> None:
    """Keep that ``by`` did something to the installation. One statement.

    :param kind: ``room.verb_in_the_past``, for example ``jobs.retried``.
    :param subject: name or id of the thing it was done to; no names of persons.
    """
    Operation.objects.create(
        at=at,
        kind=kind,
        subject=subject,
        person_id=by.person_id,
        post_id=by.post_id,
        unit_id=by.unit_id,
        facts=dict(facts or {}),
    )


def latest(kind: str) -> OperationInfo | None:
    """The newest of one kind, or None. One query on ``operation_by_kind``."""
    row = Operation.objects.filter(kind=kind).order_by("-at", "-id").first()
    return _info(row) if row else None


def recent(limit: int, *, without: str = "") -> list[OperationInfo]:
    """The newest ``limit`` of all kinds, leaving one kind out. One query."""
    rows = Operation.objects.exclude(kind=without).order_by("-id")[:limit]
    return [_info(row) for row in rows]


def _info(row: Operation) -> OperationInfo:
    return OperationInfo(row.at, row.kind, row.subject, row.person_id, dict(row.facts))
