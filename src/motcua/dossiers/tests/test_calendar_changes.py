"""A calendar is changed: open dossiers follow, each with its ground; closed ones never move."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from motcua.dossiers import commands, queries
from motcua.dossiers.invariants import INVARIANTS, Scope
from motcua.dossiers.models import Dossier, InboxRow, LedgerEntry, Promise, Rescheduling
from motcua.kernel import history
from motcua.kernel.clock import local, local_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.working_time import Line
from motcua.kernel.working_time.replay import replay
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.errors import CalendarMovedOn, ChangeDecided
from motcua.organizations.queries import CalendarEdit, DayEdit, UnitEdit, WeekEdit
from tests.world import NOON, receive

from .test_supplements import answer, ask

STORM = DayEdit(date(2026, 11, 18), "off", "Nghỉ do bão số 9")
GROUND = "Công điện 12/CĐ-UBND ngày 16/11/2026"
DAY = timedelta(days=1)
AFTER = NOON + timedelta(minutes=5)


@pytest.fixture
def world(province, db):
    follow()
    return province


def follow(at: datetime = AFTER) -> int:
    return commands.follow_calendars(lambda: at)


def draft(world, *days, by=None, code="tinh", **said) -> str:
    return organizations.draft_calendar_change(
        calendar_code=code,
        edit=CalendarEdit(days=days, **said),
        ground=GROUND,
        by=by or world.quy,
        at=NOON,
    )


def apply(world, public_id, *, by=None, at=NOON) -> int:
    seen = units.calendar_edition()
    return commands.apply_calendar_change(public_id=public_id, seen=seen, by=by or world.son, at=at)


def changed(world, *days, at=AFTER, **said) -> int:
    edition = apply(world, draft(world, *days, **said))
    follow(at)
    return edition


def promise_of(dossier_id, number=1) -> Promise:
    return Promise.objects.get(dossier_id=dossier_id, number=number)


def broken() -> dict[str, dict[str, int]]:
    told = {}
    for invariant in INVARIANTS:
        if invariant.code in ("promises", "ledger", "inbox", "due", "acts", "chain", "turns"):
            outcome = invariant.ask(Scope())
            if outcome.broken:
                told[outcome.code] = {fault.code: len(fault.subjects) for fault in outcome.faults}
    return told


def test_a_storm_day_moves_an_open_dossier_by_a_day_and_says_why(world):
    received = receive(world)
    was = promise_of(received.dossier_id)

    changed(world, STORM)

    now = promise_of(received.dossier_id)
    assert local_day(was.due_at) > STORM.day
    assert local_day(now.due_at) > local_day(was.due_at)
    assert now.original_due_at == was.original_due_at
    dossier = Dossier.objects.get(pk=received.dossier_id)
    assert (dossier.due_at, dossier.due_on) == (now.due_at, local_day(now.due_at))
    turn = LedgerEntry.objects.get(dossier=dossier, kind="calendar")
    assert (turn.was_at, turn.now_at, turn.ground) == (was.due_at, now.due_at, GROUND)
    entry = history.entries(dossier.year, dossier.pk)[-1]
    assert (entry.kind, entry.seq, entry.person_id) == (
        "dossier.rescheduled", turn.history_seq, world.son.person_id,
    )  # fmt: skip
    lines = [Line.from_json(line) for line in now.explanation]
    assert replay(lines) == local(now.due_at)
    assert any("bão số 9" in line.text for line in lines)
    assert GROUND in lines[-2].text
    assert f"{local(was.due_at):%d/%m/%Y}" in lines[-2].text
    assert broken() == {}


def test_the_preview_shows_what_will_be_done_and_nothing_moves_before(world):
    received = receive(world)
    was = promise_of(received.dossier_id).due_at

    public_id = draft(world, STORM)

    (row,) = [r for r in queries.calendar_preview(public_id).rows if r.code == received.code]
    assert row.was == was == promise_of(received.dossier_id).due_at
    apply(world, public_id)
    assert promise_of(received.dossier_id).due_at == was
    follow()
    assert promise_of(received.dossier_id).due_at == row.now


def test_steps_and_inbox_follow(world):
    received = receive(world)
    before = InboxRow.objects.get(dossier_id=received.dossier_id)
    changed(world, DayEdit(date(2026, 11, 16), "half", "Nghỉ chiều"), DayEdit(
        date(2026, 11, 17), "off", "Nghỉ"))  # fmt: skip
    after = InboxRow.objects.get(dossier_id=received.dossier_id)
    assert after.due_at == promise_of(received.dossier_id).due_at > before.due_at
    if before.step_due_at is not None:
        assert after.step_due_at > before.step_due_at
    assert broken() == {}


def test_a_dossier_that_ended_between_preview_and_application_does_not_move(world):
    received = receive(world)
    was = promise_of(received.dossier_id).due_at
    public_id = draft(world, STORM)
    assert received.code in {row.code for row in queries.calendar_preview(public_id).rows}
    commands.withdraw(dossier_id=received.dossier_id, by=world.hoa, at=NOON)
    apply(world, public_id)
    follow()
    assert promise_of(received.dossier_id).due_at == was
    assert not LedgerEntry.objects.filter(dossier_id=received.dossier_id, kind="calendar")
    assert broken() == {}


def test_a_run_that_was_killed_is_gone_on_with_and_nothing_moves_twice(world, monkeypatch):
    ids = [receive(world).dossier_id for _ in range(3)]
    edition = apply(world, draft(world, STORM))
    from motcua.dossiers.commands import rescheduling

    whole, done = rescheduling.reschedule, []

    def dies(**facts):
        if len(done) == 2:
            raise SystemExit
        done.append(whole(**facts))

    monkeypatch.setattr(rescheduling, "reschedule", dies)
    with pytest.raises(SystemExit):
        follow()
    monkeypatch.undo()
    told = queries.rescheduling(edition)
    assert (told.finished_at, told.left > 0) == (None, True)
    follow()
    follow()
    moves = LedgerEntry.objects.filter(dossier_id__in=ids, kind="calendar", edition=edition)
    assert sorted(moves.values_list("dossier_id", flat=True)) == ids
    told = queries.rescheduling(edition)
    assert told.left == 0
    assert told.finished_at is not None
    assert broken() == {}


def test_papers_that_come_after_the_change_are_counted_by_the_new_calendar(world):
    received = receive(world)
    from .people import until

    until(world, received.dossier_id, "appraise")
    ask(world, received.dossier_id)
    changed(world, STORM)
    stood = promise_of(received.dossier_id).due_at
    answer(world, received.dossier_id, at=NOON + 4 * DAY)
    now = promise_of(received.dossier_id)
    assert now.due_at > stood
    lines = [Line.from_json(line) for line in now.explanation]
    assert replay(lines) == local(now.due_at)
    assert [line.key for line in lines].count("recounted") == 1
    assert broken() == {}


def test_a_year_without_announced_days_blocks_nothing_and_is_recomputed_when_it_is_entered(world):
    late = datetime(2028, 12, 26, 3, tzinfo=NOON.tzinfo)
    received = receive(world, at=late)
    promise = promise_of(received.dossier_id)
    assert promise.provisional_years
    year = promise.provisional_years[-1]
    assert (year, 1) in queries.provisional_years()

    days = [DayEdit(date(y, 1, 1), "off", "Tết Dương lịch") for y in promise.provisional_years]
    changed(world, *days, years=tuple(promise.provisional_years), at=late + DAY)

    now = promise_of(received.dossier_id)
    assert now.provisional_years == []
    assert local_day(now.due_at) > local_day(promise.due_at)
    assert now.original_due_at == promise.original_due_at
    assert queries.provisional_years() == []
    assert broken() == {}


def test_hours_that_change_in_the_middle_of_a_term_count_from_their_day_on(world):
    received = receive(world)
    was = promise_of(received.dossier_id)
    mornings = tuple((day, time(7), time(11, 30)) for day in range(5))
    changed(world, week=WeekEdit(date(2026, 11, 17), mornings))
    now = promise_of(received.dossier_id)
    assert local(now.due_at).time() == time(11, 30)
    assert local_day(now.due_at) == local_day(was.due_at)
    assert replay([Line.from_json(line) for line in now.explanation]) == local(now.due_at)
    assert broken() == {}


def test_a_closure_of_one_unit_moves_nothing_of_the_others(world):
    here, there = receive(world), receive(world, by=world.lien)
    code = organizations.open_calendar(
        name="Lịch xã Suối Trong", parent_code="tinh", by=world.quy, at=NOON
    )
    commune = world.units["one_stop_commune"]
    edition = changed(world, STORM, code=code, units=(UnitEdit(commune, date(2026, 11, 1)),))
    moved = set(
        LedgerEntry.objects.filter(kind="calendar", edition=edition)
        .values_list("dossier_id", flat=True)
    )  # fmt: skip
    assert there.dossier_id in moved
    assert here.dossier_id not in moved
    assert broken() == {}


def test_of_two_administrators_the_second_is_told(world):
    first, second = draft(world, STORM), draft(world, DayEdit(date(2026, 11, 19), "off", "Bão"))
    seen = units.calendar_edition()
    commands.apply_calendar_change(public_id=first, seen=seen, by=world.son, at=NOON)
    with pytest.raises(ChangeDecided):
        apply(world, first)
    with pytest.raises(CalendarMovedOn):
        commands.apply_calendar_change(public_id=second, seen=seen, by=world.son, at=NOON)
    with pytest.raises(ChangeDecided):
        organizations.withdraw_calendar_change(public_id=first, by=world.son, at=NOON)


@pytest.mark.parametrize("name", ["quy", "hoa", "em", "oanh"])
def test_only_the_administrator_of_the_system_applies(world, name):
    public_id = draft(world, STORM)
    with pytest.raises(NotPermitted):
        apply(world, public_id, by=getattr(world, name))


def test_a_withdrawn_draft_moves_nothing(world):
    received = receive(world)
    public_id = draft(world, STORM)
    organizations.withdraw_calendar_change(public_id=public_id, by=world.quy, at=NOON)
    with pytest.raises(ChangeDecided):
        apply(world, public_id)
    follow()
    assert promise_of(received.dossier_id).due_at == promise_of(received.dossier_id).original_due_at


SABOTEURS = {
    "due": "UPDATE dossiers_promise SET calendar_edition = original_edition",
    "behind": """UPDATE dossiers_promise SET due_at = original_due_at,
        calendar_edition = original_edition""",
    "edition": "UPDATE dossiers_ledgerentry SET edition = 9999 WHERE kind = 'calendar'",
}


@pytest.mark.parametrize("fault", SABOTEURS)
def test_the_check_finds_a_date_that_does_not_follow_from_its_calendar(world, fault):
    receive(world)
    changed(world, STORM)
    Rescheduling.objects.update(finished_at=AFTER + DAY)
    assert broken() == {}
    with connection.cursor() as cursor:
        cursor.execute(SABOTEURS[fault])
    assert fault in {code for faults in broken().values() for code in faults}
