"""Typed reading of the process environment, loud on nonsense; ``NAME_FILE`` for secrets."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CONNECT_WITHIN = 5
"""Seconds: a database that has vanished must not hold every thread of a web process."""
PREPARED_AFTER = 5
"""Times that a connection is asked the same before it keeps the plan."""


def text(name: str, default: str = "") -> str:
    """The variable as text, or ``default`` where it is unset."""
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """``1/true/yes`` or ``0/false/no``.

    :raises ImproperlyConfigured: for any other word.
    """
    word = os.environ.get(name, "").strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    if not word:
        return default
    raise ImproperlyConfigured(f"{name}={word!r}: write 1 or 0")


def number(name: str, default: int) -> int:
    """A whole number.

    :raises ImproperlyConfigured: when it is none.
    """
    word = os.environ.get(name, "")
    try:
        return int(word) if word else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={word!r}: write a whole number") from None


def secret(name: str, *, development: str) -> str:
    """The secret from ``NAME``, or from the file named in ``NAME_FILE``.

    :param development: used only when neither is set and ``MOTCUA_DEVELOPMENT=1`` says that this
        is a developer's or a test's process.
    :raises ImproperlyConfigured: when there is no secret in a process that serves people.
    """
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    if value := os.environ.get(name):
        return value
    if flag("MOTCUA_DEVELOPMENT"):
        return development
    raise ImproperlyConfigured(f"{name} or {name}_FILE is missing; ./motcua sets it by itself")


def optional_secret(name: str) -> str:
    """The secret from ``NAME`` or the file in ``NAME_FILE``; empty where neither is set."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, "")


def database(url: str, *, prepared: bool = True) -> dict[str, Any]:
    """Django's settings of a ``postgres://user:password@host:port/name?option=…`` address.

    :param prepared: a connection that has asked the same ``PREPARED_AFTER`` times keeps the plan.
        Planning is half of what the database does for a page; but a pooler that hands connections
        on between transactions has to know prepared statements for it.
    :raises ImproperlyConfigured: for another scheme: there is one dialect, PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgres://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "connect_timeout": CONNECT_WITHIN,
            "server_side_binding": prepared,
            "prepare_threshold": PREPARED_AFTER if prepared else None,
        }
        | options,
    }
