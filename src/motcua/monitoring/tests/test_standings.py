"""How a dossier stood, entry by entry. Pure: no database."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from motcua.dossiers.queries import Measured, Turn
from motcua.kernel.history import EntryInfo
from motcua.kernel.working_time import Shift, WorkingCalendar
from motcua.monitoring.standings import Follower
from motcua.workflow.queries import Work

MONDAY = datetime(2026, 11, 16, 3, tzinfo=UTC)
"""10:00 in Vietnam."""
DAY = timedelta(days=1)
OFFICE = WorkingCalendar(
    {day: (Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17))) for day in range(5)},
    known_years=frozenset({2026}),
)
APPRAISE, RETURN, TAX = 1, 2, 3
WORK = {
    APPRAISE: ("appraise", "task"),
    RETURN: ("return", "task"),
    TAX: ("finance", "wait"),
}


def work(item_id):
    step_kind, kind = WORK[item_id]
    return Work(
        item_id, 1, 1, "n", "Bước", step_kind, kind, 5, "appraiser", None, None, False, None,
        MONDAY, None, None, "open",
    )  # fmt: skip


def entry(seq, kind, day=0.0, recorded=None, **payload):
    at = MONDAY + day * DAY
    known = at if recorded is None else MONDAY + recorded * DAY
    return EntryInfo(
        seq, at, known, 7, 70, None, 5, "counter", "", kind, payload, UUID(int=seq), {}
    )


def turn(seq, kind, day, due=None, promise=1):
    return Turn(seq, kind, MONDAY + day * DAY, promise, due and MONDAY + due * DAY)


def stands(entries, turns):
    head = Measured(
        1, 1, "1.000001", None, "dat-dai", "tỉnh", "counter", "", False, False, 5, 5, None, 70,
        MONDAY, 9, (5,), tuple(turns),
    )  # fmt: skip
    return Follower(head, {i: work(i) for i in WORK}, OFFICE).follow(entries)


RECEIVED = entry(1, "dossier.received", items=[APPRAISE])
DECIDED = entry(2, "result.recorded", 1, outcome="positive", file=4)


def over(seq, day):
    return entry(seq, "step.finished", day, closed=[APPRAISE], opened=[RETURN])


@pytest.mark.parametrize(
    ("due", "verdict"),
    [(4, "early"), (3, "early"), (2, "on_time"), (1, "late"), (None, "on_time")],
)
def test_what_was_promised_is_judged_by_days(due, verdict):
    found = stands(
        [RECEIVED, DECIDED, over(3, 2)], [turn(1, "start", 0, due), turn(3, "end", 2, due)]
    )
    assert [s.standing for s in found] == ["working", "done"]
    assert (found[1].verdict, found[1].outcome, found[1].has_file) == (verdict, "positive", True)


def test_handing_the_result_over_decides_nothing_but_is_timed():
    returned = entry(4, "result.returned", 20)
    found = stands(
        [RECEIVED, DECIDED, over(3, 2), returned], [turn(1, "start", 0, 4), turn(3, "end", 2, 4)]
    )
    assert [s.standing for s in found] == ["working", "done"]
    assert found[1].returned_at == MONDAY + 20 * DAY


def test_papers_that_are_asked_for_are_waited_for_and_cost_no_working_time():
    found = stands(
        [
            RECEIVED,
            entry(2, "supplement.requested", 1),
            entry(3, "supplement.answered", 7),
            entry(4, "result.recorded", 7, outcome="negative"),
            over(5, 8),
        ],
        [
            turn(1, "start", 0, 4),
            turn(2, "pause", 1, 4),
            turn(3, "resume", 7, 10),
            turn(5, "end", 8, 10),
        ],
    )
    assert [s.standing for s in found] == ["working", "supplement", "working", "done"]
    assert [s.due_on and s.due_on.day for s in found] == [20, 20, 26, 26]
    assert found[-1].worked_minutes == 2 * 8 * 60


@pytest.mark.parametrize(
    ("kind", "due", "verdict"), [("lengthen", 9, "early"), ("shorten", 5, "late")]
)
def test_a_longer_term_moves_the_day_that_judges_and_leaves_the_clock_as_it_is(kind, due, verdict):
    found = stands(
        [
            RECEIVED,
            entry(2, "step.finished", 1, closed=[APPRAISE], opened=[TAX]),
            entry(3, "term.lengthened", 2),
            entry(4, "wait.ended", 3, closed=[TAX], opened=[APPRAISE]),
            entry(5, "result.recorded", 7, outcome="negative"),
            over(6, 8),
        ],
        [
            turn(1, "start", 0, 6),
            turn(2, "pause", 1, 6),
            turn(3, kind, 2, due),
            turn(4, "resume", 3, due),
            turn(6, "end", 8, due),
        ],
    )
    waiting = [s for s in found if s.standing == "finance"]
    assert waiting[-1].until == MONDAY + 3 * DAY
    assert found[-1].verdict == verdict


def test_while_the_tax_is_waited_for_nothing_falls_due():
    paid = entry(3, "wait.ended", 9, closed=[TAX], opened=[APPRAISE])
    found = stands(
        [RECEIVED, entry(2, "step.finished", 1, closed=[APPRAISE], opened=[TAX]), paid],
        [turn(1, "start", 0, 4), turn(2, "end", 1, 4), turn(3, "start", 9, 12, promise=2)],
    )
    assert [(s.standing, s.due_on) for s in found] == [
        ("working", date(2026, 11, 20)),
        ("finance", None),
        ("working", date(2026, 11, 28)),
    ]


def test_a_first_promise_that_was_broken_makes_it_late_whatever_followed():
    entries = [
        RECEIVED,
        entry(2, "step.finished", 6, closed=[APPRAISE], opened=[TAX]),
        entry(3, "wait.ended", 9, closed=[TAX], opened=[APPRAISE]),
        entry(4, "result.recorded", 9, outcome="positive"),
        over(5, 9),
    ]
    turns = [
        turn(1, "start", 0, 4),
        turn(2, "end", 6, 4),
        turn(3, "start", 9, 20, promise=2),
        turn(5, "end", 9, 20, promise=2),
    ]
    assert stands(entries, turns)[-1].verdict == "late"


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("dossier.refused", "refused"),
        ("dossier.withdrawn", "withdrawn"),
        ("dossier.stopped", "stopped"),
    ],
)
def test_what_ends_without_a_decision_is_not_judged(kind, standing):
    found = stands(
        [RECEIVED, entry(2, kind, 9, cancelled=[APPRAISE])],
        [turn(1, "start", 0, 4), turn(2, "end", 9, 4)],
    )
    assert (found[1].standing, found[1].verdict) == (standing, "")


def test_a_dossier_that_is_reopened_stood_ended_only_meanwhile():
    found = stands(
        [
            RECEIVED,
            entry(2, "dossier.withdrawn", 1, cancelled=[APPRAISE]),
            entry(3, "dossier.reopened", 3, opened=[APPRAISE]),
        ],
        [turn(1, "start", 0, 9), turn(2, "end", 1, 9), turn(3, "resume", 3, 9)],
    )
    assert [s.standing for s in found] == ["working", "withdrawn", "working"]
    assert (found[1].since, found[1].until) == (MONDAY + DAY, MONDAY + 3 * DAY)


def test_a_corrected_result_never_was_the_other_but_was_known_so():
    found = stands(
        [RECEIVED, DECIDED, over(3, 2), entry(4, "result.corrected", 8, outcome="negative")],
        [turn(1, "start", 0, 4), turn(3, "end", 2, 4)],
    )
    believed, true = found[1:]
    assert (believed.outcome, true.outcome) == ("positive", "negative")
    assert believed.since == believed.until == true.since
    assert (believed.known_until, true.known) == (MONDAY + 8 * DAY, MONDAY + 8 * DAY)
    assert (true.verdict, true.worked_minutes) == (believed.verdict, believed.worked_minutes)


def test_what_is_recorded_later_of_an_earlier_moment_takes_its_time():
    """Two days without power: Lan's withdrawal of Tuesday is written after Wednesday's request."""
    found = stands(
        [
            RECEIVED,
            entry(2, "supplement.requested", 2),
            entry(3, "dossier.withdrawn", 1, recorded=3, cancelled=[APPRAISE]),
        ],
        [turn(1, "start", 0, 9), turn(2, "pause", 2, 9), turn(3, "end", 1, 9)],
    )
    assert [(s.standing, s.until) for s in found] == [
        ("working", MONDAY + DAY),
        ("supplement", MONDAY + 2 * DAY),
        ("withdrawn", None),
    ]
    assert found[1].since == found[1].until


def test_a_step_that_was_taken_back_is_worked_on_again():
    entries = [
        RECEIVED,
        entry(2, "step.finished", 1, closed=[APPRAISE], opened=[TAX]),
        entry(3, "step.undone", 1, item=APPRAISE, undone=2, opened=[APPRAISE]),
        entry(4, "result.recorded", 2, outcome="positive"),
        over(5, 2),
    ]
    found = stands(entries, [turn(1, "start", 0, 4), turn(5, "end", 2, 4)])
    assert [s.standing for s in found] == ["working", "done"]


def test_a_promise_given_again_moves_nothing_that_judges():
    entries = [RECEIVED, entry(2, "promise.extended", 3, promise=1), DECIDED, over(4, 8)]
    turns = [turn(1, "start", 0, 4), turn(2, "extend", 3, 4), turn(4, "end", 8, 4)]
    found = stands(entries, turns)
    assert [(s.standing, s.due_on and s.due_on.day) for s in found] == [
        ("working", 20),
        ("done", 20),
    ]
    assert found[1].verdict == "late"


def test_a_promise_given_again_while_the_tax_is_waited_for_ends_no_wait():
    entries = [
        RECEIVED,
        entry(2, "step.finished", 1, closed=[APPRAISE], opened=[TAX]),
        entry(3, "promise.extended", 2, promise=1),
    ]
    turns = [turn(1, "start", 0, 4), turn(2, "pause", 1, 4), turn(3, "extend", 2, 4)]
    assert [s.standing for s in stands(entries, turns)] == ["working", "finance"]
