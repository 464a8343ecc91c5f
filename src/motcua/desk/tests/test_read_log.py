"""Whoever of the staff looks at a dossier leaves a trace, on whichever page it was."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts import session
from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.kernel import readlog
from motcua.workflow import queries as processes
from tests.world import NOON, World, found, receive


@pytest.fixture
def world(db: None) -> World:
    """The small province."""
    return found()


def browser(world: World, name: str) -> Client:
    """The browser of a signed-in person."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=world.users[name]))
    kept = client.session
    session.begin(kept, timezone.now())
    kept.save()
    return client


def test_every_page_about_a_dossier_notes_who_looked(world: World) -> None:
    received = receive(world)
    (item,) = processes.open_items(received.dossier_id)
    hoa = browser(world, "hoa")
    pages = {
        reverse("desk:dossier", args=[received.public_id]): "desk.dossier",
        reverse("desk:dossier-process", args=[received.public_id]): "desk.process",
        reverse("desk:received", args=[received.public_id]): "desk.received",
        reverse("desk:receipt", args=[received.public_id, received.slip_public_id]): "desk.receipt",
        reverse("desk:finish", args=[item.public_id]): "desk.act",
    }
    for address, page in pages.items():
        assert hoa.get(address).status_code == 200
        look = readlog.views_of(2026, received.dossier_id)[0]
        assert (look.page, look.person_id) == (page, world.users["hoa"])
    assert len(readlog.views_of(2026, received.dossier_id)) == len(pages)


def test_the_process_of_a_dossier_tells_times_and_how_far_it_is_in_words(world: World) -> None:
    received = receive(world, world.land)
    address = reverse("desk:dossier-process", args=[received.public_id])
    page = browser(world, "hoa").get(address).content.decode()
    table = page[page.index("<tbody>") :]
    assert "ngày làm việc" in table
    assert "TimeLimit" not in page
    assert ">None<" not in table
    states = re.findall(r'data-label="Tình trạng">([^<]*)<', table)
    assert states[0].startswith("đang")
    assert all(states)


def test_who_may_not_know_of_a_dossier_leaves_no_trace_and_sees_none(world: World) -> None:
    received = receive(world)
    tam = browser(world, "tam")
    for name in ("desk:dossier", "desk:dossier-process", "desk:received"):
        assert tam.get(reverse(name, args=[received.public_id])).status_code == 404
    assert readlog.views_of(2026, received.dossier_id) == []


def test_the_dossiers_page_costs_the_same_however_long_its_history(
    world: World, django_assert_max_num_queries: object
) -> None:
    received = receive(world)
    (item,) = processes.open_items(received.dossier_id)
    commands.finish_item(item_id=item.id, by=world.hoa, at=NOON)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        dossiers.page(received.dossier_id, world.binh)
