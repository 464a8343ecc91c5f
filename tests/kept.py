"""What takes long to build is built once per process, and after that copied from memory.

The rows that a builder writes are read on a connection of their own, whose transaction is rolled
back: nobody ever sees them there. From then on the same rows, with the same ids, are inserted
wherever the builder is called, in a few milliseconds and in the caller's own transaction. Triggers
do not run while they are inserted: they ran, and said yes, when the rows were built.
"""

import copy
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import OperationalError, connection, connections, transaction
from psycopg import sql

T = TypeVar("T")
TOKEN = "organizations_organizationversion"
"""By it a process knows that what it remembers of the units is still true; triggers write it."""

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r'
  AND c.relname NOT IN ('auth_permission', 'django_content_type', 'django_migrations')
ORDER BY c.relname"""
_COLUMNS = """
SELECT a.attname FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attnum"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a builder returned, the tables it wrote to, and the statements that write it again."""

    value: Any
    tables: tuple[str, ...]
    statements: str


_memory: dict[tuple[str, str], Kept] = {}


def kept(build: Callable[[], T]) -> Callable[[], T]:
    """Let a builder of rows run once per process and test database.

    Outside a test database, on a server that forbids it, and where something of the kind lies in
    the tables already, the builder runs as it is. What it returns is copied for every caller.
    """

    @functools.wraps(build)
    def built() -> T:
        if not _possible():
            return build()
        key = (build.__qualname__, str(connection.settings_dict["NAME"]))
        if key not in _memory:
            try:
                _memory[key] = _read(build)
            except OperationalError:  # the caller's own transaction stands in the way
                return build()
        known = _memory[key]
        if _filled(known.tables):
            if connection.in_atomic_block:
                return build()
            empty()  # a test that commits begins with nothing, whatever lies there
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(known.statements)
        return copy.deepcopy(known.value)

    return built


def _possible() -> bool:
    settings = connection.settings_dict
    if settings["NAME"] != settings["TEST"]["NAME"]:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _read(build: Callable[[], T]) -> Kept:
    with _elsewhere(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '3s'")
        every = _tables()
        before = _counts(every)
        value = build()
        connection.check_constraints()
        after = _counts(every)
        changed = [name for name in every if after[name] != before[name] or name == TOKEN]
        if any(before[name] for name in changed if name != TOKEN):
            raise OperationalError("somebody has committed rows of this kind")
        parts = [_statement(name) for name in changed]
    tables = tuple(name for name in changed if name != TOKEN)
    return Kept(value, tables, _unwatched([f"DELETE FROM {TOKEN}", *parts]))


def _unwatched(statements: list[str]) -> str:
    """Statements for which no trigger runs and no foreign key is asked."""
    quiet = "SET LOCAL session_replication_role = {}"
    return ";\n".join([quiet.format("replica"), *statements, quiet.format("origin")])


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [name for (name,) in cursor.fetchall()]


def empty() -> bool:
    """Empty every table after a test that committed, also those that Django does not manage.

    Django's own flush leaves the history and the queue full, and takes fifty times as long.

    :returns: False where the server forbids it; nothing is done then.
    """
    if not _possible():
        return False
    deleted = _unwatched([f'DELETE FROM "{name}"' for name in _tables()])
    # The next test may have begun its transaction already, and would take this back with it.
    link = connections["default"].copy() if connection.in_atomic_block else connection
    with link.cursor() as cursor:
        cursor.execute(f"BEGIN; SET LOCAL lock_timeout = '10s'; {deleted}; COMMIT")
    if link is not connection:
        link.close()
    return True


@contextmanager
def _elsewhere() -> Iterator[None]:
    """A connection of its own to the same database; nothing done there stays."""
    here, there = connections["default"], connections["default"].copy()
    connections["default"] = there
    block = transaction.atomic()
    block._from_testcase = True  # commands are durable: this is a test, as Django's own cases say
    try:
        with block:
            yield
            transaction.set_rollback(True)
    finally:
        connections["default"] = here
        there.close()


def _counts(names: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{n}', count(*) FROM \"{n}\"" for n in names))
        return dict(cursor.fetchall())


def _filled(names: tuple[str, ...]) -> bool:
    asked = " OR ".join(f'EXISTS (SELECT FROM "{name}")' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return bool(cursor.fetchone()[0])


def _statement(name: str) -> str:
    """An INSERT of every row of a table, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [name])
        columns = sql.SQL(", ").join(sql.Identifier(row[0]) for row in cursor.fetchall())
        table = sql.Identifier(name)
        cursor.execute(sql.SQL("SELECT json_agg(t)::text FROM {} t").format(table))
        rows = sql.Literal(cursor.fetchone()[0])
        text = sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {columns}"
            " FROM json_populate_recordset(NULL::{table}, {rows})"
        ).format(table=table, columns=columns, rows=rows)
        return text.as_string(connection.connection)
