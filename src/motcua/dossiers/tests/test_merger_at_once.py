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


def renaming(world, unit, no):
    """The reform that gives a unit another name today."""
    plan = organizations.prepare_merger(
        kind="rename",
        unit_ids=[world.units[unit]],
        agencies=[NewAgency(f"Đơn vị mới {no}", "ĐVM", f"H99.9{no}")],
        on=NOON.date(),
        ground="NQ 1",
        by=world.son,
        at=NOON,
    )
    return lambda: commands.apply_merger(public_id=plan, by=world.son, at=NOON)


def lies_alive(dossier_id):
    """Hold that the open step lies in the inbox of a unit that there is."""
    (item,) = processes.open_items(dossier_id)
    row = InboxRow.objects.get(dossier_id=dossier_id)
    assert (row.item_id, row.unit_id) == (item.id, item.unit_id)
    assert units.unit(item.unit_id).in_force(NOON.date())


@pytest.mark.django_db(transaction=True)
def test_a_step_finished_meanwhile_is_neither_lost_nor_left_in_a_dead_inbox(real_world):
    """First a reform that comes while Hoa's request has begun; then one at the same moment."""
    world = real_world
    early = receive(world).dossier_id
    with units.one_look():
        units.root(NOON.date())  # what her page has seen of the organisation
        assert at_once(renaming(world, "division", 1)) == {0: None}
        commands.finish_item(item_id=open_item(early).id, by=world.hoa, at=NOON)
    lies_alive(early)

    dossiers = [receive(world).dossier_id for _ in range(4)]
    steps = [open_item(dossier_id) for dossier_id in dossiers]

    def finishing(step):
        return lambda: commands.finish_item(item_id=step.id, by=world.hoa, at=NOON)

    told = at_once(renaming(world, "one_stop_province", 2), *map(finishing, steps))
    assert told[0] is None
    assert set(told.values()) <= {None, NotPermitted}
    for no, dossier_id in enumerate(dossiers, 1):
        kinds = [entry.kind for entry in history.entries(NOON.year, dossier_id)]
        assert kinds.count("step.finished") == (told[no] is None)
        lies_alive(dossier_id)
