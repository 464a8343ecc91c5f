"""Papers asked for afterwards: once, in full, and the clock stands still until they have come."""

from datetime import date, timedelta

import pytest

from motcua.dossiers import commands, queries
from motcua.dossiers.errors import (
    AskedBefore,
    ClockStands,
    NoSupplementAsked,
    NothingAsked,
    ReasonMissing,
    UnknownReason,
    WaitsForSupplement,
)
from motcua.dossiers.inputs import ComponentInput, SupplementItem
from motcua.dossiers.models import Dossier, InboxRow, Supplement
from motcua.dossiers.states import Clock, State, SupplementReason
from motcua.kernel import history
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.working_time import Line
from motcua.kernel.working_time.replay import replay
from tests.world import NOON, receive

from .people import decide, finish, holder, open_item

MAP = SupplementItem("Sơ đồ khu rừng", "missing")
FORM = SupplementItem("Đơn đề nghị", "other", text="Sai tên thôn")
MAP_CAME = ComponentInput(None, "Sơ đồ khu rừng", 1, 0)
DAY = timedelta(days=1)


@pytest.fixture
def world(province, db):
    return province


def ask(world, dossier_id, items=(MAP, FORM), *, at=NOON, **options):
    by = options.pop("by", world.binh)
    return commands.request_supplement(dossier_id=dossier_id, items=items, by=by, at=at, **options)


def answer(world, dossier_id, *, at, received=(MAP_CAME,), by=None):
    commands.respond_supplement(dossier_id=dossier_id, received=received, by=by or world.hoa, at=at)


def reload(dossier_id):
    return Dossier.objects.get(pk=dossier_id)


def national(dossier_id):
    row = reload(dossier_id)
    return queries.national_state(row.state, row.clock, row.handback)


def test_a_request_stops_the_clock_and_names_every_paper_with_its_reason(world, held):
    assert ask(world, held, note="Mang bản chính") == 1
    row = reload(held)
    assert (row.clock, national(held)) == (Clock.SUPPLEMENT, 5)
    page = queries.page(held, world.binh)
    waiting = page.waiting_supplement
    assert [(p.name, p.reason_name) for p in waiting.papers] == [
        ("Sơ đồ khu rừng", "Còn thiếu"),
        ("Đơn đề nghị", "Lý do khác"),
    ]
    assert waiting.answer_by == date(2026, 11, 25)  # seven working days
    assert page.next_party == row.submitter_name
    entry = history.entries(2026, held)[-1]
    assert entry.payload["papers"][0] == {"component": None, "reason": "missing"}
    assert entry.texts == {"note": "Mang bản chính"}
    assert queries.inbox(world.binh).rows[0].supplement


def test_nothing_moves_until_the_applicant_has_answered(world, held):
    ask(world, held)
    item = open_item(held)
    with pytest.raises(WaitsForSupplement):
        finish(world, held)
    with pytest.raises(WaitsForSupplement):
        decide(world, held)
    with pytest.raises(ClockStands):
        ask(world, held)
    assert open_item(held).id == item.id
    codes = {act.code for act in queries.page(held, world.binh).acts}
    assert "respond_supplement" in codes
    assert codes.isdisjoint({"finish", "take", "send_back", "record_result", "request_supplement"})


def test_the_days_of_waiting_are_added_and_the_first_promise_stays(world, held):
    before = reload(held).due_at
    ask(world, held, at=NOON)
    answer(world, held, at=NOON + 7 * DAY)
    row = reload(held)
    promise = row.promises.get()
    assert (row.clock, promise.original_due_at) == (Clock.RUNNING, before)
    assert local_day(before) == date(2026, 11, 30)
    assert row.due_on == date(2026, 12, 4)  # 17 to 20 November stood still; the 16th never counts
    kinds = list(row.ledger.order_by("no").values_list("kind", flat=True))
    assert kinds == ["start", "pause", "resume"]
    assert InboxRow.objects.get(dossier=row).due_at == row.due_at
    assert not queries.inbox(world.binh).rows[0].supplement


def test_where_the_policy_says_so_the_term_begins_anew(world, held):
    Dossier.objects.filter(pk=held).update(supplement_policy="restart")
    ask(world, held, at=NOON + DAY)
    answer(world, held, at=NOON + 7 * DAY)  # Monday 23 November
    row = reload(held)
    promise = row.promises.get()
    assert row.ledger.order_by("no").last().kind == "restart"
    assert row.due_on == date(2026, 12, 7)  # ten working days from there
    lines = [Line.from_json(line) for line in promise.explanation]
    assert "restarted" in [line.key for line in lines]
    assert replay(lines) == promise.due_at


def test_what_was_late_when_papers_were_asked_for_stays_late(world, held):
    Dossier.objects.filter(pk=held).update(supplement_policy="restart")
    before = reload(held).due_at
    ask(world, held, at=before + DAY)
    answer(world, held, at=before + 9 * DAY)
    assert reload(held).due_at == before


def test_a_tax_wait_after_a_restart_adds_its_days_to_the_new_term(world):
    """Each pause goes on by its own policy: only the supplement lets the term begin anew."""
    received = receive(world, world.land, answers=(("has_financial_obligation", True),))
    dossier_id = received.dossier_id
    Dossier.objects.filter(pk=dossier_id).update(supplement_policy="restart")
    finish(world, dossier_id)
    reload(dossier_id).promises.filter(number=2).delete()
    by = holder(world, open_item(dossier_id))
    ask(world, dossier_id, by=by, at=NOON)
    answer(world, dossier_id, at=NOON + DAY)  # Tuesday 17 November
    decide(world, dossier_id, at=NOON + DAY)
    finish(world, dossier_id, at=NOON + 2 * DAY)
    wait = open_item(dossier_id)
    commands.end_wait(item_id=wait.id, document="GNT 1", by=world.hoa, at=NOON + 7 * DAY)
    promise = reload(dossier_id).promises.get()
    lines = [Line.from_json(line) for line in promise.explanation]
    assert replay(lines) == promise.due_at
    assert local_day(promise.original_due_at) == date(2026, 11, 23)
    assert local_day(promise.due_at) == date(2026, 11, 27)  # from 17/11; three days stood still


def test_what_came_is_ticked_and_joins_the_papers(world, held):
    ask(world, held)
    before = len(queries.page(held, world.binh).components)
    answer(world, held, at=NOON + DAY)
    page = queries.page(held, world.binh)
    (done,) = page.supplements
    assert [p.came_no for p in done.papers] == [before + 1, None]
    assert page.components[-1].name == "Sơ đồ khu rừng"
    assert page.waiting_supplement is None


def test_a_second_request_is_for_a_leader_and_needs_a_reason(world, held):
    ask(world, held)
    answer(world, held, at=NOON + DAY)
    for by, reason in [(world.binh, "Thiếu thật"), (world.dung, "  ")]:
        with pytest.raises(AskedBefore):
            ask(world, held, at=NOON + 2 * DAY, leader_reason=reason, by=by)
    assert ask(world, held, at=NOON + 2 * DAY, leader_reason="Luật mới", by=world.dung) == 2
    assert Supplement.objects.get(dossier_id=held, number=2).leader_reason == "Luật mới"


def test_who_may_ask_and_who_may_take_the_answer(world, held):
    for name in ["hoa", "lien", "phuc", "quy", "son", "minh"]:
        with pytest.raises(NotPermitted):
            ask(world, held, by=world.actors[name])
    ask(world, held)
    for name in ["lien", "phuc", "minh", "quy"]:
        with pytest.raises(NotPermitted):
            answer(world, held, at=NOON, by=world.actors[name])
    answer(world, held, at=NOON, by=world.binh)
    with pytest.raises(NoSupplementAsked):
        answer(world, held, at=NOON)


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        ((), NothingAsked),
        ((SupplementItem("Đơn", "because"),), UnknownReason),
        ((SupplementItem("  ", "missing"),), ReasonMissing),
        ((SupplementItem("Đơn", "other"),), ReasonMissing),
        ((MAP,) * 101, NothingAsked),
    ],
    ids=["none", "unknown reason", "no name", "other without words", "too many"],
)
def test_a_request_says_what_is_missing_and_why(world, held, items, refusal):
    with pytest.raises(refusal):
        ask(world, held, items)
    assert reload(held).clock == Clock.RUNNING


def test_every_reason_has_a_name_for_people():
    assert all(str(label) and str(label)[0].isupper() for label in SupplementReason.labels)


def test_a_dossier_that_nobody_has_worked_on_is_in_process_once_papers_are_asked_for(world):
    dossier_id = receive(world).dossier_id
    ask(world, dossier_id, by=world.hoa)
    assert reload(dossier_id).state == State.PROCESSING


def test_who_pressed_first_and_came_second_writes_no_time_before_the_other(world, held):
    ask(world, held, at=NOON + DAY + timedelta(seconds=5))
    answer(world, held, at=NOON + DAY)
    turns = list(reload(held).ledger.order_by("no").values_list("at", flat=True))
    assert turns == sorted(turns)


def test_the_citizen_sees_what_is_missing_and_until_when(world, held):
    ask(world, held)
    seen = queries.by_token(reload(held).track_token)
    assert [p.name for p in seen.supplement.papers] == ["Sơ đồ khu rừng", "Đơn đề nghị"]
    assert seen.supplement.answer_by == date(2026, 11, 25)
    assert seen.done[0].kind == "supplement.requested"
    answer(world, held, at=NOON + DAY)
    assert queries.by_token(reload(held).track_token).supplement is None
