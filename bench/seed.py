"""``bench seed``: a province with so many dossiers behind it."""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from django.utils import timezone

from bench import indexes, multiply, people, plan, province, templates
from bench.database import Connection, connect, one
from motcua.kernel import projections
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations

SEED = 20_261_122
CHUNK = 25_000
LONG_AGO = 35
"""Days since the templates were lived, so that nothing of them lies ahead."""
AT_ONCE = 2
PROJECTED = 20_000
"""Larger data sets are not projected: see :func:`_project`."""
PARTIES = ("parties_party", "parties_partyidentity", "parties_partyversion")
SEQUENCES = ("dossiers_dossier", "workflow_instance", "workflow_token", "workflow_workitem")


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding took. ``seconds`` from the first row written to the last statistics."""

    dossiers: int
    seconds: float

    @property
    def rate(self) -> float:
        """Dossiers a second, indexes and statistics included."""
        return self.dossiers / self.seconds


def base(say: templates.Progress) -> None:
    """The province with its templates: what every data set of this size or that begins with."""
    with connect() as own:
        if one(own, "SELECT count(*) FROM dossiers_dossier"):
            raise SystemExit("bench: this database holds dossiers; choose an empty --data-dir")
    at = timezone.now()
    say("province")
    province.build(at)
    say("templates")
    monday = at - timedelta(days=LONG_AGO + at.weekday())
    made = templates.live(
        province.counters(local_day(at)), monday.replace(hour=1, minute=30, second=0, microsecond=0)
    )
    say(f"{made} templates")
    projections.catch_up(seconds=600)


def grow(many: int, say: templates.Progress) -> Seeded:
    """Multiply the templates until the province has ``many`` more dossiers."""
    began = time.monotonic()
    connection = connect()
    with phase(say, "plan and applicants"):
        last_item, first, last, again = _plan(connection, many)
    with phase(say, "rows"):
        _at_once(multiply.statements(connection, first, last, CHUNK), replica=True)
    with phase(say, f"{len(again)} indexes"):
        _at_once(again, replica=False)
    _finish(connection, last, last_item)
    with phase(say, "statistics"):
        _at_once((f"VACUUM (ANALYZE) {table}" for table in (*multiply.TABLES, *PARTIES)), False)
    took = time.monotonic() - began
    _project(connection, many, say)
    connection.close()
    return Seeded(many, took)


def _plan(connection: Connection, many: int) -> tuple[int, int, int, list[str]]:
    """Write who and what; last item, first and last dossier, and the indexes to make again."""
    now = timezone.now()
    applicants = max(1_000, int(many * people.SHARE))
    first_person = one(connection, "SELECT coalesce(max(id), 0) + 1 FROM parties_party")
    first = one(connection, "SELECT max(id) + 1 FROM dossiers_dossier")
    clerk = one(connection, "SELECT min(id) FROM accounts_user")
    with organizations.one_look():
        known = plan.templates(connection)
        again = indexes.drop(connection, (*multiply.TABLES, *PARTIES))
        words = [first_person, applicants, clerk]
        beside = subprocess.Popen(
            [sys.executable, "-m", "bench", "people", *(str(word) for word in words)]
        )
        try:
            last_item = plan.make(
                connection, known, many, people=(first_person, applicants), seed=SEED, now=now
            )
            if beside.wait() != 0:
                raise RuntimeError("the applicants could not be written")
        finally:
            beside.kill()
    multiply.prepare(connection)
    return last_item, first, first + many - 1, again


def _finish(connection: Connection, last: int, last_item: int) -> None:
    """Numbers given out by hand are taken; what was only needed here goes."""
    for table in SEQUENCES:
        number = last_item if table in ("workflow_token", "workflow_workitem") else last
        connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number})")
    slips = (last + 1) * multiply.MOST_SLIPS
    connection.execute(
        f"SELECT setval(pg_get_serial_sequence('documents_issuedslip', 'id'), {slips})"
    )
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'bench\\_%'"
        " AND tablename <> 'bench_template'"
    ).fetchall()
    for (table,) in rows:
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP AGGREGATE bench_chain(text)")
    connection.execute("DROP FUNCTION bench_link, bench_part")


def _project(connection: Connection, many: int, say: templates.Progress) -> None:
    """Let the projections read the new history; of a large one only what comes later.

    A worker that reads millions of entries would be measured with everything else.
    """
    if many <= PROJECTED:
        with phase(say, "projections"):
            projections.catch_up(seconds=600)
        return
    connection.execute(
        "UPDATE kernel_projectioncursor SET xid = pg_snapshot_xmin(pg_current_snapshot()),"
        " year = 0, subject_id = 0, seq = 0, rebuilt_year = NULL, rebuilt_subject = NULL"
    )
    say("projections begin with what comes from now on; manage project --rebuild reads the rest")


def _at_once(statements: Iterable[str], replica: bool) -> None:
    """Run statements in any order, two at a time; the first that fails stops all.

    :param replica: without triggers, which would make each entry's hash anew, one by one.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for statement in statements:
        waiting.put(statement)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with connect() as own:
                own.execute("SET work_mem = '256MB'")
                own.execute("SET maintenance_work_mem = '512MB'")
                own.execute("SET synchronous_commit = off")
                if replica:
                    own.execute("SET session_replication_role = replica")
                while not failed:
                    own.execute(waiting.get_nowait())
        except queue.Empty:
            return
        except psycopg.Error as error:
            failed.append(error)

    workers = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]


@contextmanager
def phase(say: templates.Progress, name: str):  # type: ignore[no-untyped-def]
    """Tell how long a part took."""
    began = time.monotonic()
    yield
    say(f"{name}: {time.monotonic() - began:.1f} s")
