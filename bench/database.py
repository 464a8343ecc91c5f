"""A connection of our own beside Django's: plain psycopg, autocommit."""

from typing import Any

import psycopg
from django.conf import settings

Connection = psycopg.Connection[Any]


def address(name: str | None = None) -> dict[str, Any]:
    """How the product reaches its database, or another one of the same server."""
    known = settings.DATABASES["default"]
    return {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
        "dbname": name or known["NAME"],
    }


def connect(name: str | None = None) -> Connection:
    """A new connection, each statement its own transaction."""
    return psycopg.connect(**address(name), autocommit=True)


def one(connection: Connection, sql: str, *words: Any) -> Any:
    """The only column of the only row."""
    row = connection.execute(sql, words or None).fetchone()
    return row[0] if row else None
