"""Who looked at what: one row a view, in its own table, never in the way of the page.

A list that was taken away as a file is one row as well, with its length.
"""

from dataclasses import dataclass
from datetime import datetime

from .actor import Actor
from .models import ExportEntry, ReadEntry


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


@dataclass(frozen=True, slots=True)
class Export:
    """One list that somebody took away as a file."""

    at: datetime
    person_id: int | None
    unit_id: int | None
    list_code: str
    asked: str
    file_format: str
    rows: int


def exported(
    *, by: Actor, list_code: str, rows: int, asked: str, file_format: str, at: datetime
) -> None:
    """Note that a member of staff took a list away. One statement, no lock.

    :param rows: how many rows the file has.
    :param asked: the query of the list's address, without words that were typed: they may be names.
    """
    ExportEntry.objects.create(
        at=at,
        person_id=by.person_id,
        post_id=by.post_id,
        unit_id=by.unit_id,
        list_code=list_code,
        asked=asked,
        file_format=file_format,
        rows=rows,
    )


def exports_of(person_id: int) -> list[Export]:
    """All lists that a person took away, newest first. One query."""
    rows = ExportEntry.objects.filter(person_id=person_id).order_by("-at", "-id")
    return [
        Export(r.at, r.person_id, r.unit_id, r.list_code, r.asked, r.file_format, r.rows)
        for r in rows
    ]
