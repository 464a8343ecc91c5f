"""The same rows in plain SQL on one connection: what no program above the database can undercut."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from psycopg.types.json import Jsonb

from bench import machine
from bench.database import Connection, connect

ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Floor:
    """Milliseconds of one round: CPU of PostgreSQL, of the client, and by the clock."""

    database: float
    client: float
    wall: float

    @property
    def each(self) -> float:
        """CPU of both."""
        return self.database + self.client

    def __str__(self) -> str:
        return (
            f"CPU {self.each:.2f} ms ({self.client:.2f} client + {self.database:.2f} database),"
            f" {self.wall:.2f} ms by the clock"
        )


def _timed(postmaster: int, act: Callable[[int], None], rounds: int = ROUNDS) -> Floor:
    for number in range(10):
        act(number)
    before, began, own = machine.spent([], postmaster), time.perf_counter(), os.times()
    for number in range(rounds):
        act(10 + number)
    spent, after = machine.spent([], postmaster) - before, os.times()
    mine = after.user + after.system - own.user - own.system
    return Floor(
        spent.database * 1000 / rounds,
        mine * 1000 / rounds,
        (time.perf_counter() - began) * 1000 / rounds,
    )


_TABLES = (
    ("parties_party", "id = (SELECT owner_id FROM dossiers_dossier WHERE id = %s)"),
    ("workflow_instance", "subject_id = %s"),
    ("workflow_token", "instance_id = (SELECT id FROM workflow_instance WHERE subject_id = %s)"),
    ("workflow_workitem", "subject_id = %s"),
    ("kernel_historyentry", "subject_id = %s AND seq = 1"),
    ("kernel_historytext", "subject_id = %s AND seq = 1"),
    ("dossiers_dossier", "id = %s"),
    ("dossiers_dossiercomponent", "dossier_id = %s"),
    ("dossiers_promise", "dossier_id = %s"),
    ("dossiers_ledgerentry", "dossier_id = %s AND no = 1"),
    ("dossiers_dossierunit", "dossier_id = %s"),
    ("dossiers_inboxrow", "dossier_id = %s"),
    ("dossiers_dossiersearch", "dossier_id = %s"),
    ("documents_issuedslip", "subject_id = %s"),
)
_ANEW = {"public_id", "track_token", "code", "command_id", "item_public_id"}


def intake(connection: Connection, postmaster: int) -> Floor:
    """The rows of one reception, one statement a table, in one transaction that is undone.

    Undone, so that the data set keeps its shape; what a commit adds is the flush of its log.
    """
    last = connection.execute(
        "SELECT d.id FROM dossiers_dossier d WHERE d.state = 'accepted' AND EXISTS"
        " (SELECT FROM dossiers_inboxrow i WHERE i.dossier_id = d.id) ORDER BY d.id DESC LIMIT 1"
    ).fetchone()
    if last is None:
        raise SystemExit("bench: there is no dossier that was just received")
    statements = [s for table, where in _TABLES for s in _copied(connection, table, where, last[0])]
    with connect() as own:

        def once(number: int) -> None:
            with own.transaction(force_rollback=True):
                own.execute("SET CONSTRAINTS ALL DEFERRED")
                with own.pipeline():
                    for sql, row in statements:
                        own.execute(sql, _fresh(row, number))

        return _timed(postmaster, once)


def _copied(
    connection: Connection, table: str, where: str, dossier_id: int
) -> list[tuple[str, dict[str, Any]]]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where} LIMIT 8", [dossier_id])
    names = [column.name for column in cursor.description or ()]
    found = []
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        for name in ("id", "xid", "recorded_at", "prev_hash", "hash"):
            if table == "kernel_historyentry" or name == "id":
                row.pop(name, None)
        shown = {n: Jsonb(v) if isinstance(v, dict | list) else v for n, v in row.items()}
        columns = ", ".join(f'"{name}"' for name in shown)
        values_ = ", ".join(f"%({name})s" for name in shown)
        if table == "kernel_historyentry":
            columns, values_ = f"{columns}, prev_hash, hash", f"{values_}, '', ''"
        found.append((f"INSERT INTO {table} ({columns}) VALUES ({values_})", shown))
    return found


_MOVED = {"subject_id", "dossier_id", "item_id", "token_id", "instance_id", "code_number"}


def _fresh(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row as another dossier's: ids far from all others, opaque ids anew."""
    ahead = 1_500_000_000 + number
    made: dict[str, Any] = {name: ahead for name in _MOVED if name in row}
    made |= {name: uuid4().hex[:16] for name in _ANEW if name in row}
    if "command_id" in row:
        made["command_id"] = uuid4()
    return row | made


def inbox(connection: Connection, postmaster: int, unit_id: int) -> Floor:
    """The fifty lines and their number."""
    own = connect()

    def once(_number: int) -> None:
        own.execute(
            "SELECT * FROM dossiers_inboxrow WHERE unit_id = %s AND role = 'appraiser'"
            " ORDER BY urgent_at, item_id LIMIT 51", [unit_id],
        ).fetchall()  # fmt: skip
        own.execute(
            "SELECT count(*) FROM dossiers_inboxrow WHERE unit_id = %s AND role = 'appraiser'",
            [unit_id],
        ).fetchall()

    with own:
        return _timed(postmaster, once)


def step(connection: Connection, postmaster: int) -> Floor:
    """One step closed and the next one opened, undone."""
    rows = connection.execute(
        "SELECT i.item_id, i.dossier_id, w.token_id, w.instance_id, d.year"
        " FROM dossiers_inboxrow i JOIN workflow_workitem w ON w.id = i.item_id"
        " JOIN dossiers_dossier d ON d.id = i.dossier_id"
        " WHERE w.kind = 'task' AND d.state IN ('accepted', 'processing') LIMIT 50"
    ).fetchall()
    own = connect()

    def once(number: int) -> None:
        item, dossier, token, instance, year = rows[number % len(rows)]
        with own.transaction(force_rollback=True), own.pipeline():
            own.execute("SELECT 1 FROM dossiers_dossier WHERE id = %s FOR UPDATE", [dossier])
            own.execute(
                "UPDATE workflow_workitem SET state = 'done', outcome = 'done',"
                " finished_at = greatest(now(), coalesce(taken_at, opened_at))"
                " WHERE id = %s", [item],
            )  # fmt: skip
            own.execute(
                "UPDATE workflow_token SET left_at = greatest(now(), arrived_at) WHERE id = %s",
                [token],
            )
            own.execute(
                "INSERT INTO workflow_token (instance_id, node_id, arrived_by, arrived_at)"
                " VALUES (%s, 'floor', '', now())", [instance],
            )  # fmt: skip
            own.execute("DELETE FROM dossiers_inboxrow WHERE item_id = %s", [item])
            own.execute(
                "INSERT INTO kernel_historyentry (year, subject_id, seq, occurred_at, kind,"
                " payload, command_id, rule_set, prev_hash, hash)"
                " VALUES (%s, %s, 1, now(), 'floor', '{}', gen_random_uuid(), '', '', '')",
                [year, dossier],
            )
            own.execute("UPDATE dossiers_dossier SET state = 'processing' WHERE id = %s", [dossier])

    with own:
        return _timed(postmaster, once)


def tracking(connection: Connection, postmaster: int) -> Floor:
    """A dossier by its token, its steps, its history."""
    tokens = connection.execute("SELECT track_token, id, year FROM dossiers_dossier LIMIT 300")
    rows, own = tokens.fetchall(), connect()

    def once(number: int) -> None:
        token, dossier, year = rows[number % len(rows)]
        own.execute("SELECT * FROM dossiers_dossier WHERE track_token = %s", [token]).fetchall()
        own.execute(
            "SELECT * FROM workflow_workitem WHERE subject_id = %s ORDER BY id", [dossier]
        ).fetchall()
        own.execute(
            "SELECT * FROM kernel_historyentry WHERE year = %s AND subject_id = %s ORDER BY seq",
            [year, dossier],
        ).fetchall()

    with own:
        return _timed(postmaster, once)


def search(connection: Connection, postmaster: int, asked: list[str]) -> Floor:
    """The newest fifty dossiers whose names hold the words."""
    own = connect()

    def once(number: int) -> None:
        words = " & ".join(f"{word}:*" for word in asked[number % len(asked)].split())
        own.execute(
            "SELECT d.* FROM dossiers_dossiersearch s"
            " JOIN dossiers_dossier d ON d.id = s.dossier_id"
            " WHERE s.words @@ to_tsquery('vn', %s) ORDER BY s.dossier_id DESC LIMIT 50", [words],
        ).fetchall()  # fmt: skip

    with own:
        return _timed(postmaster, once, rounds=60)
