"""Which versions run here, and how large the database is."""

import platform
from dataclasses import dataclass

import django
from django.conf import settings
from django.db import connection

import motcua


@dataclass(frozen=True, slots=True)
class Installation:
    """Versions, how many migrations were applied, and the size of the database in bytes."""

    product: str
    python: str
    django: str
    postgres: str
    migrations: int
    database_bytes: int
    demo: bool


_ASKED = """
SELECT current_setting('server_version'), pg_database_size(current_database()),
       (SELECT count(*) FROM django_migrations)
"""


def installation() -> Installation:
    """What runs here. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        server, size, count = cursor.fetchone()
    return Installation(
        product=motcua.__version__,
        python=platform.python_version(),
        django=django.get_version(),
        postgres=str(server).split(" ")[0],
        migrations=count,
        database_bytes=size,
        demo=settings.DEMO,
    )
