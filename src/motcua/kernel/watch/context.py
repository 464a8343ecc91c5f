"""Which request, command or job is running in this thread, and what it is called by."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: what a citizen reads out over the phone is not misheard or misread."""
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")

_request_id: ContextVar[str] = ContextVar("motcua_request_id", default="")


def request_id() -> str:
    """The id of what is running, or an empty text outside of any request or job."""
    return _request_id.get()


def new_request_id() -> str:
    """A fresh id, 50 random bits, in two groups that can be read out: ``7K3F2-9QXTM``.

    >>> len(new_request_id())
    11
    """
    letters = [secrets.choice(ALPHABET) for _ in range(10)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def well_formed(given: str) -> bool:
    """Whether an id from outside may be taken over: 8 to 64 letters, digits and hyphens.

    >>> well_formed("7K3F2-9QXTM"), well_formed("a b"), well_formed("x" * 65)
    (True, False, False)
    """
    return WELL_FORMED.fullmatch(given) is not None


@contextmanager
def running(ident: str) -> Iterator[None]:
    """Everything inside belongs to the request ``ident``: its log lines, the jobs it defers."""
    token = _request_id.set(ident)
    try:
        yield
    finally:
        _request_id.reset(token)
