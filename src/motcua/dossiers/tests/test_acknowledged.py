"""``manage acknowledged``: what is there of the acts of people, for whoever was told of them."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from motcua.dossiers.invariants.presence import presence
from tests.world import receive

from .people import finish, open_item

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def told(*people, since=LONG_AGO):
    return presence(since=since, people=people)


def test_each_act_is_named_by_what_its_form_was_about(world):
    before = told("hoa", "binh")
    received = receive(world, key="to-mot-to")
    item = open_item(received.dossier_id)
    finish(world, received.dossier_id)
    rows = told("hoa", "binh").acts[len(before.acts) :]
    assert [(row.kind, row.about, row.key) for row in rows] == [
        ("dossier.received", received.public_id, "to-mot-to"),
        ("step.finished", item.public_id, ""),
    ]
    assert {(row.dossier, row.code) for row in rows} == {(received.public_id, received.code)}


def test_only_these_people_and_only_since_then(world):
    receive(world)
    assert told("binh").acts == ()
    assert told("hoa", since=datetime(2100, 1, 1, tzinfo=UTC)).acts == ()


def test_slips_jobs_and_numbers_left_out_are_counted(world):
    before = told("hoa")
    first, _second = receive(world), receive(world)
    found = told("hoa")
    assert (found.slips - before.slips, found.rendered - before.rendered) == (2, 0)
    assert found.jobs["todo"] - before.jobs.get("todo", 0) >= 2
    assert found.gaps == before.gaps
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_dossier SET code_number = code_number + 1000 WHERE code = %s",
            [first.code],
        )
    assert told("hoa").gaps > before.gaps


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_ids_and_codes_and_names_nobody(real_world):
    received = receive(real_world)
    out = StringIO()
    words = ["acknowledged", "--since", LONG_AGO.isoformat(), "--by", "hoa"]
    call_command(*words, "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert received.public_id in {row["about"] for row in found["acts"]}
    assert "Lê Thị" not in out.getvalue()
    call_command(*words, stdout=out)
    assert "giấy đã lập" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("acknowledged", "--since", "hôm qua", "--by", "hoa")
