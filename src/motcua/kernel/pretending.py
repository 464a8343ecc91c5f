"""A demonstration lives a past: what happens in it was also written down then.

Everywhere else the moment of writing is the database's clock and nothing can say otherwise: the
database believes a moment that is given only where it was declared a demonstration before anything
had happened in it (``kernel_demonstration``, guarded by a trigger). See
``docs/decisions/0009-a-demonstration-has-a-past.md``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import connection

from .transactions import command

_lives: ContextVar[bool] = ContextVar("kernel.pretending", default=False)

_DECLARE = """
INSERT INTO kernel_demonstration (id)
SELECT 1 WHERE NOT EXISTS (SELECT FROM kernel_historyentry) ON CONFLICT DO NOTHING
"""


@command
def declare() -> bool:
    """Make this database a demonstration, if nothing has happened in it. Whether it is one now.

    :raises RuntimeError: the installation is no demonstration (``MOTCUA_DEMO``).
    """
    _only_in_demonstrations()
    with connection.cursor() as cursor:
        cursor.execute(_DECLARE)
        cursor.execute("SELECT EXISTS (SELECT FROM kernel_demonstration)")
        return bool(cursor.fetchone()[0])


@contextmanager
def past() -> Iterator[None]:
    """Whatever is done within was written down when it happened, as far as the database believes.

    :raises RuntimeError: the installation is no demonstration (``MOTCUA_DEMO``).
    """
    _only_in_demonstrations()
    before = _lives.set(True)
    try:
        yield
    finally:
        _lives.reset(before)


def written_at(at: datetime) -> datetime | None:
    """When an entry of this moment is to be written down; None: now, by the database's clock."""
    return at if _lives.get() else None


def _only_in_demonstrations() -> None:
    if not settings.DEMO:
        raise RuntimeError("only a demonstration lives a past")
