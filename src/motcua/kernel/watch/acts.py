"""One line and one figure for every command and every job, however it ended."""

import logging
from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

from motcua.kernel.errors import NotPermitted, Refused

from . import context, lines, meters

P = ParamSpec("P")
R = TypeVar("R")


def name_of(function: Callable[..., Any]) -> str:
    """``dossiers.receive_dossier``: the room and the verb.

    >>> name_of(name_of)
    'kernel.name_of'
    """
    return f"{function.__module__.removeprefix('motcua.').split('.')[0]}.{function.__name__}"


def seen_command(function: Callable[P, R], done: Callable[P, R]) -> Callable[P, R]:
    """``done``, told of: name, outcome, milliseconds, who acted (id only), code of a refusal.

    :param function: the command as it was written; its name is the name told.
    :param done: the same within its transaction.
    """
    name = name_of(function)

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        begun, outcome, code = perf_counter(), "failed", ""
        try:
            value = done(*args, **kwargs)
            outcome = "done"
            return value
        except Refused as refusal:
            outcome, code = "refused", refusal.code
            raise
        except NotPermitted as refusal:
            outcome, code = "not_permitted", refusal.code
            raise
        finally:
            _told(name, outcome, code, perf_counter() - begun, kwargs.get("by"))

    return wrapper


def _told(name: str, outcome: str, code: str, seconds: float, by: object) -> None:
    meters.commands.labels(name, outcome).inc()
    meters.command_seconds.labels(name).observe(seconds)
    if code:
        meters.refusals.labels(code).inc()
    person = getattr(by, "person_id", None)
    ms = round(seconds * 1000, 1)
    level = logging.WARNING if outcome == "failed" else logging.INFO
    lines.write(
        "command", level=level, command=name, outcome=outcome, code=code, ms=ms, person=person
    )


def seen_job(name: str, function: Callable[..., R]) -> Callable[..., R]:
    """``function``, told of, under the id of the request that deferred it.

    :param name: the job's own name, ``room.verb``.
    """

    @wraps(function)
    def wrapper(*args: Any, request_id: str = "", **kwargs: Any) -> R:
        begun, outcome, fault = perf_counter(), "failed", None
        with context.running(request_id or context.request_id() or context.new_request_id()):
            try:
                value = function(*args, **kwargs)
                outcome = "done"
                return value
            except Exception as error:
                fault = error
                raise
            finally:
                seconds = perf_counter() - begun
                meters.jobs_done.labels(name, outcome).inc()
                meters.job_seconds.labels(name).observe(seconds)
                level = logging.ERROR if fault else logging.INFO
                ms = round(seconds * 1000, 1)
                lines.write("job", level=level, fault=fault, job=name, outcome=outcome, ms=ms)

    return wrapper
