"""Two administrators press at once: the job runs once, and the second is told so."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.kernel import operations
from motcua.kernel.tests.test_history import AT
from motcua.kernel.watch import commands
from motcua.kernel.watch.errors import NothingToRetry

from .test_queue import SON, put, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_retry_at_once_one_is_told_that_it_is_done() -> None:
    dead, barrier, told = put(), Barrier(2), []

    def second() -> None:
        barrier.wait(timeout=10)
        try:
            commands.retry_job(job_id=dead, by=SON, at=AT)
        except NothingToRetry as refusal:
            told.append(refusal)
        finally:
            connection.close()

    thread = Thread(target=second)
    thread.start()
    with transaction.atomic(), connection.cursor() as cursor:
        assert commands._retry(job_id=dead, job="")
        barrier.wait(timeout=10)
        while thread.is_alive() and not _waiting(cursor):
            thread.join(timeout=0.02)
        # A worker has taken it before the second one's turn comes.
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [dead])
    thread.join(timeout=30)
    assert len(told) == 1
    assert states() == {"doing": 1}
    assert operations.recent(9) == []


def _waiting(cursor: Any) -> bool:
    """Whether somebody waits for another transaction to end."""
    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    return bool(cursor.fetchone()[0])
