"""What the queue of jobs looks like: by kind and state, the dead, the late."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

STATES = ("todo", "doing", "failed", "succeeded", "cancelled", "aborted")
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many jobs of one kind there are in each state. ``late`` of ``todo`` are overdue."""

    job: str
    todo: int
    doing: int
    late: int
    failed: int
    succeeded: int


@dataclass(frozen=True, slots=True)
class JobInfo:
    """One job that needs somebody: given up (``dead``), waiting for another try, or overdue."""

    id: int
    job: str
    dead: bool
    attempts: int
    due_at: datetime | None
    ended_at: datetime | None


_BY_KIND = """
SELECT task_name,
       count(*) FILTER (WHERE status = 'todo'),
       count(*) FILTER (WHERE status = 'doing'),
       count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, made)
                              < clock_timestamp() - %(late)s * interval '1 s'),
       count(*) FILTER (WHERE status = 'failed'),
       count(*) FILTER (WHERE status = 'succeeded')
  FROM (SELECT j.task_name, j.status, j.scheduled_at,
               CASE WHEN j.status = 'todo' THEN
                 (SELECT min(e.at) FROM procrastinate_events e
                   WHERE e.job_id = j.id AND e.type = 'deferred') END AS made
          FROM procrastinate_jobs j) AS jobs
 GROUP BY task_name ORDER BY task_name
"""


def by_kind(late_seconds: int) -> list[KindCount]:
    """All kinds of jobs that were ever deferred, by name. One query.

    :param late_seconds: a job that has been due for longer is late.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BY_KIND, {"late": late_seconds})
        return [KindCount(*row) for row in cursor.fetchall()]


_TROUBLED = """
SELECT j.id, j.task_name, j.status = 'failed', j.attempts,
       coalesce(j.scheduled_at, (SELECT min(e.at) FROM procrastinate_events e
                                  WHERE e.job_id = j.id AND e.type = 'deferred')),
       (SELECT max(e.at) FROM procrastinate_events e
         WHERE e.job_id = j.id AND e.type IN ('failed', 'deferred_for_retry'))
  FROM procrastinate_jobs j
 WHERE j.status = 'failed' OR (j.status = 'todo' AND j.attempts > 0)
 ORDER BY j.status = 'failed' DESC, j.id DESC LIMIT %(most)s
"""


def troubled() -> list[JobInfo]:
    """Dead jobs, then those that failed and wait for another try; newest first. One query.

    At most :data:`MOST_SHOWN`; :func:`by_kind` counts them all.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TROUBLED, {"most": MOST_SHOWN})
        return [JobInfo(*row) for row in cursor.fetchall()]


def by_state() -> dict[str, int]:
    """How many jobs are in each state; every state is there. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        counted = dict(cursor.fetchall())
    return {state: counted.get(state, 0) for state in STATES}
