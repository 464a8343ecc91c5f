"""Work that leaves the database: deferred in the same transaction, done by the worker.

One job per effect. A job that was deferred is done if, and only if, its command was committed.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from .watch import context
from .watch.acts import seen_job

__all__ = ["RETRY", "app", "defer", "task"]

RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)
"""After 3 seconds, 9, 27 and so on; half a day after nine tries, given up after about nine days."""


def task(*, name: str, queue: str = "default", **options: Any) -> Callable[..., Any]:
    """Declare a job. ``name`` is ``room.verb``; retried with back-off unless told otherwise."""
    options.setdefault("retry", RETRY)
    declare: Callable[..., Any] = app.task(name=name, queue=queue, **options)
    return lambda function: declare(seen_job(name, function))


def defer(
    job: Task[..., Any, Any],
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    **ids: int | str,
) -> bool:
    """Put a job into the queue with ids and codes only; False when the same one waits already.

    The job keeps the id of the request that asked for it, so that their log lines are found.

    :param lock: jobs with the same lock run one after the other.
    :param queueing_lock: at most one waiting job with it.
    """
    if request_id := context.request_id():
        ids["request_id"] = request_id
    configured = job.configure(lock=lock, queueing_lock=queueing_lock)
    if queueing_lock is None:
        configured.defer(**ids)
        return True
    try:
        with transaction.atomic():  # the refused insert must not spoil the command around it
            configured.defer(**ids)
    except AlreadyEnqueued:
        return False
    return True
