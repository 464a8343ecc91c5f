"""A dossier that ends before its result: given back, withdrawn, stopped."""

from datetime import timedelta

import pytest

from motcua.dossiers import commands, queries
from motcua.dossiers.errors import Closed, DecidedAlready, ReasonMissing, UnknownReason
from motcua.dossiers.inputs import SupplementItem
from motcua.dossiers.models import Dossier, InboxRow
from motcua.dossiers.states import Clock, State
from motcua.kernel import history
from motcua.kernel.errors import NotPermitted
from motcua.workflow import queries as processes
from tests.world import NOON, receive

from .people import decide, finish, until

DAY = timedelta(days=1)


@pytest.fixture
def world(province, db):
    return province


def refuse(world, dossier_id, *, by=None, at=NOON, reason="not_eligible", text=""):
    by = by or world.binh
    commands.refuse(dossier_id=dossier_id, reason=reason, text=text, by=by, at=at)


def withdraw(world, dossier_id, *, by=None, at=NOON):
    by = by or world.hoa
    commands.withdraw(dossier_id=dossier_id, reason_text="Xây chỗ khác", by=by, at=at)


def stop(world, dossier_id, *, by=None, at=NOON, reason="dispute", text=""):
    by = by or world.em
    commands.stop(dossier_id=dossier_id, reason=reason, text=text, by=by, at=at)


WAYS = {
    "refused": (refuse, State.REFUSED, 8),
    "withdrawn": (withdraw, State.WITHDRAWN, 7),
    "stopped": (stop, State.STOPPED, 8),
}


@pytest.mark.parametrize(("act", "state", "national"), WAYS.values(), ids=WAYS)
def test_nothing_stays_open_and_the_citizen_is_told(world, held, act, state, national):
    act(world, held, at=NOON + DAY)
    row = Dossier.objects.get(pk=held)
    assert (row.state, row.clock, row.ended_at) == (state, Clock.ENDED, NOON + DAY)
    assert (row.outcome, row.done_at, row.handback) == ("", None, "none")
    assert queries.national_state(row.state, row.clock, row.handback) == national
    assert processes.open_items(held) == []
    assert not InboxRow.objects.filter(dossier_id=held).exists()
    assert [e.kind for e in history.entries(2026, held)][-1] == f"dossier.{state.value}"
    seen = queries.by_token(row.track_token)
    assert seen.early_end.state == state
    assert seen.holders == ()
    assert list(row.ledger.order_by("no").values_list("kind", flat=True)) == ["start", "end"]
    about_paper = {"hand_over", "note_shelf"}
    assert {possible.code for possible in queries.page(held, world.hoa).acts} == about_paper
    with pytest.raises(Closed):
        act(world, held)


@pytest.mark.parametrize(("act", "state", "national"), WAYS.values(), ids=WAYS)
def test_what_was_decided_is_not_ended_otherwise(world, held, act, state, national):
    decide(world, held)
    with pytest.raises(DecidedAlready):
        act(world, held)
    assert state.value not in {a.code for a in queries.page(held, world.em).acts}


def test_the_owner_may_withdraw_while_papers_are_asked_for(world, held):
    paper = SupplementItem("Sơ đồ", "missing")
    commands.request_supplement(dossier_id=held, items=(paper,), by=world.binh, at=NOON)
    withdraw(world, held, at=NOON + DAY)
    row = Dossier.objects.get(pk=held)
    assert row.clock == Clock.ENDED
    assert list(row.ledger.order_by("no").values_list("kind", flat=True)) == [
        "start",
        "pause",
        "end",
    ]


def test_a_dossier_may_be_withdrawn_while_the_tax_is_waited_for(world):
    received = receive(world, world.land, answers=(("has_financial_obligation", True),))
    dossier_id = received.dossier_id
    finish(world, dossier_id)
    until(world, dossier_id, "finance")
    withdraw(world, dossier_id)
    row = Dossier.objects.get(pk=dossier_id)
    assert row.state == State.WITHDRAWN
    assert row.due_at == row.promises.get(number=1).due_at


def test_a_reason_is_on_the_list_and_other_is_told_in_words(world, held):
    for act in (refuse, stop):
        with pytest.raises(UnknownReason):
            act(world, held, reason="bored")
        with pytest.raises(ReasonMissing):
            act(world, held, reason="other", text=" ")
    refuse(world, held, reason="other", text="Rừng đã chuyển mục đích")
    page = queries.page(held, world.binh)
    assert (page.early_end.reason_name, page.early_end.text) == (
        "Lý do khác",
        "Rừng đã chuyển mục đích",
    )
    assert history.entries(2026, held)[-1].texts == {"reason": "Rừng đã chuyển mục đích"}


def test_who_may_give_back_withdraw_and_stop(world, held):
    no = {refuse: ["hoa", "lien", "minh", "phuc"], withdraw: ["binh", "lien", "em", "phuc"]}
    no[stop] = ["binh", "hoa", "nam", "oanh", "phuc"]
    for act, names in no.items():
        for name in names:
            with pytest.raises(NotPermitted):
                act(world, held, by=world.actors[name])
    codes = {a.code for a in queries.page(held, world.dung).acts}
    assert {"refuse", "stop"} <= codes
    assert "withdraw" not in codes
    stop(world, held, by=world.dung)


def test_figures_count_what_ended_early_neither_as_done_nor_as_open(world, held):
    period = queries.Period(NOON.date(), NOON.date() + DAY, NOON + DAY)
    (before,) = queries.figures(world.phuc, period)
    refuse(world, held)
    (after,) = queries.figures(world.phuc, period)
    assert (after.received, after.done, after.in_process) == (
        before.received,
        before.done,
        before.in_process - 1,
    )
