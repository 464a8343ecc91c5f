"""Dead jobs run again when the operator says so, once, and it is kept who said it."""

import pytest
from django.db import connection, transaction

from motcua.kernel import operations
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.tests.test_history import AT
from motcua.kernel.watch import queue
from motcua.kernel.watch.commands import rebuild_projection, retry_job, retry_jobs
from motcua.kernel.watch.errors import NothingToRetry, UnknownProjection

pytestmark = pytest.mark.django_db
SON = Actor(9, 4, 1, "system_admin", "Mai Thanh Sơn")
HOA = Actor(7, 3, 2, "counter", "Nguyễn Thị Hoa")


def put(
    status: str = "failed", *, job: str = "thu.gui", lock: str | None = None, due: str = "NULL"
) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, attempts)"
            " VALUES ('default', %s, NULL, 12) RETURNING id",
            [job],
        )
        (made,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [made])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status,"
            f" queueing_lock = %s, scheduled_at = {due} WHERE id = %s",
            [status, lock, made],
        )
    return int(made)


def states() -> dict[str, int]:
    return {state: count for state, count in queue.by_state().items() if count}


def test_a_dead_job_waits_again_from_its_first_try_and_the_act_is_kept() -> None:
    dead, other = put(), put()
    retry_job(job_id=dead, by=SON, at=AT)
    assert states() == {"todo": 1, "failed": 1}
    assert [info.id for info in queue.troubled()] == [other]
    kept = operations.latest("jobs.retried")
    assert kept is not None
    assert (kept.person_id, kept.subject, kept.facts) == (9, "thu.gui", {"jobs": [dead]})


def test_a_job_retried_twice_is_retried_once() -> None:
    dead = put()
    retry_job(job_id=dead, by=SON, at=AT)
    with pytest.raises(NothingToRetry):
        retry_job(job_id=dead, by=SON, at=AT)
    assert len(operations.recent(9)) == 1


def test_what_waits_for_a_later_try_can_be_drawn_forward() -> None:
    waiting = put("todo", due="now() + interval '3 h'")
    (info,) = queue.troubled()
    assert (info.id, info.dead, info.attempts) == (waiting, False, 12)
    retry_job(job_id=waiting, by=SON, at=AT)
    (kind,) = queue.by_kind(late_seconds=0)
    assert kind.todo == kind.late == 1


def test_all_of_a_kind_are_retried_and_others_are_not() -> None:
    put(), put(), put(job="thu.in")
    assert retry_jobs(job="thu.gui", by=SON, at=AT) == 2
    assert {kind.job: (kind.todo, kind.failed) for kind in queue.by_kind(600)} == {
        "thu.gui": (2, 0),
        "thu.in": (0, 1),
    }


def test_of_jobs_that_exclude_one_another_only_one_waits() -> None:
    put(lock="a"), put(lock="a")
    assert retry_jobs(job="thu.gui", by=SON, at=AT) == 1
    with pytest.raises(NothingToRetry):
        retry_jobs(job="thu.gui", by=SON, at=AT)


def test_only_the_administrator_of_the_system_does_it() -> None:
    dead = put()
    for act in (
        lambda: retry_job(job_id=dead, by=HOA, at=AT),
        lambda: retry_jobs(job="thu.gui", by=HOA, at=AT),
        lambda: rebuild_projection(name="thu", by=HOA, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert states() == {"failed": 1}


def test_a_read_model_that_nobody_knows_is_not_rebuilt() -> None:
    with pytest.raises(UnknownProjection):
        rebuild_projection(name="thu.khong-co", by=SON, at=AT)


def test_what_was_done_cannot_be_changed_afterwards() -> None:
    retry_job(job_id=put(), by=SON, at=AT)
    for sql in ("UPDATE kernel_operation SET person_id = 1", "DELETE FROM kernel_operation"):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            connection.cursor().execute(sql)
