"""Projection = rebuilt: the stored rows against those that the history gives now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Identifier

from motcua.kernel import history
from motcua.kernel.transactions import snapshot

from .moving import among, arrays, name_of, stray, subjects_after
from .shape import Projection, Subject, Table, named


@dataclass(frozen=True, slots=True)
class Difference:
    """A subject whose rows in a table are not those that its history gives; numbers of rows."""

    table: str
    subject: Subject
    expected: int
    found: int


def compare(name: str) -> Iterator[Difference]:
    """Where the stored rows are not those that the history gives.

    Reads everything as it was at one moment and changes nothing; never inside a command. What was
    not read yet is told too: advance first.

    :raises LookupError: no projection has this name.
    """
    projection = named(name)
    with snapshot():
        yield from differences(projection)


def differences(projection: Projection) -> Iterator[Difference]:
    """The same within the caller's transaction."""
    after = (0, 0)
    with connection.cursor() as cursor:
        for table in projection.tables:
            yield from _strays(cursor, table)
        while subjects := subjects_after(cursor, after):
            yield from _among(cursor, projection, subjects)
            after = subjects[-1]


def _strays(cursor: Any, table: Table) -> list[Difference]:
    keys = SQL(", ").join(map(Identifier, table.columns[:2]))
    rows = SQL("SELECT {}, count(*) FROM {} AS t WHERE ").format(keys, name_of(table))
    cursor.execute(rows + stray(table) + SQL(" GROUP BY 1, 2"))
    return [Difference(table.name, (row[0], row[1]), 0, row[2]) for row in cursor.fetchall()]


def _among(cursor: Any, projection: Projection, subjects: list[Subject]) -> Iterator[Difference]:
    rows = projection.rows(history.entries_of(subjects))
    for table in projection.tables:
        columns = SQL(", ").join(map(Identifier, table.columns))
        stored_rows = SQL("SELECT {} FROM {} WHERE ").format(columns, name_of(table))
        cursor.execute(stored_rows + among(table), arrays(subjects))
        stored, due = _by_subject(cursor.fetchall()), _by_subject(rows.get(table.name, ()))
        for subject in subjects:
            expected, found = due.get(subject, []), stored.get(subject, [])
            if expected != found:
                yield Difference(table.name, subject, len(expected), len(found))


def _by_subject(rows: Iterable[tuple[Any, ...]]) -> dict[Subject, list[tuple[Any, ...]]]:
    found: dict[Subject, list[tuple[Any, ...]]] = {}
    for row in sorted(rows, key=itemgetter(0, 1, 2)):
        found.setdefault((row[0], row[1]), []).append(tuple(row))
    return found
