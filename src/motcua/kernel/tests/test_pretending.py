"""Only a demonstration has a past that was written down then, and it is one from the beginning."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.utils import timezone

from motcua.kernel import history, pretending
from motcua.kernel.actor import Actor
from tests.scene import rolled_back

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
BY = Actor.system("test")
SUBJECT = (2026, 77_000_001)


@pytest.fixture(autouse=True)
def demonstration(settings, db):
    settings.DEMO = True
    with connection.cursor() as cursor:  # what other tests committed; nobody else may forget it
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE kernel_historyentry")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def write(at):
    year, subject = SUBJECT
    history.record(year=year, subject_id=subject, kind="test.done", payload={}, by=BY, at=at)
    return history.entries(year, subject)[-1].recorded_at


def test_a_demonstration_writes_its_past_down_then():
    with rolled_back(), pretending.past():
        assert pretending.declare()
        assert write(THEN) == THEN
        assert write(THEN + timedelta(hours=3)) == THEN + timedelta(hours=3)
        assert history.verify(*SUBJECT) == []


def test_nothing_is_written_down_later_than_now_nor_before_what_it_follows():
    with rolled_back(), pretending.past():
        pretending.declare()
        write(THEN)
        assert write(THEN - timedelta(seconds=30)) == THEN
        assert write(timezone.now() + timedelta(days=3)) <= timezone.now()


def test_what_is_done_now_has_the_clock_also_in_a_demonstration():
    with rolled_back():
        pretending.declare()
        assert write(THEN) > timezone.now() - timedelta(minutes=1)


def test_elsewhere_nobody_says_when_something_was_written_down():
    with rolled_back(), pretending.past():
        assert write(THEN) > timezone.now() - timedelta(minutes=1)


def test_what_has_a_history_does_not_become_a_demonstration():
    with rolled_back():
        write(THEN)
        assert not pretending.declare()
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute("INSERT INTO kernel_demonstration (id) VALUES (1)")


@pytest.mark.parametrize(
    "sql", ["DELETE FROM kernel_demonstration", "UPDATE kernel_demonstration SET since = now()"]
)
def test_a_demonstration_stays_one(sql):
    with rolled_back():
        pretending.declare()
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute(sql)


def test_an_installation_that_is_none_does_not_try(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        pretending.declare()
    with pytest.raises(RuntimeError), pretending.past():
        write(THEN)
