"""What the kernel does by itself: every minute, and every night."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.conf import settings
from procrastinate import RetryStrategy

from . import history, idempotency, limits, projections, rescue
from .clock import year_of
from .jobs import app, task

TRIES_KEPT = timedelta(days=2)
"""Longer than any window in which tries are counted."""
KEYS_KEPT = timedelta(days=30)
"""Nobody sends a form again that was shown a month ago."""
JOBS_KEPT = timedelta(days=7)
"""Done jobs are of use to whoever looks for a fault of this week."""


@app.periodic(cron="* * * * *", periodic_id="kernel.rescue")
@task(name="kernel.rescue", queueing_lock="kernel.rescue")
def rescue_jobs(timestamp: int) -> None:
    """Take up the jobs of workers that were killed. Harmless when done twice.

    :param timestamp: the moment of the schedule, seconds since 1970.
    """
    rescue.rescue_jobs()


@app.periodic(cron="15 19 * * *", periodic_id="kernel.housekeeping")  # 02:15 in Vietnam
@task(name="kernel.housekeeping", queueing_lock="kernel.housekeeping")
def housekeeping(timestamp: int) -> None:
    """Forget old tries, keys, jobs and sessions; make the history's tables of the coming years.

    :param timestamp: the moment of the schedule, seconds since 1970. Harmless when done twice.
    """
    at = datetime.fromtimestamp(timestamp, UTC)
    limits.forget_before(at - TRIES_KEPT)
    idempotency.forget_before(at - KEYS_KEPT)
    rescue.forget_done_jobs(at - JOBS_KEPT)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    history.ensure_partitions(year_of(at), year_of(at) + 2)


PROJECT_LOCK = "kernel.project"


@app.periodic(cron="* * * * *", periodic_id="kernel.project")
@task(
    name="kernel.project",
    lock=PROJECT_LOCK,
    queueing_lock=PROJECT_LOCK,
    retry=RetryStrategy(wait=60),
)
def project(timestamp: int) -> None:
    """Let every projection read what was appended since; soon, when a page woke it.

    A fault stays in the queue as one job and is tried again every minute: the figures stand still
    meanwhile, and the operator's page says by how much.
    """
    projections.catch_up()
