"""What must never be false: the database says no, also to scripts and to psql."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from motcua.dossiers.models import (
    CodeCounter,
    Collection,
    Dossier,
    DossierComponent,
    DossierUnit,
    Handover,
    LedgerEntry,
    ProcessBinding,
    Promise,
    Result,
)
from tests.world import NOON, receive

from .people import decide, finish, to_the_counter

HOUR = timedelta(hours=1)


def refuses(rows, **change):
    """Whether the database refuses this change; nothing stays of the try."""
    try:
        with transaction.atomic():
            rows.update(**change)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return True
    return False


IMPOSSIBLE = {
    "an unknown state": {"state": "lost"},
    "an unknown clock": {"clock": "slow"},
    "an unknown channel": {"channel": "fax"},
    "an unknown money state": {"money": "owed"},
    "an unknown hand-back": {"handback": "gone"},
    "an unknown supplement policy": {"supplement_policy": "guess"},
    "done without a day": {"state": "done"},
    "done while the clock runs": {"ended_at": NOON, "state": "withdrawn"},
    "withdrawn without a moment": {"state": "withdrawn", "clock": "ended"},
    "a result that waits before anything was decided": {"handback": "ready"},
    "collected at no time": {"handback": "collected"},
    "a collection without the state": {"collected_at": NOON},
    "received before intake was opened": {"opened_at": NOON + HOUR},
    "a due day without its moment": {"due_at": None},
    "no code": {"code": ""},
    "no set of papers": {"sets": 0},
}


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_an_impossible_dossier_is_refused(world, change):
    receive(world)
    assert refuses(Dossier.objects.all(), **change)


def test_a_code_and_a_number_are_given_once(world):
    receive(world)
    second = receive(world)
    one = Dossier.objects.filter(pk=second.dossier_id)
    assert refuses(one, code_number=1)
    assert refuses(one, code=Dossier.objects.exclude(pk=second.dossier_id).get().code)
    assert refuses(CodeCounter.objects.all(), last=0)


def test_promises_keep_their_order_and_their_original_day(world):
    receive(world)
    promises = Promise.objects.all()
    assert refuses(promises, number=0)
    assert refuses(promises, due_at=NOON - HOUR)
    assert refuses(promises, original_due_at=None)


def test_the_ledger_knows_its_turns_and_their_grounds(world):
    receive(world)
    assert refuses(LedgerEntry.objects.all(), kind="stretch")
    assert refuses(LedgerEntry.objects.all(), ground="")


def test_papers_are_counted_and_come_from_somewhere(world):
    receive(world)
    papers = DossierComponent.objects.all()
    assert refuses(papers, originals=-1)
    assert refuses(papers, provenance="heaven")
    assert refuses(papers, no=1)


def test_a_hand_over_is_between_two_and_confirmed_by_somebody(world):
    finish(world, receive(world).dossier_id, handover="paper")
    handovers = Handover.objects.all()
    assert refuses(handovers, to_unit=F("from_unit"))
    assert refuses(handovers, mode="pigeon")
    assert refuses(handovers, confirmed_at=NOON)
    assert refuses(handovers, confirmed_at=NOON - HOUR, confirmed_by_post=world.binh.post_id)


def test_a_result_has_a_number_and_a_negative_one_its_reason(world):
    dossier_id = receive(world).dossier_id
    finish(world, dossier_id)
    decide(world, dossier_id)
    results = Result.objects.all()
    assert refuses(results, number="")
    assert refuses(results, outcome="perhaps")
    assert refuses(results, outcome="negative")


def test_somebody_else_collects_with_a_paper_only(world):
    dossier_id = receive(world).dossier_id
    to_the_counter(world, dossier_id)
    Collection.objects.create(
        dossier_id=dossier_id,
        name="Ánh",
        relation="owner",
        checked="card",
        at=NOON,
        by_post_id=world.hoa.post_id,
    )
    rows = Collection.objects.all()
    assert refuses(rows, relation="other")
    assert refuses(rows, relation="cousin")
    assert refuses(rows, name="")


def test_a_unit_sees_a_dossier_once_and_for_a_reason(world):
    receive(world)
    rows = DossierUnit.objects.all()
    assert refuses(rows, unit_id=1)
    assert refuses(rows, why="curious")


def test_a_process_is_bound_once_on_a_day(world):
    binding = ProcessBinding.objects.get()
    binding.pk = None
    with pytest.raises(IntegrityError):
        binding.save(force_insert=True)


def test_a_dossier_is_never_deleted_while_anything_hangs_on_it(world):
    receive(world)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_dossier")
        with pytest.raises(IntegrityError):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
