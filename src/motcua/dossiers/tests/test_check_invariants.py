"""``manage check_invariants``: one look at everything, which changes nothing and names nobody."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from motcua.dossiers.invariants import INVARIANTS
from motcua.kernel.transactions import snapshot
from tests.world import receive


def told(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("check_invariants", *arguments, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}\nERROR: {error}"
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_fails_when_something_is_broken_and_names_nobody(real_world):
    received = receive(real_world)
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
def test_looking_at_everything_cannot_change_anything(real_world):
    with pytest.raises(DatabaseError, match="read-only"), snapshot():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE dossiers_codecounter SET last = 1")
