"""Walking a dossier through its process as its people do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from motcua.dossiers import commands, permissions
from motcua.dossiers.errors import ApologyMissing
from motcua.dossiers.models import Dossier
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo
from tests.world import NOON, World


def open_item(dossier_id: int) -> ItemInfo:
    """The only open step of a dossier."""
    (item,) = processes.open_items(dossier_id)
    return item


def holder(world: World, item: ItemInfo) -> Actor:
    """Somebody of the unit and role that a step waits for."""
    for actor in world.actors.values():
        if (actor.unit_id, actor.role) == (item.unit_id, item.role):
            return actor
    raise AssertionError(f"nobody for {item.name}: {item.unit_id} {item.role}")


def finish(world: World, dossier_id: int, *, at: datetime = NOON, **options: Any) -> ItemInfo:
    """Whoever holds the only open step finishes it; the step."""
    item = open_item(dossier_id)
    outcome = options.pop("outcome", item.outcomes[0].code if item.outcomes else "")
    by = options.pop("by", None) or holder(world, item)
    facts = {"item_id": item.id, "outcome": outcome, "by": by, "at": at} | options
    try:
        commands.finish_item(**facts)
    except ApologyMissing:
        waive(world, dossier_id, at=at)
        commands.finish_item(**facts)
    return item


def waive(world: World, dossier_id: int, *, at: datetime = NOON) -> None:
    """A leader of whoever decides or holds it lets it go to signature without a letter."""
    row = Dossier.objects.get(pk=dossier_id)
    items, units = processes.items(dossier_id), (row.received_unit_id, row.deciding_unit_id)
    seat = {"received_unit_id": units[0], "deciding_unit_id": units[1]}
    leader = next(
        a for a in world.actors.values() if permissions.may_do(a, "waive_apology", items, **seat)
    )
    commands.waive_apology(dossier_id=dossier_id, reason="Gấp", by=leader, at=at)


def decide(world: World, dossier_id: int, *, at: datetime = NOON, **options: Any) -> None:
    """The holder of the open step records a positive result unless told otherwise."""
    facts = {"outcome": "positive", "number": "12/GP-SNNMT", "day": local_day(at)} | options
    by = facts.pop("by", None) or holder(world, open_item(dossier_id))
    commands.record_result(dossier_id=dossier_id, by=by, at=at, **facts)


def until(world: World, dossier_id: int, step_kind: str, *, at: datetime = NOON) -> ItemInfo:
    """Finish steps until one of this kind is open; that step."""
    for _ in range(12):
        item = open_item(dossier_id)
        if item.step_kind == step_kind:
            return item
        finish(world, dossier_id, at=at)
    raise AssertionError(f"never came to {step_kind}")


def to_the_counter(world: World, dossier_id: int, *, at: datetime = NOON) -> ItemInfo:
    """Through the whole process with a positive result; the step that returns it."""
    for _ in range(12):
        item = open_item(dossier_id)
        if item.step_kind == "return":
            return item
        decided = hasattr(Dossier.objects.get(pk=dossier_id), "result")
        if item.role != "counter" and not decided:
            decide(world, dossier_id, at=at)
        finish(world, dossier_id, at=at)
    raise AssertionError("never came back to the counter")


def days(numbers: Iterable[int]) -> list[datetime]:
    """Moments so many days after NOON."""
    return [NOON + timedelta(days=n) for n in numbers]
