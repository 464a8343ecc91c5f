"""What the operator does to the installation; each act is kept with who did it."""

from datetime import datetime

from django.db import connection

from motcua.kernel import operations, projections
from motcua.kernel.actor import Actor
from motcua.kernel.transactions import command

from . import permissions
from .errors import NothingToRetry, UnknownProjection

# The state is asked again where the row is locked: whoever waited for it sees what became of it.
_RETRY = """
WITH wanted AS (
  SELECT DISTINCT ON (coalesce(queueing_lock, id::text)) id
    FROM procrastinate_jobs j
   WHERE (id = %(id)s OR task_name = %(job)s)
     AND (status = 'failed' OR (status = 'todo' AND attempts > 0
                                AND scheduled_at > clock_timestamp()))
     AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs other
                      WHERE other.queueing_lock = j.queueing_lock
                        AND other.status = 'todo' AND other.id <> j.id)
   ORDER BY coalesce(queueing_lock, id::text), id DESC
), locked AS (
  SELECT j.id FROM procrastinate_jobs j JOIN wanted USING (id)
   WHERE j.status = 'failed' OR (j.status = 'todo' AND j.scheduled_at > clock_timestamp())
   ORDER BY j.id FOR UPDATE OF j
)
UPDATE procrastinate_jobs AS j
   SET status = 'todo', scheduled_at = clock_timestamp(), worker_id = NULL,
       attempts = CASE WHEN status = 'failed' THEN 0 ELSE attempts END
  FROM locked WHERE j.id = locked.id RETURNING j.id, j.task_name
"""


@command
def retry_job(*, job_id: int, by: Actor, at: datetime) -> None:
    """Let a dead job, or one that waits for its next try, run now; its tries count from nought.

    :raises NotPermitted: ``by`` does not look after the installation.
    :raises NothingToRetry: it ran meanwhile, or the same one waits already.
    """
    permissions.require(by, "operate")
    done = _retry(job_id=job_id, job="")
    if not done:
        raise NothingToRetry
    operations.record("jobs.retried", by=by, at=at, subject=done[0][1], facts={"jobs": [job_id]})


@command
def retry_jobs(*, job: str, by: Actor, at: datetime) -> int:
    """Let all dead and waiting jobs of one kind run now; how many.

    :param job: the name of the kind, ``room.verb``.
    :raises NotPermitted: ``by`` does not look after the installation.
    :raises NothingToRetry: there is none.
    """
    permissions.require(by, "operate")
    done = _retry(job_id=0, job=job)
    if not done:
        raise NothingToRetry
    facts = {"count": len(done), "jobs": sorted(row[0] for row in done)[:100]}
    operations.record("jobs.retried", by=by, at=at, subject=job, facts=facts)
    return len(done)


def _retry(*, job_id: int, job: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_RETRY, {"id": job_id, "job": job})
        return list(cursor.fetchall())


def rebuild_projection(*, name: str, by: Actor, at: datetime) -> None:
    """Have a read model made anew from the history; the worker does it, since it may take minutes.

    :raises NotPermitted: ``by`` does not look after the installation.
    :raises UnknownProjection: there is none of this name.

    Two transactions: that it was asked for is kept first, and asking twice does no harm.
    """
    _ask_rebuild(name=name, by=by, at=at)
    projections.ask_rebuild(name)


@command
def _ask_rebuild(*, name: str, by: Actor, at: datetime) -> None:
    permissions.require(by, "operate")
    if name not in {projection.name for projection in projections.registered()}:
        raise UnknownProjection(name=name)
    operations.record("projections.rebuild_asked", by=by, at=at, subject=name)
