"""Read models follow the history: in order, nothing twice, nothing skipped, equal when rebuilt."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from motcua.kernel import history, projections
from motcua.kernel.actor import Actor
from motcua.kernel.projections import Projection, Table, moving, shape

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
MAI = Actor(person_id=7, post_id=70, unit_id=700, role="counter", person_name="Mai")
NAME = "tests.acts"
TABLE = Table("tests_acts", ("year", "subject_id", "no", "kind"))

HERE = """(SELECT least(pg_snapshot_xmax(pg_current_snapshot()),
    min(backend_xid::text::bigint)::text::xid8)
  FROM pg_stat_activity WHERE datname = current_database())"""
"""The oldest transaction of this database: tests of others run in databases beside it."""
WITHIN = "(pg_current_xact_id()::text::bigint + 1)::text::xid8"
"""Where a test is one transaction, what it has appended itself may be read."""


def acts(histories):
    return {
        TABLE.name: [
            (*subject, entry.seq, entry.kind)
            for subject, entries in histories.items()
            for entry in entries
        ]
    }


def empty():
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE kernel_historyentry")
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def listed(monkeypatch, request) -> Iterator[Projection]:
    """A projection that writes one row an act, of a history that is empty so far."""
    commits = any(mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db"))
    monkeypatch.setattr(moving, "HORIZON", HERE if commits else WITHIN)
    projection = Projection(NAME, "Việc đã làm", 1, (TABLE,), acts)
    monkeypatch.setattr(shape, "_KNOWN", {NAME: projection})
    empty()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tests_acts")
        cursor.execute(
            "CREATE TABLE tests_acts (year smallint, subject_id bigint, no integer, kind text,"
            " PRIMARY KEY (year, subject_id, no))"
        )
        projections.rebuild(NAME)
        cursor.execute("UPDATE kernel_projectioncursor SET xid = '0' WHERE name = %s", [NAME])
    yield projection
    if commits:
        empty()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE tests_acts")
            cursor.execute("DELETE FROM kernel_projectioncursor WHERE name = %s", [NAME])


def happen(kind="dossier.received", subject=1):
    with transaction.atomic():
        history.record(year=2026, subject_id=subject, kind=kind, payload={}, by=MAI, at=AT)


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject_id, no, kind FROM tests_acts ORDER BY 1, 2")
        return cursor.fetchall()


def in_another_connection(work):
    """Run it to the end in a thread of its own, which has a connection of its own."""
    faults = []

    def run():
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - told to the test
            faults.append(fault)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert faults == []
    assert not thread.is_alive()


def test_what_was_appended_is_read_once_and_in_order(listed):
    happen()
    happen("step.taken")
    happen(subject=2)
    assert projections.advance(NAME) == 3
    assert projections.advance(NAME) == 0
    assert rows() == [(1, 1, "dossier.received"), (1, 2, "step.taken"), (2, 1, "dossier.received")]


def test_it_reads_in_batches_and_goes_on_where_it_stopped(listed):
    for subject in (1, 2, 3):
        happen(subject=subject)
    assert projections.advance(NAME, limit=2) == 2
    assert [row[0] for row in rows()] == [1, 2]
    assert projections.advance(NAME, limit=2) == 1
    assert [row[0] for row in rows()] == [1, 2, 3]


def test_the_thousandth_transaction_comes_after_the_999th(listed):
    """Numbers of transactions, not their digits: the one with fewer digits is not skipped."""
    happen()
    happen(subject=2)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for subject, xid in ((1, "999"), (2, "1000")):
            cursor.execute(
                "UPDATE kernel_historyentry SET xid = %s::text::xid8 WHERE subject_id = %s",
                [xid, subject],
            )
        cursor.execute("SET session_replication_role = origin")
    assert [projections.advance(NAME, limit=1) for _ in range(3)] == [1, 1, 0]
    assert rows() == [(1, 1, "dossier.received"), (2, 1, "dossier.received")]


@committing
def test_an_act_that_commits_late_is_not_skipped(listed):
    """Lan begins first and commits last; Mai's act in between must not carry us past her."""
    with transaction.atomic():
        history.record(year=2026, subject_id=1, kind="late", payload={}, by=MAI, at=AT)
        in_another_connection(lambda: happen("early", subject=2))
        in_another_connection(lambda: projections.advance(NAME))
    projections.advance(NAME)
    assert rows() == [(1, 1, "late"), (2, 1, "early")]


def test_what_it_writes_and_how_far_it_has_read_are_one(listed):
    happen()
    broken = replace(listed, rows=lambda _histories: {TABLE.name: [(2026, 1, None, "x")]})
    projections.register(broken)
    with pytest.raises(Exception, match="null value"):
        projections.advance(NAME)
    projections.register(listed)
    assert projections.advance(NAME) == 1
    assert rows() == [(1, 1, "dossier.received")]


@committing
def test_two_workers_at_once_double_nothing(listed):
    """The second one finds the first at work and leaves; it neither waits nor writes."""
    happen()
    answers = []

    def rows_while_another_tries(histories):
        if not answers:
            answers.append(None)
            in_another_connection(lambda: answers.append(projections.advance(NAME)))
        return acts(histories)

    projections.register(replace(listed, rows=rows_while_another_tries))
    assert projections.advance(NAME) == 1
    assert answers == [None, 0]
    assert rows() == [(1, 1, "dossier.received")]


def test_dropped_and_rebuilt_it_is_the_same(listed):
    for subject in range(1, 6):
        happen(subject=subject)
        happen("step.taken", subject=subject)
    projections.advance(NAME)
    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tests_acts")
    assert projections.rebuild(NAME) == 10
    assert rows() == before


def test_a_rebuild_that_was_killed_is_gone_on_with(listed, monkeypatch):
    monkeypatch.setattr("motcua.kernel.projections.moving.SUBJECTS", 2)
    for subject in range(1, 6):
        happen(subject=subject)
    projections.ask_rebuild(NAME)
    assert projections.advance(NAME) == 2
    assert projections.lag(NAME).rebuilding
    happen(subject=6)
    while projections.advance(NAME):
        pass
    assert [row[0] for row in rows()] == [1, 2, 3, 4, 5, 6]
    assert projections.lag(NAME) == projections.Lag(0, 0.0)


def test_rows_without_a_history_do_not_outlive_a_rebuild(listed):
    happen()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tests_acts VALUES (2026, 99, 1, 'invented')")
    projections.rebuild(NAME)
    assert rows() == [(1, 1, "dossier.received")]


def test_other_code_makes_the_rows_anew(listed):
    happen()
    projections.advance(NAME)
    shorter = replace(listed, version=2, rows=lambda h: {TABLE.name: acts(h)[TABLE.name][:0]})
    projections.register(shorter)
    assert projections.lag(NAME).rebuilding
    projections.advance(NAME)
    assert rows() == []


def test_a_database_restored_into_another_cluster_begins_anew(listed):
    """There its transaction numbers begin again: what is new would be smaller than the cursor."""
    happen()
    projections.advance(NAME)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_projectioncursor SET cluster = 1, xid = '900000000' WHERE name = %s",
            [NAME],
        )
    happen("step.taken")
    assert projections.advance(NAME) == 2
    assert rows() == [(1, 1, "dossier.received"), (1, 2, "step.taken")]


def test_lag_tells_how_much_is_unread_and_since_when(listed):
    assert projections.lag(NAME) == projections.Lag(0, 0.0)
    happen()
    happen()
    lag = projections.lag(NAME)
    assert (lag.entries, lag.rebuilding, lag.at_least) == (2, False, False)
    assert lag.seconds > 0
    before = projections.position(NAME)
    projections.advance(NAME)
    assert projections.lag(NAME).entries == 0
    assert projections.position(NAME) != before


def test_many_pages_that_find_it_behind_wake_one_job(listed):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        projections.wake()
        projections.wake()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.project'")
        assert cursor.fetchone() == (1,)


@committing
def test_a_row_that_does_not_follow_from_the_history_is_found(listed, capsys):
    happen()
    happen("step.taken")
    projections.advance(NAME)
    call_command("project", "--check")
    for sabotage in (
        "DELETE FROM tests_acts WHERE no = 2",
        "UPDATE tests_acts SET kind = 'other' WHERE no = 2",
        "INSERT INTO tests_acts VALUES (2026, 1, 3, 'invented')",
        "INSERT INTO tests_acts VALUES (2026, 99, 1, 'invented')",
    ):
        with connection.cursor() as cursor:
            cursor.execute(sabotage)
        with pytest.raises(CommandError, match="1 chỗ khác lịch sử"):
            call_command("project", NAME, "--check")
        call_command("project", NAME, "--rebuild")
        call_command("project", "--check")
    assert capsys.readouterr().out.count("đã đọc 2 dòng lịch sử") == 4


def test_a_name_that_is_none_is_said_to_be_none(listed):
    with pytest.raises(CommandError, match=r"Không có số liệu tên khac. Các tên: tests.acts."):
        call_command("project", "khac")
    with pytest.raises(LookupError):
        projections.advance("khac")
