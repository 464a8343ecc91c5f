"""Which versions run here, and how large the database is."""

import platform
from dataclasses import dataclass

import django
from django.conf import settings
from django.db import connection

import motcua


@dataclass(frozen=True, slots=True)
class Installation:
    """Versions, the newest migration, and the size of the database in bytes."""

    product: str
    python: str
    django: str
    postgres: str
    newest_migration: str
    migrations: int
    database_bytes: int
    demo: bool


_ASKED = """
SELECT current_setting('server_version'), pg_database_size(current_database()),
       (SELECT count(*) FROM django_migrations),
       (SELECT app || '.' || name FROM django_migrations ORDER BY id DESC LIMIT 1)
"""


def installation() -> Installation:
    """What runs here. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        server, size, count, newest = cursor.fetchone()
    return Installation(
        product=motcua.__version__,
        python=platform.python_version(),
        django=django.get_version(),
        postgres=str(server).split(" ")[0],
        newest_migration=newest or "",
        migrations=count,
        database_bytes=size,
        demo=settings.DEMO,
    )
