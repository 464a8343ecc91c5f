"""Where a projection stands in the history."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from .shape import Projection, Subject, named

MOST_COUNTED = 10_000
"""So many unread entries are counted; beyond it is "at least"."""


@dataclass(frozen=True, slots=True)
class Lag:
    """What a projection has not read yet.

    ``entries`` of the history (``at_least`` so many where counting stopped); ``seconds`` since the
    oldest of them was recorded, by the database's clock; ``rebuilding`` while it starts anew.
    """

    entries: int
    seconds: float
    rebuilding: bool = False
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row of a projection: by which code and in which cluster, and the last entry read.

    ``rebuilt`` is the last subject that is done while it starts anew.
    """

    version: int
    cluster: int
    place: tuple[str, int, int, int]
    rebuilt: Subject | None


_READ = """
SELECT version, cluster, xid::text, year, subject_id, seq, rebuilt_year, rebuilt_subject
FROM kernel_projectioncursor WHERE name = %s
"""
_LAG = """
WITH unread AS MATERIALIZED (
  SELECT e.recorded_at FROM kernel_historyentry e
  WHERE (e.xid, e.year, e.subject_id, e.seq) > (%s::xid8, %s, %s, %s)
  ORDER BY e.xid, e.year, e.subject_id, e.seq LIMIT %s
)
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0) FROM unread
"""


def lag(name: str) -> Lag:
    """How far a projection is behind. Three queries on short indexes.

    :raises LookupError: no projection has this name.
    """
    projection = named(name)
    with connection.cursor() as cursor:
        found = read(cursor, name)
        anew = found is None or found.rebuilt is not None or outdated(cursor, projection, found)
        place = ("0", 0, 0, 0) if found is None or anew else found.place
        cursor.execute(_LAG, [*place, MOST_COUNTED + 1])
        entries, seconds = cursor.fetchone()
    counted = min(entries, MOST_COUNTED)
    return Lag(counted, float(seconds), anew and entries > 0, entries > MOST_COUNTED)


def position(name: str) -> str:
    """A short text that changes whenever the projection has moved: for ETags. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws('.', version, xid, year, subject_id, seq, rebuilt_subject)"
            " FROM kernel_projectioncursor WHERE name = %s",
            [name],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def read(cursor: Any, name: str, how: str = "") -> Cursor | None:
    """The cursor's row, or None. :param how: a locking clause."""
    cursor.execute(_READ + how, [name])
    row = cursor.fetchone()
    if row is None:
        return None
    rebuilt = None if row[6] is None else (row[6], row[7])
    return Cursor(row[0], row[1], (row[2], *row[3:6]), rebuilt)


def outdated(cursor: Any, projection: Projection, found: Cursor) -> bool:
    """Whether the rows were made by other code, or the cursor counts another cluster's numbers."""
    cursor.execute("SELECT system_identifier FROM pg_control_system()")
    return (found.version, found.cluster) != (projection.version, cursor.fetchone()[0])
