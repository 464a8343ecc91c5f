"""A projection moves: its cursor, and the rows that it writes, in one transaction."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composed, Identifier

from motcua.kernel import history
from motcua.kernel.transactions import command

from .shape import Projection, Subject, Table, named, registered
from .standing import Cursor, outdated, read

BATCH = 2000
"""Entries read in one transaction: a second of work, so that nobody waits long for its locks."""
SUBJECTS = 400
"""Subjects written in one delete and one COPY."""

HORIZON = "pg_snapshot_xmin(pg_current_snapshot())"
"""The oldest transaction that still runs, in any database of the cluster."""

_RESTART = """
INSERT INTO kernel_projectioncursor AS c
  (name, version, cluster, xid, year, subject_id, seq, rebuilt_year, rebuilt_subject)
VALUES (%s, %s, (SELECT system_identifier FROM pg_control_system()),
        {horizon}, 0, 0, 0, 0, 0)
ON CONFLICT (name) DO UPDATE SET
  version = excluded.version, cluster = excluded.cluster, xid = excluded.xid, year = 0,
  subject_id = 0, seq = 0, rebuilt_year = 0, rebuilt_subject = 0, moved_at = clock_timestamp()
"""
_UNLESS_DONE = " WHERE (c.version, c.cluster) <> (excluded.version, excluded.cluster)"
_FEED = """
SELECT xid::text, year, subject_id, seq FROM kernel_historyentry e
WHERE (e.xid, year, subject_id, seq) > (%s::xid8, %s, %s, %s) AND e.xid < {horizon}
ORDER BY e.xid, year, subject_id, seq LIMIT %s
"""
_SUBJECTS = """
SELECT year, subject_id FROM kernel_historyentry
WHERE (year, subject_id) > (%s, %s) AND seq = 1 ORDER BY year, subject_id LIMIT %s
"""
_MOVE = """
UPDATE kernel_projectioncursor SET xid = %s::xid8, year = %s, subject_id = %s, seq = %s,
  moved_at = clock_timestamp() WHERE name = %s
"""
_REBUILT = """
UPDATE kernel_projectioncursor SET rebuilt_year = %s, rebuilt_subject = %s,
  moved_at = clock_timestamp() WHERE name = %s
"""


def advance(name: str, *, limit: int = BATCH) -> int:
    """Read up to ``limit`` entries that came since, and write what follows from them.

    :returns: entries read; 0 when there are none, or when another worker is at it.
    :raises LookupError: no projection has this name.

    While a rebuild is under way it is gone on with instead: also one whose worker was killed.
    """
    return _advance(named(name), limit)


def rebuild(name: str) -> int:
    """Make a projection anew from the whole history; returns how many entries were read.

    In many short transactions: readers see of each subject its old rows or its new ones, and
    nothing waits for the whole. Ends early when another worker is at it, who then goes on.

    :raises LookupError: no projection has this name.
    """
    projection, done = named(name), 0
    _mark(projection)
    while entries := _advance(projection, BATCH):
        done += entries
    return done


@command
def refresh(name: str, subjects: Sequence[Subject]) -> int:
    """Write the rows of these subjects anew, because something beside the history has changed.

    Waits for the worker that moves the projection; its cursor stays. Entries read.

    :raises LookupError: no projection has this name.
    """
    projection = named(name)
    with connection.cursor() as cursor:
        read(cursor, projection.name, " FOR UPDATE")
        return _replace(cursor, projection, list(subjects)) if subjects else 0


def ask_rebuild(name: str) -> None:
    """Mark a projection to be made anew, and wake the worker that does it. For a button.

    :raises LookupError: no projection has this name.
    """
    _mark(named(name))
    wake()


def catch_up(seconds: float = 50) -> int:
    """Advance every projection to the end, for about so many seconds at most; entries read."""
    done, until = 0, monotonic() + seconds
    for projection in registered():
        while monotonic() < until and (entries := _advance(projection, BATCH)):
            done += entries
    return done


def wake() -> None:
    """Let the worker catch up soon; many callers at once make one job.

    For pages whose figures are behind, never for commands: an act would wait for the queueing lock
    of another act that has not committed yet.
    """
    from motcua.kernel import jobs, tasks

    lock = tasks.PROJECT_LOCK
    jobs.defer(tasks.project, lock=lock, queueing_lock=lock, timestamp=0)


@command
def _advance(projection: Projection, limit: int) -> int:
    with connection.cursor() as cursor:
        found = _taken(cursor, projection)
        if found is None:
            return 0
        if found.rebuilt is not None and (done := _rebuild(cursor, projection, found.rebuilt)):
            return done
        return _feed(cursor, projection, found.place, limit)


@command
def _mark(projection: Projection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RESTART.format(horizon=HORIZON), [projection.name, projection.version])


def _taken(cursor: Any, projection: Projection) -> Cursor | None:
    """The cursor, locked until the transaction ends; None when another worker has it."""
    found = read(cursor, projection.name)
    if found is None or outdated(cursor, projection, found):
        restart = (_RESTART + _UNLESS_DONE).format(horizon=HORIZON)
        cursor.execute(restart, [projection.name, projection.version])
    return read(cursor, projection.name, " FOR UPDATE SKIP LOCKED")


def _feed(cursor: Any, projection: Projection, place: Sequence[Any], limit: int) -> int:
    cursor.execute(_FEED.format(horizon=HORIZON), [*place, limit])
    rows = cursor.fetchall()
    if not rows:
        return 0
    touched = sorted({(year, subject) for _xid, year, subject, _seq in rows})
    for start in range(0, len(touched), SUBJECTS):
        _replace(cursor, projection, touched[start : start + SUBJECTS])
    cursor.execute(_MOVE, [*rows[-1], projection.name])
    return len(rows)


def _rebuild(cursor: Any, projection: Projection, after: Subject) -> int:
    """Entries read; 0 when no subject was left."""
    subjects = subjects_after(cursor, after)
    if not subjects:
        for table in projection.tables:
            cursor.execute(SQL("DELETE FROM {} AS t WHERE ").format(name_of(table)) + stray(table))
        cursor.execute(_REBUILT, [None, None, projection.name])
        return 0
    done = _replace(cursor, projection, subjects)
    cursor.execute(_REBUILT, [*subjects[-1], projection.name])
    return done


def _replace(cursor: Any, projection: Projection, subjects: list[Subject]) -> int:
    """Write the rows of these subjects anew: a delete and a COPY a table. Entries read."""
    entries = history.entries_of(subjects)
    rows = projection.rows(entries)
    for table in projection.tables:
        delete = SQL("DELETE FROM {} WHERE ").format(name_of(table)) + among(table)
        cursor.execute(delete, arrays(subjects))
        columns = SQL(", ").join(map(Identifier, table.columns))
        with cursor.copy(SQL("COPY {} ({}) FROM STDIN").format(name_of(table), columns)) as copy:
            for row in rows.get(table.name, ()):
                copy.write_row(row)
    return sum(len(found) for found in entries.values())


def subjects_after(cursor: Any, after: Subject) -> list[Subject]:
    """The next subjects that have a history, by year and id."""
    cursor.execute(_SUBJECTS, [*after, SUBJECTS])
    found: list[Subject] = cursor.fetchall()
    return found


def name_of(table: Table) -> Identifier:
    """The table's name, quoted."""
    return Identifier(table.name)


def arrays(subjects: Sequence[Subject]) -> list[list[int]]:
    """Years and ids apart, as :func:`among` takes them."""
    return [[year for year, _ in subjects], [subject for _, subject in subjects]]


def among(table: Table) -> Composed:
    """Rows of the subjects in two arrays, years and ids."""
    return SQL("({}, {}) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))").format(
        *map(Identifier, table.columns[:2])
    )


def stray(table: Table) -> Composed:
    """Rows (as ``t``) of subjects that have no history."""
    return SQL(
        "NOT EXISTS (SELECT FROM kernel_historyentry e"
        " WHERE e.year = t.{} AND e.subject_id = t.{} AND e.seq = 1)"
    ).format(*map(Identifier, table.columns[:2]))
