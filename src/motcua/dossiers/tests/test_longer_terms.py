"""A term that the procedure itself makes longer: the due day moves with its ground and judges.

Dates by hand. Received Monday 16/11/2026, 10 working days: 17-20, 23-27 and 30/11. Three more: 1, 2
and 3/12. Fifteen in place of ten: to 7/12; then three more: 8, 9 and 10/12.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.catalog import queries as catalog
from motcua.dossiers import _lengthening, commands, queries
from motcua.dossiers.errors import Closed, ReasonMissing, WaitsForSupplement
from motcua.dossiers.invariants import INVARIANTS, Scope
from motcua.dossiers.models import Dossier, InboxRow, LedgerEntry, Lengthening, Promise
from motcua.dossiers.term_errors import (
    DecidedSoNotLonger,
    LengthenedAlready,
    NoLongerTerm,
    NothingLengthened,
    NotLonger,
    OfTheWholeTerm,
    TermIsOver,
    TermNotPromised,
)
from motcua.kernel import history
from motcua.kernel.clock import local
from motcua.kernel.errors import NotPermitted
from motcua.kernel.working_time import Line, TimeLimit
from motcua.kernel.working_time.replay import replay
from motcua.notifications.queries import notices
from tests.world import NOON, receive

from .people import decide, finish, until
from .test_calendar_changes import STORM, changed, draft
from .test_supplements import answer, ask

DAY = timedelta(days=1)
GROUND = "Ranh giới trên sơ đồ chưa khớp thực địa, phải đo lại"
CHECKED = ("promises", "ledger", "lengthenings", "inbox", "due", "acts", "chain", "references")


@pytest.fixture
def world(province, db):
    return province


def conditions(world):
    """The two of the procedure: three days more when verified; fifteen where communes meet."""
    more, whole = catalog.version(world.honey).conditions
    return more.id, whole.id


def lengthen(world, dossier_id, condition=0, *, by=None, at=NOON, ground=GROUND):
    commands.lengthen_term(
        dossier_id=dossier_id,
        condition_id=conditions(world)[condition],
        ground=ground,
        by=by or world.em,
        at=at,
    )


def take_back(world, dossier_id, *, by=None, at=NOON):
    facts = {"dossier_id": dossier_id, "reason": "Nhầm hồ sơ", "by": by or world.em, "at": at}
    commands.take_back_lengthening(**facts)


def promise_of(dossier_id):
    return Promise.objects.get(dossier_id=dossier_id, number=1)


def due(dossier_id):
    """The day and the clock time, local, of the promise."""
    return f"{local(promise_of(dossier_id).due_at):%d/%m/%Y %H:%M}"


def broken():
    found = [i.ask(Scope()) for i in INVARIANTS if i.code in CHECKED]
    return {o.code: [f.code for f in o.faults] for o in found if o.broken}


def test_what_is_added_is_counted_behind_the_term_and_the_first_day_stays(world, held):
    lengthen(world, held)
    promise, row = promise_of(held), Dossier.objects.get(pk=held)
    assert due(held) == "03/12/2026 17:00"
    assert f"{local(promise.original_due_at):%d/%m/%Y %H:%M}" == "30/11/2026 17:00"
    assert (row.due_on, row.due_at) == (date(2026, 12, 3), promise.due_at)
    assert set(InboxRow.objects.filter(dossier=row).values_list("due_at", flat=True)) == {
        promise.due_at
    }
    assert broken() == {}


def test_the_explanation_names_condition_and_ground_and_leads_to_the_same_minute(world, held):
    lengthen(world, held)
    promise = promise_of(held)
    lines = [Line.from_json(line) for line in promise.explanation]
    told = [line.text for line in lines if line.key == "lengthened_added"]
    assert told == [
        "Được kéo dài thêm 3 ngày làm việc, quyết định lúc 10:00 ngày 16/11/2026, vì: phải xác "
        f"minh tại rừng ({GROUND}). Phần thêm đếm tiếp sau thời hạn đầu."
    ]
    assert [line.params["limit"] for line in lines if line.key == "limit"] == ["10 ngày làm việc"]
    assert replay(lines) == promise.due_at


def test_a_term_in_place_of_the_first_is_counted_from_reception(world, held):
    lengthen(world, held, 1)
    assert due(held) == "07/12/2026 17:00"
    assert replay(Line.from_json(line) for line in promise_of(held).explanation) == (
        promise_of(held).due_at
    )
    assert broken() == {}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_conditions_come_to_the_same_day_in_either_order(world, held, order):
    for condition in order:
        lengthen(world, held, condition)
    assert due(held) == "10/12/2026 17:00"
    assert broken() == {}


def test_it_is_in_ledger_and_history_with_person_ground_and_both_days(world, held):
    lengthen(world, held)
    row = Dossier.objects.get(pk=held)
    turn, entry = row.ledger.get(kind="lengthen"), history.entries(row.year, held)[-1]
    was, now = promise_of(held).original_due_at, promise_of(held).due_at
    assert (turn.ground, turn.was_at, turn.now_at) == (GROUND, was, now)
    assert (entry.seq, entry.kind) == (turn.history_seq, "term.lengthened")
    assert entry.person_id == world.users["em"]
    assert entry.texts == {"condition": "phải xác minh tại rừng", "reason": GROUND}


def test_the_applicant_is_told_both_days(world, held):
    lengthen(world, held)
    told = next(n for n in notices(held, "dossier") if n.purpose == "dossier_lengthened")
    assert "hẹn trả 03/12/2026 thay cho 30/11/2026" in told.text


@pytest.mark.parametrize(("policy", "day"), [("resume", "07/12"), ("restart", "09/12")])
def test_papers_asked_for_afterwards_move_the_longer_term(world, held, policy, day):
    """From 18 to 20/11. Going on: 18 and 19/11 are not counted. Anew: 23/11-4/12, then 7-9/12."""
    Dossier.objects.filter(pk=held).update(supplement_policy=policy)
    lengthen(world, held)
    ask(world, held, at=NOON + 2 * DAY)
    answer(world, held, at=NOON + 4 * DAY)
    assert due(held) == f"{day}/2026 17:00"
    assert broken() == {}


def test_it_follows_a_changed_calendar_with_its_longer_term(world, held):
    """The storm takes 18/11: everything is one working day later."""
    lengthen(world, held)
    code = Dossier.objects.get(pk=held).code
    rows = queries.calendar_preview(draft(world, STORM)).rows
    assert [f"{local(r.now):%d/%m/%Y %H:%M}" for r in rows if r.code == code] == [
        "04/12/2026 17:00"
    ]
    changed(world, STORM)
    assert due(held) == "04/12/2026 17:00"
    assert broken() == {}


def test_whoever_counts_the_past_sees_the_day_that_held_then(world, held):
    lengthen(world, held)
    ask(world, held, at=NOON + 2 * DAY)
    answer(world, held, at=NOON + 4 * DAY)
    ask(world, held, at=NOON + 7 * DAY, by=world.dung, leader_reason="Luật mới")
    answer(world, held, at=NOON + 8 * DAY)
    turns = queries.measured([held])[held].turns
    assert [(t.kind, f"{local(t.due_at):%d/%m}") for t in turns] == [
        ("start", "30/11"),
        ("lengthen", "03/12"),
        ("pause", "03/12"),
        ("resume", "07/12"),
        ("pause", "07/12"),
        ("resume", "08/12"),
    ]


def test_done_after_the_first_day_and_by_the_longer_one_is_not_late(world, held):
    lengthen(world, held)
    at = datetime.fromisoformat("2026-12-02T09:00+07:00")
    until(world, held, "approve", at=at)
    decide(world, held, at=at)
    until(world, held, "return", at=at)
    row = Dossier.objects.get(pk=held)
    assert row.done_on is not None
    assert date(2026, 11, 30) < row.done_on <= row.due_on


def test_the_same_condition_is_granted_once_but_again_after_it_was_taken_back(world, held):
    lengthen(world, held)
    with pytest.raises(LengthenedAlready):
        lengthen(world, held)
    take_back(world, held)
    lengthen(world, held)
    assert due(held) == "03/12/2026 17:00"
    assert broken() == {}


def test_it_is_granted_on_the_due_day_itself_and_not_the_day_after(world, held):
    due_day = datetime.fromisoformat("2026-11-30T20:00+07:00")
    with pytest.raises(TermIsOver, match="30/11/2026"):
        lengthen(world, held, at=due_day + DAY)
    lengthen(world, held, at=due_day)
    assert due(held) == "03/12/2026 17:00"


def test_while_papers_are_waited_for_the_day_on_which_the_clock_stopped_counts(world, held):
    ask(world, held, at=NOON + 2 * DAY)
    row, (more, _whole) = Dossier.objects.get(pk=held), conditions(world)
    found = _lengthening.prolonged(row, more, GROUND, NOON + 20 * DAY)
    assert f"{local(found.now):%d/%m/%Y}" == "03/12/2026"


def test_between_two_promises_there_is_nothing_to_lengthen(world, monkeypatch):
    received = receive(world, world.land, answers=(("has_financial_obligation", True),))
    allowed = catalog.version(world.honey).conditions
    monkeypatch.setattr(_lengthening, "conditions", lambda _dossier: allowed)
    until(world, received.dossier_id, "finance")
    with pytest.raises(TermNotPromised):
        lengthen(world, received.dossier_id)


def test_a_condition_of_another_way_in_or_case_is_none_of_this_one(world, held, monkeypatch):
    info = catalog.version(world.honey)
    by_post = replace(info.conditions[0], channel="post")
    of_case = replace(info.conditions[1], case_id=7)
    both = replace(info, conditions=(by_post, of_case))
    assert both.conditions_for(None, "counter") == ()
    assert both.conditions_for(7, "post") == (by_post, of_case)
    monkeypatch.setattr(catalog, "version", lambda _id: both)
    for condition in (0, 1):
        with pytest.raises(NoLongerTerm):
            lengthen(world, held, condition)


def test_another_procedures_condition_is_none_of_this_one(world, held):
    other = receive(world, world.land).dossier_id
    with pytest.raises(NoLongerTerm):
        lengthen(world, other)


def test_a_term_of_the_whole_procedure_fits_no_single_appointment(world, monkeypatch):
    received = receive(world, world.land, answers=(("has_financial_obligation", True),))
    allowed = catalog.version(world.honey).conditions
    monkeypatch.setattr(_lengthening, "conditions", lambda _dossier: allowed)
    with pytest.raises(OfTheWholeTerm):
        lengthen(world, received.dossier_id, 1)


def test_what_would_come_to_no_later_day_is_refused(world, held):
    limit = TimeLimit.parse("20 ngày làm việc").to_json()
    later = promise_of(held).due_at + 14 * DAY
    Promise.objects.filter(dossier_id=held).update(limit=limit, due_at=later, original_due_at=later)
    with pytest.raises(NotLonger):
        lengthen(world, held, 1)


def test_a_dossier_without_a_day_has_nothing_to_lengthen(world, held):
    Promise.objects.filter(dossier_id=held).update(limit=None, due_at=None, original_due_at=None)
    with pytest.raises(TermNotPromised):
        lengthen(world, held)


def test_without_ground_while_papers_are_waited_for_decided_or_ended_it_is_refused(world, held):
    with pytest.raises(ReasonMissing):
        lengthen(world, held, ground="  ")
    decided = receive(world).dossier_id
    until(world, decided, "appraise")
    decide(world, decided)
    with pytest.raises(DecidedSoNotLonger, match="12/GP-SNNMT"):
        lengthen(world, decided)
    ask(world, held)
    with pytest.raises(WaitsForSupplement):
        lengthen(world, held)
    commands.withdraw(dossier_id=held, by=world.hoa, at=NOON)
    with pytest.raises(Closed):
        lengthen(world, held)
    assert not Lengthening.objects.exists()


@pytest.mark.parametrize("who", ["binh", "hoa", "hanh", "tam", "quy"])
def test_only_who_leads_the_deciding_or_holding_unit_may(world, held, who):
    with pytest.raises(NotPermitted):
        lengthen(world, held, by=getattr(world, who))
    lengthen(world, held, by=world.dung)
    with pytest.raises(NotPermitted):
        take_back(world, held, by=getattr(world, who))


def test_taken_back_the_earlier_day_holds_and_the_applicant_is_told(world, held):
    lengthen(world, held, 1)
    lengthen(world, held)
    take_back(world, held, at=NOON + DAY)
    assert due(held) == "07/12/2026 17:00"
    take_back(world, held, at=NOON + DAY)
    assert due(held) == "30/11/2026 17:00"
    assert not any(line["key"].startswith("lengthened") for line in promise_of(held).explanation)
    told = [n for n in notices(held, "dossier") if n.purpose == "dossier_shortened"]
    assert "hẹn trả lại là 07/12/2026 thay cho 10/12/2026" in told[0].text
    waiting = [n for n in notices(held, "dossier") if n.standing == "waiting"]
    assert {n.purpose for n in waiting} == {"dossier_shortened"}
    with pytest.raises(NothingLengthened):
        take_back(world, held, at=NOON + DAY)
    assert broken() == {}


def test_taken_back_after_the_earlier_day_it_is_late(world, held):
    lengthen(world, held)
    take_back(world, held, at=datetime.fromisoformat("2026-12-02T09:00+07:00"))
    assert Dossier.objects.get(pk=held).due_on == date(2026, 11, 30)


def test_each_condition_is_shown_with_its_day_before_anything_is_written(world, held):
    more, whole = queries.longer_terms(held, NOON)
    assert [f"{local(t.now_at):%d/%m/%Y}" for t in (more, whole)] == ["03/12/2026", "07/12/2026"]
    assert not Lengthening.objects.exists()
    lengthen(world, held)
    again, both = queries.longer_terms(held, NOON)
    assert (again.now_at, "đã được kéo dài" in again.why_not) == (None, True)
    assert f"{local(both.now_at):%d/%m/%Y}" == "10/12/2026"


def test_it_is_offered_where_the_procedure_has_a_condition_and_only_there(world, held):
    def acts(dossier_id):
        return {act.code for act in queries.page(dossier_id, world.em).acts}

    other = receive(world, world.land).dossier_id
    assert "lengthen_term" in acts(held)
    assert not {"lengthen_term", "take_back_lengthening"} & acts(other)
    assert "take_back_lengthening" not in acts(held)
    lengthen(world, held)
    assert "take_back_lengthening" in acts(held)


def test_the_tracking_page_tells_the_longer_term_and_no_apology_of_an_earlier_day(world, held):
    again = {"until": date(2026, 12, 1), "document": "45/PXL", "reason": "Đợi đo đạc"}
    commands.extend_promise(dossier_id=held, **again, by=world.em, at=NOON)
    token = Dossier.objects.get(pk=held).track_token
    assert queries.by_token(token).again_at is not None
    lengthen(world, held)
    told = queries.by_token(token)
    assert told.again_at is None
    assert [GROUND in line for line in told.promises[0].longer] == [True]
    assert told.done[0].kind == "term.lengthened"


def test_who_is_apologised_to_reads_the_day_that_the_longer_term_gave(world, held):
    lengthen(world, held)
    again = {"until": date(2026, 12, 8), "document": "45/PXL", "reason": "Đợi đo đạc"}
    commands.extend_promise(dossier_id=held, **again, by=world.em, at=NOON)
    told = next(n for n in notices(held, "dossier") if n.purpose == "dossier_extended")
    assert "đúng hẹn 03/12/2026 và hẹn lại 08/12/2026" in told.text


IMPOSSIBLE = {
    "a day that is no later": {"now_at": NOON},
    "no ground": {"ground": ""},
    "an unknown way": {"way": "somehow"},
    "taken back without a ground": {"taken_back_at": NOON, "taken_back_seq": 99},
    "taken back before it was granted": {
        "taken_back_at": NOON - DAY, "taken_back_seq": 99, "taken_back_ground": "Nhầm",
    },
}  # fmt: skip


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_database_refuses(world, held, change):
    lengthen(world, held)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lengthening.objects.filter(dossier_id=held).update(**change)


def test_the_database_refuses_the_same_condition_twice_and_a_turn_without_its_days(world, held):
    lengthen(world, held)
    row = Lengthening.objects.get(dossier_id=held)
    row.pk, row.no = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.filter(dossier_id=held, kind="lengthen").update(now_at=None)


def test_a_lengthening_that_nobody_said_is_found(world, held):
    lengthen(world, held)
    LedgerEntry.objects.filter(dossier_id=held, kind="lengthen").delete()
    Lengthening.objects.filter(dossier_id=held).update(limit=TimeLimit.parse("9 ngày").to_json())
    assert set(broken()["lengthenings"]) == {"unturned", "foreign"}
    assert "due" in broken()["promises"]


def test_the_step_keeps_its_own_time(world, held):
    before = list(InboxRow.objects.filter(dossier_id=held).values_list("step_due_at", flat=True))
    lengthen(world, held)
    after = list(InboxRow.objects.filter(dossier_id=held).values_list("step_due_at", flat=True))
    assert before == after
    finish(world, held)
    assert broken() == {}


def test_each_act_is_offered_while_something_is_left_for_it(world):
    def offered():
        acts = {act.code for act in queries.page(held, world.em).acts}
        return sorted(acts & {"lengthen_term", "take_back_lengthening"})

    held = receive(world).dossier_id
    assert offered() == ["lengthen_term"]
    lengthen(world, held)
    assert offered() == ["lengthen_term", "take_back_lengthening"]
    lengthen(world, held, 1)
    assert offered() == ["take_back_lengthening"]
    take_back(world, held)
    take_back(world, held)
    assert offered() == ["lengthen_term"]
