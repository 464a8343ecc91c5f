"""What a person is told when the product cannot work: what is known, and that to repeat is safe."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

AGAIN_AFTER = 10
"""Seconds until trying again makes sense; a database that died is back by then."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DISK_FULL = "53100"
"""PostgreSQL's code for it: https://www.postgresql.org/docs/current/errcodes-appendix.html"""


def cause(error: BaseException | None) -> str:
    """``disk`` when there is no room to write, ``database`` when it is out of reach, else empty.

    A full disk is looked for first: it ends the database's sessions too.
    """
    found = ""
    while error is not None:
        if getattr(error, "sqlstate", None) == _DISK_FULL:
            return "disk"
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return "disk"
        if isinstance(error, OperationalError | InterfaceError):
            found = "database"
        error = error.__cause__ or error.__context__
    return found


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault (``handler500``): 503 where it passes by itself or by making room."""
    why = cause(sys.exc_info()[1])
    if not why:
        return defaults.server_error(request)
    page = loader.get_template("503.html").render({"disk": why == "disk"})
    return HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN_AFTER)})
