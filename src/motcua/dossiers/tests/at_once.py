"""Certified copies at the commune's counter, as the tests need them."""

from datetime import datetime
from typing import Any

from motcua.catalog import commands as catalog
from motcua.catalog import queries as procedures
from motcua.dossiers import commands
from motcua.dossiers.inputs import ComponentInput, Decision, Intake, PartyInput, Received
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.workflow.commands import publish
from motcua.workflow.standard import SOURCE, at_once_graph
from tests.world import FOUNDED, HONEY, NOON, SINCE, SYSTEM, World

COPY = HONEY | {
    "code": "2.000815",
    "name": "Chứng thực bản sao từ bản chính",
    "field": "Tư pháp - Chứng thực",
    "competent_level": "xã",
    "time_limit": {"value": None, "unit": None, "note": "Trong ngày làm việc"},
    "components": [{"name": "Bản chính giấy tờ", "original": 1, "copy": 0, "case": None}],
}
HAI = PartyInput(kind="person", name="Lò Văn Hai")
_counter = [0]


def certified(world: World) -> int:
    """Let Liên's counter receive certified copies; the version."""
    how = {"by": SYSTEM, "at": FOUNDED}
    if not procedures.in_force(COPY["code"], NOON.date()):
        publish(at_once_graph(), key=at_once_graph().key, source=SOURCE, is_template=True, **how)
        catalog.import_procedure(COPY, **how)
        (version,) = procedures.in_force(COPY["code"], NOON.date())
        unit, commune = world.units["one_stop_commune"], world.units["commune"]
        catalog.offer(version, unit, commune, valid_from=SINCE, **how)
    return procedures.in_force(COPY["code"], NOON.date())[0]


def receive_copy(
    world: World,
    *,
    version: int = 0,
    by: Actor | None = None,
    at: datetime = NOON,
    key: str = "",
    **changes: Any,
) -> Received:
    """Liên certifies a copy of Hai's diploma."""
    _counter[0] += 1
    intake = Intake(
        version_id=version or certified(world),
        owner=HAI,
        components=(ComponentInput(None, "Bằng tốt nghiệp", 1, changes.get("copies", 1)),),
        opened_at=at,
    )
    facts = {"day": local_day(at), "book": "01/2026-SCT/BS", "pages": 1, "copies": 1} | changes
    return commands.resolve_at_once(
        intake=intake,
        decision=Decision(**facts),
        key=key or f"copy {_counter[0]}",
        by=by or world.lien,
        at=at,
    )
