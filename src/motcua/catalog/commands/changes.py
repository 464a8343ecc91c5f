"""The catalogue's own log, and the one lock that its writers take."""

from datetime import datetime

from django.db import connection

from motcua.catalog.models import ChangeLog, Offering, ProcedureVersion
from motcua.kernel.actor import Actor
from motcua.kernel.transactions import part_of_command

_LOCK = 0x4D43_0001


@part_of_command
def lock_catalogue() -> None:
    """One writer of the catalogue at a time: versions follow one another, they do not race."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@part_of_command
def log(
    what: str,
    version: ProcedureVersion,
    *,
    by: Actor,
    at: datetime,
    source: str = "",
    offering: Offering | None = None,
    **facts: object,
) -> None:
    """Append to the catalogue's log. ``facts``: ids, codes and days, no names."""
    ChangeLog.objects.create(
        at=at,
        person_id=by.person_id,
        actor=by.role,
        what=what,
        version=version,
        offering=offering,
        source=source[:2_000],
        facts=facts,
    )
