"""Jobs of a worker that was killed are taken up by another one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from .jobs import RETRY
from .transactions import command

SILENT = timedelta(seconds=30)
"""A worker tells every ten seconds that it lives; after three it is taken for dead."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What became of the jobs of dead workers, as numbers of jobs."""

    again: int = 0
    waiting: int = 0
    given_up: int = 0


_STALLED = """
SELECT j.id, j.attempts,
  EXISTS (SELECT 1 FROM procrastinate_jobs other
          WHERE other.queueing_lock = j.queueing_lock AND other.status = 'todo') AS waits
FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
ORDER BY j.id DESC LIMIT 1 FOR UPDATE OF j SKIP LOCKED
"""
_AGAIN = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
_END = "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)"


@command
def rescue_jobs(*, silent: timedelta = SILENT, most: int | None = None) -> Rescued:
    """Queue again what a worker was doing when it died. One statement and one more per job.

    A job may have done its effect just before its worker died, so every job bears being done
    twice. What waits in the queue a second time under the same ``queueing_lock`` is not queued
    again: the waiting one does it. A job that has taken its last try with its worker is a dead
    job, in the list of them; otherwise it would end one worker after the other for ever.

    :param silent: how long a worker has not said that it lives.
    :param most: tries of a job, counting this one; those of :data:`motcua.kernel.jobs.RETRY`.
    """
    most = most or RETRY.max_attempts or 0
    counts = {"again": 0, "waiting": 0, "given_up": 0}
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_STALLED, [silent.total_seconds()])
            row = cursor.fetchone()
            if row is None:
                return Rescued(**counts)
            job_id, attempts, waits = row
            if waits:
                cursor.execute(_END, [job_id, "aborted"])
                counts["waiting"] += 1
            elif attempts + 1 >= most:
                cursor.execute(_END, [job_id, "failed"])
                counts["given_up"] += 1
            else:
                cursor.execute(_AGAIN, [job_id])
                counts["again"] += 1


_FORGET = """
DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'cancelled', 'aborted')
  AND id IN (SELECT job_id FROM procrastinate_events GROUP BY job_id HAVING max(at) < %s)
"""


def forget_done_jobs(at: datetime) -> int:
    """Delete the jobs that ended well before ``at``; the number deleted. Dead ones stay."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [at])
        return int(cursor.rowcount)
