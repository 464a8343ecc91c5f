"""Whoever presses again because no answer came has done it once."""

from datetime import timedelta

from motcua.dossiers import commands
from motcua.kernel import history
from tests.world import NOON, receive

from .people import open_item, until

LATER = NOON + timedelta(minutes=2)


def kinds(world, received, kind):
    entries = history.entries(NOON.year, received.dossier_id)
    return [entry.payload for entry in entries if entry.kind == kind]


def test_a_step_taken_twice_by_the_same_person_was_taken_once(world):
    received = receive(world)
    item = open_item(received.dossier_id)
    commands.take_item(item_id=item.id, by=world.hoa, at=NOON)
    commands.take_item(item_id=item.id, by=world.hoa, at=LATER)
    assert kinds(world, received, "step.taken") == [{"item": item.id}]
    assert open_item(received.dossier_id).taken_at == NOON


def test_a_step_given_twice_to_the_same_person_was_given_once(world):
    received = receive(world)
    item = until(world, received.dossier_id, "process")
    for at in (NOON, LATER):
        commands.assign_item(item_id=item.id, post_id=world.dung.post_id, by=world.dung, at=at)
    assert len(kinds(world, received, "step.assigned")) == 1
