"""What is copied from memory is what would have been built, and nothing stays behind."""

import pytest

from motcua.kernel.management.commands.load_rules import load_rules
from motcua.organizations import queries as units
from tests import kept
from tests.scene import rolled_back, rows
from tests.world import NOON, _founded, found, receive

RULE = {
    "code": "thu.nghiem",
    "value": 1,
    "from": NOON.date(),
    "source": "Thông báo thử",
    "certainty": "seen",
}


def filled() -> dict[str, int]:
    return {table: number for table, number in rows().items() if number}


@pytest.mark.django_db
def test_a_copied_province_has_the_rows_of_one_that_was_built():
    with rolled_back():
        found()
        copied = filled()
    with rolled_back():
        _founded.__wrapped__()
        assert filled() == copied
    assert copied["organizations_unit"] == 12


@pytest.mark.django_db
def test_every_caller_has_a_province_of_its_own():
    with rolled_back():
        found().units.clear()
    assert found().units["division"]


@pytest.mark.django_db
def test_where_rules_lie_already_the_province_is_built_beside_them():
    load_rules([RULE])
    world = found()
    assert units.unit(world.units["division"]).name == "Phòng Quản lý đất đai"
    assert receive(world, at=NOON).code


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_every_table_is_empty():
    receive(found())
    assert {"kernel_historyentry", "procrastinate_jobs", "dossiers_dossier"} <= set(filled())
    kept.empty()
    assert filled() == {}


@pytest.mark.django_db(transaction=True)
def test_what_another_test_committed_is_gone():
    assert filled() == {}
