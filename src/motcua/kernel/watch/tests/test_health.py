"""Each fault, made on purpose, turns exactly its own check; all of them are cheap to ask."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection

from motcua.kernel import projections
from motcua.kernel.projections import Lag
from motcua.kernel.watch import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well(monkeypatch: Any) -> None:
    """A worker that has just told that it lives; one read model that keeps up."""
    execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    monkeypatch.setattr(projections, "registered", lambda: [SimpleNamespace(name="thu.so-lieu")])
    monkeypatch.setattr(projections, "lag", lambda _name: Lag(0, 0))


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def failing() -> list[str]:
    return [check.code for check in health.checks() if check.ok is False]


def test_nothing_fails_when_all_is_well() -> None:
    assert failing() == []
    assert health.ready(health.checks())


def test_a_worker_that_stopped() -> None:
    execute("DELETE FROM procrastinate_workers")
    assert failing() == ["worker"]


def test_a_worker_that_hangs_for_more_than_a_minute() -> None:
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '59 s'")
    assert failing() == []
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 s'")
    assert failing() == ["worker"]


JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)
VALUES ('default', 'thu.viec', 'todo', {due})
"""


def test_a_job_that_nobody_does() -> None:
    execute(JOB.format(due="now() - interval '9 min'"))
    execute(JOB.format(due="now() + interval '9 min'"))
    assert failing() == []
    execute(JOB.format(due="now() - interval '11 min'"))
    assert failing() == ["jobs"]


def test_a_job_without_an_hour_is_as_old_as_its_making() -> None:
    execute(JOB.format(due="NULL"))
    execute("UPDATE procrastinate_events SET at = now() - interval '11 min'")
    assert failing() == ["jobs"]


def test_a_migration_that_is_missing() -> None:
    execute("DELETE FROM django_migrations WHERE app = 'kernel' AND name = '0004_operations'")
    assert failing() == ["migrations"]
    assert health.missing_migrations() == ["kernel.0004_operations"]


def test_a_read_model_that_is_behind(monkeypatch: Any) -> None:
    monkeypatch.setattr(projections, "lag", lambda _name: Lag(12, 301))
    assert failing() == ["projections"]


def test_a_disk_without_room(monkeypatch: Any) -> None:
    usage = SimpleNamespace(free=999_000_000)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _place: usage)
    assert failing() == ["disk"]


def test_with_the_database_away_the_rest_is_not_known(monkeypatch: Any) -> None:
    def away() -> Any:
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=away, close=lambda: None))
    found = {check.code: check.ok for check in health.checks()}
    assert found == dict.fromkeys(health.ORDER) | {"database": False, "disk": True}


def test_three_questions_to_the_database_are_enough(django_assert_max_num_queries: Any) -> None:
    health.checks()
    with django_assert_max_num_queries(3):  # and what each read model asks: at most three
        health.checks()


def test_every_check_says_what_to_do() -> None:
    for check in health.checks():
        assert str(check.name)
        assert str(check.advice).endswith(".")
