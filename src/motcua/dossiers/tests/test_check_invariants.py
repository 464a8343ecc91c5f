"""``manage check_invariants``: one look at everything, which changes nothing and names nobody."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from motcua.dossiers.invariants import INVARIANTS, check
from motcua.kernel.transactions import snapshot
from motcua.workflow.queries import open_items
from tests.world import NOON, receive

from .lived_in import begin_without_history
from .test_branches import ends, fork, over, run_by, task, wait
from .test_branches import (
    test_a_colleague_who_pressed_a_moment_earlier_but_came_second_is_not_turned_away as early,
)


@pytest.fixture
def committed(real_world):
    """The province, committed, and nothing before it."""
    begin_without_history()
    return real_world


@pytest.fixture
def begun(world):
    """The province, rolled back, and nothing before it."""
    begin_without_history()
    return world


def broken():
    return {o.code: [f.code for f in o.faults] for o in check() if o.broken}


def test_a_wait_that_opens_at_reception_is_told_like_any_other_step(begun):
    """Its inbox, its history and the units that see it agree; and still when it is over."""
    nodes = (*ends(), *fork(), task("nhan", "counter", "receive"), wait("hoi_dong"))
    nodes += (task("tra", "counter", "return", ends_promise=1),)
    arrows = "start>fork fork>nhan fork>hoi_dong nhan>join hoi_dong>join join>tra tra>end"
    run_by(begun, nodes, arrows)
    received = receive(begun)
    assert {item.kind for item in open_items(received.dossier_id)} == {"task", "wait"}
    assert broken() == {}
    over(received, "hoi_dong", begun.hoa, NOON)
    assert broken() == {}


def test_the_last_to_write_ends_the_dossier_though_their_clock_was_behind(begun):
    early(begun)
    assert broken() == {}


def told(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("check_invariants", *arguments, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}\nERROR: {error}"
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_fails_when_something_is_broken_and_names_nobody(committed):
    received = receive(committed)
    sound = told()
    assert "ERROR" not in sound
    assert sound.count("✓") == len(INVARIANTS)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_dossiersearch SET words = ''")
    assert "ERROR" in told()
    assert received.code in told()
    body = json.loads(told("--json").split("\nERROR")[0])
    (wrong,) = [row for row in body["invariants"] if row["broken"]]
    assert (body["broken"], wrong["code"], wrong["faults"][0]["subjects"]) == (
        1,
        "search",
        [received.code],
    )
    assert "Tuyết" not in told() + told("--json")


@pytest.mark.django_db(transaction=True)
def test_looking_at_everything_cannot_change_anything(committed):
    with pytest.raises(DatabaseError, match="read-only"), snapshot():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE dossiers_codecounter SET last = 1")
