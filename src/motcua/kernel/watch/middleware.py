"""The outermost frame of every request: its id, its line, its figures."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpRequest, HttpResponse

from . import context, lines, meters

HEADER = "X-Request-ID"
SPACE = "watch"
"""Addresses of the watchers themselves: asked without a session, told of only when they fail."""


class Watched:
    """First in the list, so that whatever any other one does is seen.

    An id from outside is believed only from the proxy that the installation trusts: waitress
    leaves ``X-Forwarded-For`` to nobody else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        meters.started.set_to_current_time()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ident = _id_of(request)
        request.request_id = ident  # type: ignore[attr-defined]
        if request.path in settings.WATCH_PATHS:
            request.COOKIES = {}  # a watcher has no session, and the database may be down
        begun, counted = perf_counter(), Statements()
        with context.running(ident), connection.execute_wrapper(counted):
            response = self.get_response(request)
            _told(request, response, perf_counter() - begun, counted.count)
        response.headers.setdefault(HEADER, ident)
        return response


class Statements:
    """Counts what is sent to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, about: Any) -> Any:
        """Pass one statement on."""
        self.count += 1
        return execute(sql, params, many, about)


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    by_proxy = settings.TRUSTED_PROXY and "HTTP_X_FORWARDED_FOR" in request.META
    if by_proxy and context.well_formed(given):
        return given
    return context.new_request_id()


def _told(request: HttpRequest, response: HttpResponse, seconds: float, statements: int) -> None:
    match = request.resolver_match
    view = (match.view_name if match else "") or "none"
    method, status = meters.method_of(request.method or ""), response.status_code
    meters.requests.labels(view, method, str(status)).inc()
    meters.request_seconds.labels(view).observe(seconds)
    meters.request_statements.labels(view).observe(statements)
    fault = getattr(request, "watch_fault", None)
    watcher = match is not None and match.namespace == SPACE
    if watcher and status < 500:
        return
    actor = getattr(request, "actor", None)
    lines.write(
        "request",
        level=logging.INFO if status < 500 else logging.WARNING if watcher else logging.ERROR,
        fault=fault,
        view=view,
        method=method,
        status=status,
        ms=round(seconds * 1000, 1),
        statements=statements,
        person=getattr(actor, "person_id", None),
    )


def _faulted(sender: object, request: HttpRequest | None = None, **_rest: object) -> None:
    import sys

    if request is not None:
        request.watch_fault = sys.exc_info()[1]  # type: ignore[attr-defined]


got_request_exception.connect(_faulted, dispatch_uid="motcua.watch")
