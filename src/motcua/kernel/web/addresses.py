"""Addresses that no text can be: refused at the gate, before anything asks the database."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class ReadableAddress:
    """A null byte in path or query is a 400: PostgreSQL has no such text, and no person types it.

    What a form posts is told at its field instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("null byte in the address")
        return self.get_response(request)
