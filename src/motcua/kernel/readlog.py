"""Who looked at what: one row a view, in its own table, never in the way of the page."""

from dataclasses import dataclass
from datetime import datetime

from .actor import Actor
from .models import ReadEntry


@dataclass(frozen=True, slots=True)
class View:
    """One look of one person at one subject."""

    at: datetime
    person_id: int | None
    unit_id: int | None
    page: str


def saw(*, by: Actor, year: int, subject_id: int, page: str, at: datetime) -> None:
    """Note that a member of staff opened a page about a subject. One statement, no lock."""
    ReadEntry.objects.create(
        year=year,
        subject_id=subject_id,
        person_id=by.person_id,
        post_id=by.post_id,
        unit_id=by.unit_id,
        page=page,
        at=at,
    )


def views_of(year: int, subject_id: int) -> list[View]:
    """All looks at a subject, newest first. One query."""
    rows = ReadEntry.objects.filter(year=year, subject_id=subject_id).order_by("-at", "-id")
    return [View(r.at, r.person_id, r.unit_id, r.page) for r in rows]
