"""Whether a dossier will be in time: named cases, and what must hold of all of them."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest

from motcua.dossiers.outlook import (
    Forecast,
    Load,
    NextParty,
    Way,
    before,
    judge,
    load_of,
    party_of,
    reason,
    turning,
    worked_text,
)
from motcua.kernel.working_time import Shift, WorkingCalendar

SHIFTS = (Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17)))
OFFICE = WorkingCalendar({day: SHIFTS for day in range(5)})
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
DAY = timedelta(days=1)
NEAR = timedelta(hours=24)
ORDER = [Forecast.FINE, Forecast.NEAR, Forecast.MISS, Forecast.LATE]


def at(day: int, hour: float) -> datetime:
    """An hour in Vietnam, so many days after Monday 16 November 2026."""
    return MONDAY + timedelta(days=day, hours=hour - 7)


FRIDAY_CLOSE = at(4, 17)


def forecast(way: Way, now: datetime, due_at: datetime = FRIDAY_CLOSE) -> Forecast:
    return judge(load_of(way, due_at, now, OFFICE), due_at, now, NEAR)


APPRAISED_BY_WEDNESDAY = Way(at(0, 7), at(2, 17), 960)
"""Until Wednesday for the appraisal, then two days of eight hours; promised for Friday."""


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(0, 7), Forecast.FINE),
        (at(2, 16.9), Forecast.FINE),
        (at(3, 7), Forecast.FINE),
        (at(3, 7.1), Forecast.MISS),
        (at(4, 16.9), Forecast.MISS),
        (at(4, 20), Forecast.MISS),
        (at(5, 0), Forecast.LATE),
    ],
)
def test_two_days_of_work_behind_a_step_that_lies_too_long(now, told):
    assert forecast(APPRAISED_BY_WEDNESDAY, now) is told


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (Way(at(0, 7), at(4, 17), 0), Forecast.FINE),
        (Way(at(0, 7), at(4, 17), 1), Forecast.MISS),
        (Way(at(0, 7), None, 2400), Forecast.FINE),
        (Way(at(0, 7), None, 2401), Forecast.MISS),
        (Way(at(0, 7), at(2, 17), 960, 1440, 961, 1440, 961), Forecast.MISS),
        (Way(at(0, 7), at(2, 17), 960, 1440, 960, 1440, 961), Forecast.NEAR),
        (Way(at(0, 7), at(2, 17), 960, 2400, 0, 2400, 0), Forecast.FINE),
    ],
    ids=[
        "the last step fills the time", "one minute more than there is", "no step is timed here",
        "nor here", "as allotted in time, but it usually takes longer", "one in five takes longer",
        "the usual fills the time",
    ],
)  # fmt: skip
def test_what_is_needed_against_what_is_left(way, told):
    assert forecast(way, at(0, 7)) is told


def test_the_last_day_is_near_and_the_day_after_is_late():
    last = Way(at(0, 7), FRIDAY_CLOSE, 0)
    assert forecast(last, FRIDAY_CLOSE - NEAR - timedelta(minutes=1)) is Forecast.FINE
    assert forecast(last, FRIDAY_CLOSE - NEAR) is Forecast.NEAR
    assert forecast(last, FRIDAY_CLOSE) is Forecast.NEAR
    assert forecast(last, FRIDAY_CLOSE + DAY) is Forecast.LATE


def any_way(chance: random.Random) -> Way:
    """A step opened this week, with anything behind it."""
    opened = at(chance.randrange(4), chance.uniform(6, 18))
    step_due = OFFICE.add_minutes(opened, chance.randrange(1, 1500))
    here = chance.choice([None, chance.randrange(0, 1500)])
    after = chance.choice([0, chance.randrange(0, 1500)])
    more = (chance.randrange(0, 1500), chance.randrange(0, 400), chance.randrange(0, 400))
    return Way(
        opened,
        chance.choice([None, step_due]),
        after,
        here,
        more[0],
        None if here is None else here + more[1],
        more[0] + more[2],
    )


@pytest.mark.parametrize("seed", range(4))
def test_lists_by_moments_say_what_the_judgement_says(seed):
    chance = random.Random(seed)  # noqa: S311
    for _n in range(300):
        way, due_at = any_way(chance), at(chance.randrange(3, 9), chance.choice([10.5, 17]))
        turns = turning(way, due_at, NEAR, OFFICE)
        for _m in range(5):
            now = way.opened_at + timedelta(minutes=chance.randrange(0, 14000))
            told = forecast(way, now, due_at)
            if told is not Forecast.LATE:
                assert (turns.miss_at <= now) == (told is Forecast.MISS), (way, due_at, now)
                assert (turns.near_at <= now) == (told is not Forecast.FINE), (way, due_at, now)


@pytest.mark.parametrize("seed", range(4))
def test_more_time_is_never_worse_and_more_work_never_better(seed):
    chance = random.Random(seed)  # noqa: S311
    for _n in range(300):
        way, now, due_at = any_way(chance), at(4, chance.uniform(6, 18)), at(8, 17)
        told = ORDER.index(forecast(way, now, due_at))
        assert ORDER.index(forecast(way, now, due_at + DAY)) <= told
        load = load_of(way, due_at, now, OFFICE)
        heavier = Load(load.left, load.allotted + 60, load.usual, load.high)
        assert ORDER.index(judge(heavier, due_at, now, NEAR)) >= told
        richer = Load(load.left + 60, load.allotted, load.usual, load.high)
        assert ORDER.index(judge(richer, due_at, now, NEAR)) <= told


@pytest.mark.parametrize("minutes", [0, 1, 210, 480, 481, 4800, 96000])
def test_so_many_minutes_before_leaves_so_many(minutes):
    since = before(FRIDAY_CLOSE, minutes, OFFICE)
    assert OFFICE.minutes_between(since, FRIDAY_CLOSE) == minutes
    assert OFFICE.minutes_between(since - timedelta(minutes=1), FRIDAY_CLOSE) >= minutes


def test_the_reason_is_told_in_working_hours():
    load = Load(360, 540, 660, 900)
    assert reason(load, Forecast.MISS) == (
        "còn 6 giờ làm việc; các bước còn lại được giao 9 giờ; thường mất 11 giờ"
    )
    assert reason(Load(-90, 0), Forecast.LATE) == (
        "đã quá 1 giờ 30 phút làm việc; thời gian giao cho các bước còn lại đã hết"
    )
    assert reason(Load(600, 500, 500, 700), Forecast.NEAR).endswith("; có khi mất 11 giờ 40 phút")
    assert reason(load, Forecast.PAUSED) == ""
    assert [worked_text(m) for m in (45, 60, 1440, 1441, 6000)] == [
        "45 phút", "1 giờ", "24 giờ", "3 ngày", "12,5 ngày",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "kind", "step_kind", "party"),
    [
        ("running", "task", "appraise", NextParty.OFFICER),
        ("supplement", "task", "appraise", NextParty.CITIZEN),
        ("finance", "wait", "finance", NextParty.TAX),
        ("outside", "wait", "applicant", NextParty.CITIZEN),
        ("running", "wait", "external", NextParty.AGENCY),
    ],
)
def test_somebody_is_always_to_act_next(clock, kind, step_kind, party):
    assert party_of(clock, kind, step_kind) is party
