"""Bình is away for a week; Giang of the land registration office acts for him."""

from datetime import timedelta

import pytest

from motcua.dossiers import commands, queries
from motcua.kernel import history
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.workflow import queries as processes
from tests.world import NOON, SYSTEM, receive

from .people import finish, open_item

TODAY = local_day(NOON)
LAST = TODAY + timedelta(days=6)
AFTER = NOON + timedelta(days=7)


@pytest.fixture
def giang_for_binh(world):
    """Giang as she acts on Bình's behalf, from her own post."""
    organizations.delegate(
        from_post_id=world.binh.post_id,
        to_post_id=world.giang.post_id,
        since=TODAY,
        until=LAST + timedelta(days=1),
        ground="Giấy ủy quyền số 7/GUQ-ĐĐ",
        by=SYSTEM,
        at=NOON,
    )
    actor = units.actor(world.users["giang"], world.binh.post_id, TODAY)
    assert actor is not None
    return actor


@pytest.fixture
def at_binhs(world):
    """A dossier whose open step waits for Bình's unit and role."""
    received = receive(world)
    for _ in range(6):
        item = open_item(received.dossier_id)
        if (item.unit_id, item.role) == (world.binh.unit_id, world.binh.role):
            return received, item
        finish(world, received.dossier_id)
    raise AssertionError("never came to Bình")


def codes(actor):
    return [row.code for row in queries.inbox(actor).rows]


def test_giang_sees_binhs_step_only_while_she_acts_for_him(world, at_binhs, giang_for_binh):
    received, _item = at_binhs
    assert codes(world.giang) == []
    assert codes(giang_for_binh) == codes(world.binh) == [received.code]
    assert queries.visible(received.public_id, giang_for_binh, NOON) is not None
    assert queries.visible(received.public_id, world.giang, NOON) is None


def test_what_giang_takes_for_binh_stays_binhs(world, at_binhs, giang_for_binh):
    received, item = at_binhs
    commands.take_item(item_id=item.id, by=giang_for_binh, at=NOON)
    assert processes.item(item.id).person_post_id == world.binh.post_id
    (row,) = queries.inbox(giang_for_binh).rows
    assert row.taken
    commands.finish_item(
        item_id=item.id, outcome=item.outcomes[0].code if item.outcomes else "",
        by=world.binh, at=NOON,
    )  # fmt: skip
    assert open_item(received.dossier_id).id != item.id


def test_giang_finishes_what_binh_had_taken_and_history_names_both(world, at_binhs, giang_for_binh):
    received, item = at_binhs
    commands.take_item(item_id=item.id, by=world.binh, at=NOON)
    offered = {act.code for act in queries.page(received.dossier_id, giang_for_binh).acts}
    assert "finish" in offered

    commands.finish_item(
        item_id=item.id, outcome=item.outcomes[0].code if item.outcomes else "",
        by=giang_for_binh, at=NOON,
    )  # fmt: skip

    entry = history.entries(2026, received.dossier_id)[-1]
    assert entry.kind == "step.finished"
    assert (entry.person_id, entry.post_id) == (world.giang.person_id, world.giang.post_id)
    assert entry.on_behalf_of_id == world.binh.post_id
    assert entry.place_id == world.binh.unit_id
    shown = queries.page(received.dossier_id, world.binh).timeline[0]
    assert shown.who == "Lê Thị Giang, thay mặt Trần Văn Bình"


def test_the_day_after_giang_can_no_longer_act_for_binh(world, at_binhs, giang_for_binh):
    received, item = at_binhs
    commands.take_item(item_id=item.id, by=giang_for_binh, at=NOON)

    later = units.actor(world.users["giang"], world.binh.post_id, local_day(AFTER))

    assert later == world.giang
    assert codes(later) == []
    assert codes(world.binh) == [received.code]
    with pytest.raises(NotPermitted):
        commands.finish_item(item_id=item.id, by=later, at=AFTER)


def test_a_colleague_without_delegation_cannot_finish_what_binh_holds(world, at_binhs):
    _received, item = at_binhs
    commands.take_item(item_id=item.id, by=world.binh, at=NOON)
    with pytest.raises(NotPermitted):
        commands.finish_item(item_id=item.id, by=world.giang, at=NOON)
