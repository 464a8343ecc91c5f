"""The dossier goes through its process: each holds only what is theirs, one act at a time."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.dossiers import commands, queries
from motcua.dossiers.errors import (
    AuthorityMissing,
    Closed,
    FutureDay,
    NothingToConfirm,
    NothingToReturn,
    ReasonMissing,
    ResultAlready,
    ResultMissing,
)
from motcua.dossiers.models import Dossier, Handover, InboxRow, LedgerEntry, Promise
from motcua.dossiers.states import Clock, Handback, Money, State, national_state
from motcua.kernel import history
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted, WrongState
from motcua.kernel.idempotency import KeyReused
from motcua.workflow import queries as processes
from tests.world import NOON, receive

from .people import decide, finish, holder, open_item, to_the_counter, until


def collect(world, dossier_id, **options):
    facts = {"name": "Nguyễn Thị Ánh Tuyết", "relation": "owner", "checked": "card"} | options
    by = facts.pop("by", world.hoa)
    commands.return_result(dossier_id=dossier_id, by=by, at=facts.pop("at", NOON), **facts)


def reload(received):
    return reload_id(received.dossier_id)


def reload_id(dossier_id):
    return Dossier.objects.get(pk=dossier_id)


def test_a_real_dossier_goes_from_the_counter_to_its_result(world):
    received = receive(world)
    returning = to_the_counter(world, received.dossier_id)
    assert returning.unit_id == world.units["one_stop_province"]
    assert reload(received).state == State.DONE
    collect(world, received.dossier_id)
    dossier = reload(received)
    assert dossier.handback == Handback.COLLECTED
    assert national_state(dossier.state, dossier.clock, dossier.handback) == 10
    assert not InboxRow.objects.filter(dossier=dossier).exists()
    kinds = [entry.kind for entry in history.entries(2026, dossier.pk)]
    assert kinds[0] == "dossier.received"
    assert kinds[-2:] == ["step.finished", "result.returned"]
    assert history.verify(2026, dossier.pk) == []


def test_each_step_is_in_exactly_one_inbox(world):
    dossier_id = receive(world).dossier_id
    for _ in range(4):
        item = open_item(dossier_id)
        assert InboxRow.objects.get(dossier_id=dossier_id).item_id == item.id
        mine = [a for a in world.actors.values() if a.role != "auditor" and a.unit_id]
        who = [a for a in mine if queries.inbox(a).total]
        assert {(a.unit_id, a.role) for a in who} == {(item.unit_id, item.role)}
        finish(world, dossier_id)


def test_nobody_else_may_finish_a_step(world):
    dossier_id = receive(world).dossier_id
    item = open_item(dossier_id)
    for name in ["binh", "em", "lien", "phuc", "quy", "son", "tam", "oanh"]:
        with pytest.raises(NotPermitted):
            commands.finish_item(item_id=item.id, by=world.actors[name], at=NOON)
    assert open_item(dossier_id).id == item.id


def test_a_step_that_lan_has_taken_is_not_hoas(world):
    dossier_id = receive(world).dossier_id
    item = open_item(dossier_id)
    commands.take_item(item_id=item.id, by=world.lan, at=NOON)
    assert queries.inbox(world.lan).rows[0].taken
    assert queries.inbox(world.hoa).total == 0
    with pytest.raises(NotPermitted):
        commands.finish_item(item_id=item.id, by=world.hoa, at=NOON)


def test_a_leader_gives_a_step_to_one_of_the_unit(world):
    dossier_id = receive(world).dossier_id
    finish(world, dossier_id)
    item = until(world, dossier_id, "appraise")
    leader = next(
        a for a in world.actors.values() if a.unit_id == item.unit_id and a.role == "unit_leader"
    )
    worker = holder(world, item)
    commands.assign_item(item_id=item.id, post_id=worker.post_id, by=leader, at=NOON)
    assert open_item(dossier_id).person_post_id == worker.post_id
    with pytest.raises(NotPermitted):
        commands.assign_item(item_id=item.id, post_id=worker.post_id, by=worker, at=NOON)


def test_sending_back_owes_a_reason(world):
    dossier_id = receive(world).dossier_id
    first = finish(world, dossier_id)
    item = open_item(dossier_id)
    by = holder(world, item)
    with pytest.raises(ReasonMissing):
        commands.send_back_item(item_id=item.id, node_id=first.node_id, reason="  ", by=by, at=NOON)
    commands.send_back_item(
        item_id=item.id, node_id=first.node_id, reason="Thiếu sơ đồ", by=by, at=NOON
    )
    assert open_item(dossier_id).node_id == first.node_id
    entry = history.entries(2026, dossier_id)[-1]
    assert (entry.kind, entry.texts) == ("step.sent_back", {"reason": "Thiếu sơ đồ"})
    assert "Thiếu" not in str(entry.payload)


def test_the_processing_does_not_end_without_a_result(world):
    dossier_id = receive(world).dossier_id
    for _ in range(3):
        finish(world, dossier_id)
    held = open_item(dossier_id)
    while True:
        try:
            finish(world, dossier_id)
        except ResultMissing:
            break
        held = open_item(dossier_id)
    assert open_item(dossier_id).id == held.id
    assert held.step_kind != "return"


def test_paper_belongs_to_the_giver_until_it_is_confirmed(world):
    received = receive(world)
    finish(world, received.dossier_id, handover="both")
    handover = Handover.objects.get()
    taker = holder(world, open_item(received.dossier_id))
    assert (handover.from_unit_id, handover.confirmed_at) == (world.hoa.unit_id, None)
    with pytest.raises(NotPermitted):
        commands.confirm_handover(handover_id=handover.pk, by=world.lien, at=NOON)
    commands.confirm_handover(handover_id=handover.pk, by=taker, at=NOON)
    with pytest.raises(NothingToConfirm):
        commands.confirm_handover(handover_id=handover.pk, by=taker, at=NOON)
    assert history.entries(2026, received.dossier_id)[1].handover == "both"


def test_an_electronic_hand_over_needs_no_confirmation(world):
    finish(world, receive(world).dossier_id)
    assert not Handover.objects.exists()


def land_dossier(world, at=NOON):
    answers = (("has_financial_obligation", True),)
    received = receive(world, world.land, answers=answers, at=at)
    finish(world, received.dossier_id, at=at)
    decide(world, received.dossier_id, at=at)
    return received


def test_a_tax_step_ends_the_first_promise_and_stops_the_clock(world):
    received = land_dossier(world)
    finish(world, received.dossier_id, at=NOON + timedelta(days=2))
    wait = open_item(received.dossier_id)
    dossier = reload(received)
    first, second = dossier.promises.order_by("number")
    assert (wait.kind, wait.step_kind) == ("wait", "finance")
    assert (dossier.clock, dossier.money, dossier.due_at) == (Clock.FINANCE, Money.DUE, None)
    assert (first.kept_at, second.starts_at) == (NOON + timedelta(days=2), None)
    assert national_state(dossier.state, dossier.clock, dossier.handback) == 6


def test_the_second_promise_counts_from_the_payment(world):
    received = land_dossier(world)
    finish(world, received.dossier_id, at=NOON + timedelta(days=2))
    wait = open_item(received.dossier_id)
    paid = NOON + timedelta(days=14)  # Monday 30 November
    with pytest.raises(ReasonMissing):
        commands.end_wait(item_id=wait.id, document=" ", by=world.hoa, at=paid)
    with pytest.raises(NotPermitted):
        commands.end_wait(item_id=wait.id, document="GNT 0012", by=world.em, at=paid)
    commands.end_wait(item_id=wait.id, document="GNT 0012", by=world.hoa, at=paid)
    dossier = reload(received)
    second = dossier.promises.get(number=2)
    assert (dossier.clock, dossier.money) == (Clock.RUNNING, Money.SETTLED)
    assert second.starts_at == paid
    assert dossier.due_on == date(2026, 12, 3)  # three working days
    row = InboxRow.objects.get(dossier=dossier)
    assert row.due_at == dossier.due_at
    kinds = list(dossier.ledger.order_by("no").values_list("kind", "promise"))
    assert kinds == [("start", 1), ("end", 1), ("start", 2)]


def test_without_an_obligation_the_tax_step_is_passed_by(world):
    received = receive(world, world.land)
    finish(world, received.dossier_id)
    decide(world, received.dossier_id)
    finish(world, received.dossier_id)
    assert open_item(received.dossier_id).kind == "task"
    assert not LedgerEntry.objects.filter(kind="pause").exists()


def test_a_pause_moves_the_due_day_and_never_the_original_one(world):
    received = land_dossier(world)
    Promise.objects.filter(number=2).delete()
    finish(world, received.dossier_id, at=NOON)
    wait = open_item(received.dossier_id)
    commands.end_wait(
        item_id=wait.id, document="GNT 0012", by=world.hoa, at=NOON + timedelta(days=7)
    )
    promise = reload(received).promises.get()
    assert local_day(promise.original_due_at) == date(2026, 11, 23)
    assert local_day(promise.due_at) == date(2026, 11, 27)  # four whole days stood still


def test_a_result_is_recorded_once_by_whoever_holds_the_dossier(world):
    dossier_id = receive(world).dossier_id
    with pytest.raises(NotPermitted):
        decide(world, dossier_id, by=world.hoa)
    finish(world, dossier_id)
    with pytest.raises(NotPermitted):
        decide(world, dossier_id, by=world.minh)
    with pytest.raises(ReasonMissing):
        decide(world, dossier_id, number=" ")
    with pytest.raises(ReasonMissing):
        decide(world, dossier_id, outcome="negative")
    with pytest.raises(FutureDay):
        decide(world, dossier_id, day=date(2026, 11, 17))
    decide(world, dossier_id, outcome="negative", note="Rừng đặc dụng")
    with pytest.raises(ResultAlready):
        decide(world, dossier_id)


def test_only_who_may_collect_gets_the_result(world):
    received = receive(world)
    with pytest.raises(NothingToReturn):
        collect(world, received.dossier_id)
    to_the_counter(world, received.dossier_id)
    with pytest.raises(AuthorityMissing):
        collect(world, received.dossier_id, relation="other", name="Lò Văn Hai")
    with pytest.raises(NotPermitted):
        collect(world, received.dossier_id, by=world.lien)
    with pytest.raises(NotPermitted):
        collect(world, received.dossier_id, by=world.binh)
    collect(
        world, received.dossier_id, relation="other", name="Lò Văn Hai", authority="GUQ 01/2026"
    )
    with pytest.raises(NothingToReturn):
        collect(world, received.dossier_id)


def test_nothing_moves_after_the_end(world):
    received = receive(world)
    item = open_item(received.dossier_id)
    to_the_counter(world, received.dossier_id)
    with pytest.raises(WrongState):
        commands.finish_item(item_id=item.id, by=world.hoa, at=NOON)
    with pytest.raises(Closed):
        decide(world, received.dossier_id, by=world.em)


def test_finishing_twice_with_one_form_is_one_act(world):
    dossier_id = receive(world).dossier_id
    item = open_item(dossier_id)
    first = commands.finish_item(item_id=item.id, key="f1", by=world.hoa, at=NOON)
    again = commands.finish_item(item_id=item.id, key="f1", by=world.hoa, at=NOON)
    assert first is not None
    assert again is None
    assert len(history.entries(2026, dossier_id)) == 2


def test_pressing_twice_on_the_last_step_is_no_refusal(world):
    dossier_id = receive(world).dossier_id
    until(world, dossier_id, "clerk")
    decide(world, dossier_id)
    item = open_item(dossier_id)
    by = holder(world, item)
    assert commands.finish_item(item_id=item.id, key="last", by=by, at=NOON) is not None
    assert reload_id(dossier_id).state == State.DONE
    assert commands.finish_item(item_id=item.id, key="last", by=by, at=NOON) is None


def test_one_form_with_another_word_in_it_is_not_swallowed(world):
    item = open_item(receive(world).dossier_id)
    commands.finish_item(item_id=item.id, key="f1", note="Đủ", by=world.hoa, at=NOON)
    with pytest.raises(KeyReused):
        commands.finish_item(item_id=item.id, key="f1", note="Thiếu", by=world.hoa, at=NOON)


def test_who_confirms_again_is_told_the_time_on_the_wall(world):
    received = receive(world)
    finish(world, received.dossier_id, handover="paper")
    handover = Handover.objects.get()
    taker = holder(world, open_item(received.dossier_id))
    commands.confirm_handover(handover_id=handover.pk, by=taker, at=NOON)
    with pytest.raises(NothingToConfirm) as told:
        commands.confirm_handover(handover_id=handover.pk, by=taker, at=NOON)
    assert "10:00 16/11/2026" in str(told.value)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_deciding_at_once_one_is_told_who_was_first(real_world):
    dossier_id = receive(real_world).dossier_id
    item = open_item(dossier_id)
    start, answers = threading.Barrier(2), []

    def decide_as(who):
        start.wait()
        try:
            commands.finish_item(item_id=item.id, by=who, at=NOON)
            answers.append("done")
        except WrongState as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    people = [real_world.hoa, real_world.lan]
    threads = [threading.Thread(target=decide_as, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = next(answer for answer in answers if answer != "done")
    assert answers.count("done") == 1
    assert "Nguyễn Thị Hoa" in told or "Đỗ Thị Lan" in told
    assert len(processes.open_items(dossier_id)) == 1


def test_finishing_a_step_costs_at_most_twenty_statements(world, django_assert_max_num_queries):
    dossier_id = receive(world).dossier_id
    item = open_item(dossier_id)
    with django_assert_max_num_queries(20):
        commands.finish_item(item_id=item.id, by=world.hoa, at=NOON)
