"""Walking a dossier through its process as its people do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from motcua.dossiers import commands
from motcua.dossiers.models import Dossier
from motcua.kernel.actor import Actor
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
    commands.finish_item(item_id=item.id, outcome=outcome, by=by, at=at, **options)
    return item


def decide(world: World, dossier_id: int, *, at: datetime = NOON, **options: Any) -> None:
    """The holder of the open step records a positive result unless told otherwise."""
    facts = {"outcome": "positive", "number": "12/GP-SNNMT", "day": at.date()} | options
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
