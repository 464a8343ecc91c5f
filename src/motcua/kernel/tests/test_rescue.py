"""A worker that is killed takes no job with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.kernel import tasks
from motcua.kernel.jobs import RETRY
from motcua.kernel.rescue import Rescued, rescue_jobs

pytestmark = pytest.mark.django_db(transaction=True)
ALIVE, DEAD = timedelta(seconds=5), timedelta(minutes=2)


@pytest.fixture(autouse=True)
def _empty_queue():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def worker(silent_for):
    """A worker that last said so long ago that it lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id",
            [silent_for],
        )
        return cursor.fetchone()[0]


def job(status, *, by=None, tries=0, queueing_lock=None):
    """A job of the queue; its id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs"
            " (queue_name, task_name, status, worker_id, attempts, queueing_lock)"
            " VALUES ('default', 'documents.render_slip', %s, %s, %s, %s) RETURNING id",
            [status, by, tries, queueing_lock],
        )
        return cursor.fetchone()[0]


def status(job_id):
    found = ProcrastinateJob.objects.get(pk=job_id)
    return found.status, found.attempts


def test_the_job_of_a_dead_worker_waits_again_and_that_of_a_living_one_goes_on():
    lost, held = job("doing", by=worker(DEAD)), job("doing", by=worker(ALIVE))
    assert rescue_jobs() == Rescued(again=1)
    assert status(lost) == ("todo", 1)
    assert status(held) == ("doing", 0)


def test_a_worker_that_was_forgotten_is_dead_too():
    forgotten = job("doing", by=None)
    tasks.rescue_jobs(timestamp=0)
    assert status(forgotten) == ("todo", 1)


def test_what_waits_a_second_time_is_not_done_a_third_time():
    gone = worker(DEAD)
    lost = [job("doing", by=gone, queueing_lock="slip.7") for _ in range(2)]
    waiting = job("todo", queueing_lock="slip.7")
    other = [job("doing", by=gone, queueing_lock="slip.8") for _ in range(2)]
    assert rescue_jobs() == Rescued(again=1, waiting=3)
    assert [status(job_id)[0] for job_id in lost] == ["aborted", "aborted"]
    assert status(waiting) == ("todo", 0)
    assert sorted(status(job_id)[0] for job_id in other) == ["aborted", "todo"]


def test_a_job_that_ends_every_worker_is_a_dead_job_at_last():
    last = job("doing", by=worker(DEAD), tries=RETRY.max_attempts - 1)
    assert rescue_jobs() == Rescued(given_up=1)
    assert status(last)[0] == "failed"


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_stay():
    old = {state: job(state) for state in ("succeeded", "aborted", "failed", "todo")}
    new = job("succeeded")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        for job_id, day in [*((i, 1) for i in old.values()), (new, 19)]:
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'started', %s)",
                [job_id, datetime(2026, 11, day, tzinfo=UTC)],
            )
    tasks.housekeeping(timestamp=int(datetime(2026, 11, 20, 19, 15, tzinfo=UTC).timestamp()))
    left = set(ProcrastinateJob.objects.values_list("id", flat=True))
    assert left == {old["failed"], old["todo"], new}
