"""A step is finished at the very moment at which its unit becomes another one."""

import threading

import pytest
from django.db import connection

from motcua.dossiers import commands
from motcua.dossiers.models import InboxRow
from motcua.kernel import history
from motcua.kernel.errors import NotPermitted
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.queries import NewAgency
from motcua.workflow import queries as processes
from tests.world import NOON, receive

from .people import open_item


def at_once(*acts):
    """What each act came to: nothing, or the kind of error."""
    start, told = threading.Barrier(len(acts)), {}

    def press(number, act):
        start.wait()
        try:
            with units.one_look():
                units.root(NOON.date())  # as a request does before its act
                act()
            told[number] = None
        except Exception as error:  # noqa: BLE001 - told apart below
            told[number] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_a_step_finished_meanwhile_is_neither_lost_nor_left_in_a_dead_inbox(real_world):
    world = real_world
    dossiers = [receive(world).dossier_id for _ in range(4)]
    steps = [open_item(dossier_id) for dossier_id in dossiers]
    olds = [world.units["one_stop_province"], world.units["division"], world.units["department"]]
    plans = [
        organizations.prepare_merger(
            kind="rename",
            unit_ids=[old],
            agencies=[NewAgency(f"Đơn vị mới {no}", "ĐVM", f"H99.9{no}")],
            on=NOON.date(),
            ground="NQ 1",
            by=world.son,
            at=NOON,
        )
        for no, old in enumerate(olds[:2])
    ]

    def reform():
        for plan in plans:
            commands.apply_merger(public_id=plan, by=world.son, at=NOON)

    def finishing(step):
        return lambda: commands.finish_item(item_id=step.id, by=world.hoa, at=NOON)

    told = at_once(reform, *(finishing(step) for step in steps))
    assert told[0] is None
    assert set(told.values()) <= {None, NotPermitted}
    assert not InboxRow.objects.filter(unit_id__in=olds[:2]).exists()
    for no, dossier_id in enumerate(dossiers, 1):
        kinds = [entry.kind for entry in history.entries(NOON.year, dossier_id)]
        assert kinds.count("step.finished") == (told[no] is None)
        (item,) = processes.open_items(dossier_id)
        row = InboxRow.objects.get(dossier_id=dossier_id)
        assert (row.item_id, row.unit_id) == (item.id, item.unit_id)
        assert units.unit(item.unit_id).in_force(NOON.date())
