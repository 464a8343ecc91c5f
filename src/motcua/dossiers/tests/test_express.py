"""Liên at the commune's counter certifies a copy while the person waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.catalog import queries as catalog
from motcua.dossiers import commands, queries
from motcua.dossiers.errors import NotAtOnce, NotOffered, NumberUsed
from motcua.dossiers.invariants import check
from motcua.dossiers.models import CertificationEntry, Collection, Dossier
from motcua.kernel import history
from motcua.kernel.errors import NotPermitted
from tests.scene import once
from tests.world import NOON, receive

from .at_once import COPY, certified, receive_copy
from .lived_in import begin_without_history

AT = NOON


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        begin_without_history()
        certified(world)
        yield world


@pytest.fixture
def world(province, db):
    return province


def test_what_may_be_done_at_once_is_asked_once_for_all_procedures(world):
    """Three questions, and one for each that is short enough: a counter is offered a hundred."""
    queries.at_once(world.lien, AT.date())  # rules and processes are in memory afterwards
    with CaptureQueriesContext(connection) as asked:
        found = queries.at_once(world.lien, AT.date())
    assert 0 < len(found) < len(catalog.offered_at(world.lien.unit_id, AT.date()))
    of_procedures = [q for q in asked if "catalog_" in q["sql"] or "binding" in q["sql"]]
    assert len(of_procedures) == 3 + len(found)


def test_it_has_the_history_of_the_single_acts_and_everything_is_true(world):
    received = receive_copy(world)
    kinds = [e.kind for e in history.entries(2026, received.dossier_id)]
    assert kinds == [
        "dossier.received",
        "result.recorded",
        "step.finished",
        "step.finished",
        "result.returned",
    ]
    row = Dossier.objects.get(pk=received.dossier_id)
    assert (row.state, row.handback, row.outcome) == ("done", "collected", "positive")
    assert row.collected_at == row.received_at == AT
    assert Collection.objects.get(dossier=row).name == "Lò Văn Hai"
    assert queries.inbox_count(world.lien) == 0
    assert {o.code: [f.code for f in o.faults] for o in check() if o.broken} == {}


def test_lines_of_a_book_are_numbered_one_after_the_other(world):
    for _ in range(2):
        receive_copy(world)
    receive_copy(world, number="10")
    assert [line.number for line in queries.copy_lines(world.lien, AT.date())] == [10, 2, 1]
    assert queries.next_number(world.lien.unit_id, queries.last_book(world.lien.unit_id)) == 11
    with pytest.raises(NumberUsed, match="11"):
        receive_copy(world, number="10")


@pytest.mark.parametrize(
    ("pages", "copies", "fee"), [(1, 1, 2000), (2, 3, 12_000), (4, 1, 6000), (300, 2, 400_000)]
)
def test_what_copies_cost(world, pages, copies, fee):
    receive_copy(world, pages=pages, copies=copies)
    assert CertificationEntry.objects.order_by("-id").first().fee_vnd == fee


def test_the_same_form_twice_is_one_line(world):
    first, again = receive_copy(world, key="once"), receive_copy(world, key="once")
    assert first == again
    assert CertificationEntry.objects.count() == 1


def test_who_certified_it_may_put_its_result_right_and_a_colleague_elsewhere_may_not(world):
    received = receive_copy(world)
    facts = {"dossier_id": received.dossier_id, "outcome": "positive", "day": AT.date(), "at": AT}
    facts |= {"number": "1, 02/2026-SCT/BS", "reason": "Ghi nhầm quyển"}
    with pytest.raises(NotPermitted):
        commands.correct_result(by=world.hoa, **facts)
    commands.correct_result(by=world.lien, **facts)
    (line,) = queries.copy_lines(world.lien, AT.date())
    assert line.result == "1, 02/2026-SCT/BS"


def test_only_what_the_counter_does_alone_is_offered(world):
    assert [one.code for one in queries.at_once(world.lien, AT.date())] == [COPY["code"]]
    assert queries.at_once(world.hoa, AT.date()) == []
    with pytest.raises(NotAtOnce):
        receive_copy(world, version=world.honey)


def test_only_one_stop_units_receive_for_others(world):
    through = world.units["one_stop_province"]
    with pytest.raises(NotOffered):
        receive(world, world.land, by=world.tam, through_unit_id=through)
    received = receive(world, world.land, by=world.lien, through_unit_id=through)
    row = Dossier.objects.get(pk=received.dossier_id)
    assert (row.received_unit_id, row.offering_unit_id) == (world.lien.unit_id, through)
    assert row.deciding_unit_id == world.units["department"]
