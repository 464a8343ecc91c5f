"""Found the small province in the database of DATABASE_URL, for a server beside the tests.

Run as a program, in a process of its own.
"""

from typing import Any

import django
from django.contrib.auth.hashers import Argon2PasswordHasher

PARALLEL = "1.012817"
"""Redetermining the area of residential land: the published DT-138-2025-D42-1, with two branches
that join before the result is returned."""
CORRECTED = {"name": "Mùa Thị Chía", "phone": "0912000246"}
"""Whose result waits at the counter with a wrong number, until somebody puts it right."""


def main() -> None:
    """Found the province of the other tests, with two more procedures."""
    django.setup()
    # Everybody has the same password; hashing it for real would take seconds a person.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
    Argon2PasswordHasher.parallelism = 1
    from motcua.dossiers.tests.at_once import certified
    from tests.world import found

    world = found()
    _parallel(world)
    _late(world)
    _wrong(world)
    certified(world)


def _late(world: Any) -> None:
    """One that was promised a month ago lies before Dũng; Em has the draft of its apology."""
    from datetime import timedelta

    from django.utils import timezone

    from motcua.dossiers import commands
    from motcua.dossiers.tests.people import finish, until
    from motcua.monitoring.pace import look_ahead
    from tests.world import receive

    now = timezone.now()
    then = now - timedelta(days=45)
    dossier_id = receive(world, at=then).dossier_id
    until(world, dossier_id, "appraise", at=then)
    finish(world, dossier_id, at=then)
    commands.draft_apology(dossier_id=dossier_id, by=world.em, at=then)
    look_ahead(at=now)


def _wrong(world: Any) -> None:
    """The result of Chía's request was decided yesterday and waits at the counter."""
    from datetime import timedelta

    from django.utils import timezone

    from motcua.dossiers.queries import PartyInput
    from motcua.dossiers.tests.people import to_the_counter
    from tests.world import receive

    then = timezone.now() - timedelta(days=1)
    owner = PartyInput(kind="person", address="Thôn 5, xã Suối Trong", **CORRECTED)
    to_the_counter(world, receive(world, at=then, owner=owner).dossier_id, at=then)


def _parallel(world: Any) -> None:
    from motcua.catalog import commands as catalog
    from motcua.catalog import queries as procedures
    from motcua.dossiers.process_import import ProcessImport
    from motcua.workflow.tables import ActorMap, Readings
    from tests.world import FOUNDED, NOON, SINCE, SYSTEM, _text, published, tables

    how = {"by": SYSTEM, "at": FOUNDED}
    catalog.import_procedure(next(r for r in published() if r["code"] == PARALLEL), **how)
    version = procedures.in_force(PARALLEL, NOON.date())[0]
    catalog.offer(
        version, world.units["one_stop_commune"], world.units["commune"], valid_from=SINCE, **how
    )
    run = ProcessImport(
        [t for t in tables() if t["id"] == "DT-138-2025-D42-1"],
        actors=ActorMap.parse(_text("actors.toml")),
        readings=Readings.parse(_text("process_readings.toml")),
        valid_from=SINCE,
        **how,
    )
    assert [o.status for o in run.run()] == ["loaded"]


if __name__ == "__main__":
    main()
