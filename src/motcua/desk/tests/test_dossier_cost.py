"""What a dossier's page asks of the database, from the session to the note in the read log."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.documents.commands import stage
from motcua.documents.tests.factories import PDF
from motcua.dossiers import commands, queries
from motcua.dossiers.tests.lived_in import answer, appraised, ask
from motcua.dossiers.tests.people import decide, finish, until
from tests.scene import Visitors, once, rolled_back
from tests.world import NOON, receive

pytestmark = pytest.mark.django_db

PLAIN = 15
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        visitors = Visitors(world)
        visitors.sign_in("binh")
        clock.now = NOON + timedelta(minutes=10)
        yield world, visitors


@pytest.fixture(autouse=True)
def nothing_stays(place):
    with rolled_back():
        yield


def asked_for(place, dossier_id):
    """All statements of one request of Bình's, the read log's among them."""
    browser = place[1].browser("binh")
    address = reverse("desk:dossier", args=[queries.public_id_of(dossier_id)])
    assert browser.get(address).status_code == 200  # processes and rules are in memory from here
    cache.clear()  # as after some seconds: how far the rules are is asked again
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return [q["sql"] for q in seen.captured_queries if "SAVEPOINT" not in q["sql"]]


def full_of_everything(world):
    """On paper to the division, papers asked for, promised again, asked about, put right."""
    dossier_id = receive(world).dossier_id
    finish(world, dossier_id, handover="both")
    until(world, dossier_id, "appraise")
    ask(world, dossier_id)
    answer(world, dossier_id, at=NOON + 2 * DAY)
    at = NOON + 3 * DAY
    commands.extend_promise(
        dossier_id=dossier_id,
        until=date(2026, 12, 15),
        document="45/PXL",
        reason="Đợi đo đạc",
        by=world.em,
        at=at,
    )
    commands.consult(
        dossier_id=dossier_id,
        unit_id=world.units["other"],
        question="Vướng gì?",
        by=world.binh,
        at=at,
    )
    decide(world, dossier_id, by=world.binh, at=at)
    commands.correct_result(
        dossier_id=dossier_id,
        outcome="negative",
        number="13/GP",
        day=at.date(),
        note="Rừng đặc dụng",
        reason="Sai kết luận",
        file=stage(name="gp.pdf", content=PDF),
        by=world.binh,
        at=at,
    )
    return dossier_id


def test_opening_a_dossier_costs_fifteen_statements_in_all(place):
    assert len(asked_for(place, appraised(place[0]))) <= PLAIN


def test_what_was_done_beside_the_process_is_read_only_where_it_was_done(place):
    """Papers asked for cost two, handed over two, promised again with its letter two; what was
    told, brought, asked about, corrected, and the result's file one each."""
    world = place[0]
    dossier_id = full_of_everything(world)
    page = queries.page(dossier_id, world.binh)
    told = (
        page.handovers, page.supplements, page.extensions, page.consultations, page.past_results
    )  # fmt: skip
    assert [len(rows) for rows in told] == [1, 1, 1, 1, 1]
    assert page.result is not None
    assert page.result.file_id is not None
    assert page.supplements[0].papers[0].came_no is not None
    assert len(asked_for(place, dossier_id)) <= PLAIN + 11
