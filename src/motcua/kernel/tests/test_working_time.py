"""Due dates worked out by hand with a paper calendar, each with the rule it shows."""

import tomllib
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from motcua.kernel.working_time import (
    BadShift,
    CalendarWithoutShifts,
    Line,
    PauseBackwards,
    PauseBeforeStart,
    PausesOverlap,
    Shift,
    TermTooLong,
    TimeLimit,
    Unit,
    UnknownWay,
    WorkingCalendar,
    WorkingTimeError,
    due,
    replay,
    used,
    working_minutes_left,
)

from .working_time_cases import FULL, at, day, pause, province, saturdays
from .working_time_oracle import due_by_walking

HAND = tomllib.loads(
    (Path(__file__).parents[4] / "docs/legal/due-dates.toml").read_text(encoding="utf-8")
)["case"]


def _pauses(text, month="2026-03-"):
    ends = [month + end for end in text.split()]
    return [pause(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]


def test_at_least_sixty_dates_stand_in_the_file_and_each_names_its_source():
    assert len(HAND) >= 60
    assert all(case["source"] for case in HAND)


@pytest.mark.parametrize("case", HAND, ids=lambda case: f"{case['from']} {case['limit']}")
def test_due_dates_worked_out_by_hand(case):
    calendar, limit, start = province(), TimeLimit.parse(case["limit"]), at(case["from"])
    pauses = [pause(*pair) for pair in case.get("pauses", ())]
    how = {"policy": case.get("policy", "resume"), "printed": case.get("printed", "end")}

    answer = due(start, limit, calendar, pauses=pauses, **how)

    assert answer.at == at(case["due"]), case["source"]
    assert answer.on == answer.at.date()
    assert replay(answer.explanation) == answer.at
    assert due(start, limit, calendar, pauses=pauses, explain=False, **how).at == answer.at
    if how["printed"] == "end":
        assert due_by_walking(start, limit, calendar, pauses, how["policy"]) == answer.at


def test_restart_counts_anew_from_the_completed_supplement():
    answer = due(
        at("2026-03-02T09:00"),
        TimeLimit.parse("5 ngày làm việc"),
        province(),
        pauses=_pauses("04T10:00 06T08:00"),
        policy="restart",
    )

    assert answer.at == at("2026-03-13T17:00")
    assert replay(answer.explanation) == answer.at


def test_a_pause_after_the_end_restarts_nothing():
    answer = due(
        at("2026-03-02T09:00"),
        TimeLimit.parse("2 ngày làm việc"),
        province(),
        pauses=_pauses("10T08:00 12T09:00"),
        policy="restart",
    )

    assert answer.at == at("2026-03-04T17:00")


def test_one_province_prints_the_time_of_reception():
    answer = due(
        at("2026-02-10T09:32"), TimeLimit.parse("5 ngày làm việc"), province(), printed="same"
    )

    assert answer.at == at("2026-02-24T09:32")
    assert replay(answer.explanation) == answer.at


def test_the_time_of_reception_never_lies_after_the_close_of_a_half_day():
    friday = at("2026-03-06T15:20")

    answer = due(friday, TimeLimit.parse("1 ngày làm việc"), saturdays(), printed="same")

    assert answer.at == at("2026-03-07T11:30")
    assert replay(answer.explanation) == answer.at


def test_a_saturday_morning_counts_as_one_day():
    answer = due(at("2026-03-05T09:00"), TimeLimit.parse("2 ngày làm việc"), saturdays())

    assert answer.at == at("2026-03-07T11:30")


def test_part_of_a_day_never_ends_after_the_whole_day():
    friday = at("2026-03-06T16:59")

    part = due(friday, TimeLimit.parse("0,9 ngày làm việc"), saturdays())
    whole = due(friday, TimeLimit.parse("1 ngày làm việc"), saturdays())

    assert part.at == whole.at == at("2026-03-07T11:30")
    assert replay(part.explanation) == part.at


def test_the_cut_off_and_the_length_of_a_day_are_the_offices():
    tuesday = at("2026-02-10T14:00")

    early = due(tuesday, TimeLimit.parse("trong ngày"), province(), same_day_cutoff=time(14))
    short = due(at("2026-02-10T07:00"), TimeLimit.parse("0,5 ngày"), province(), day_minutes=420)

    assert early.at == at("2026-02-11T17:00")
    assert short.at == at("2026-02-10T10:30")


def test_a_year_without_announced_holidays_makes_the_date_provisional():
    answer = due(at("2026-12-30T10:00"), TimeLimit.parse("3 ngày làm việc"), province())

    assert answer.provisional_years == (2027,)
    assert "2027" in next(line.text for line in answer.explanation if line.key == "provisional")


def test_an_open_pause_leaves_the_date_and_says_that_the_clock_stands():
    monday = at("2026-03-02T09:00")
    limit = TimeLimit.parse("5 ngày làm việc")

    answer = due(monday, limit, province(), pauses=[pause("2026-03-04T10:00", None)])

    assert answer.at == due(monday, limit, province()).at
    assert answer.stopped_since == at("2026-03-04T10:00")
    assert replay(answer.explanation) == answer.at


def test_seconds_are_cut_off():
    limit = TimeLimit.parse("1 ngày làm việc")

    answer = due(at("2026-02-13T16:59:59"), limit, province())

    assert answer.at == at("2026-02-23T17:00")


@pytest.mark.parametrize(
    ("pauses", "error"),
    [
        ([pause("2026-03-04T10:00", "2026-03-03T10:00")], PauseBackwards),
        ([pause("2026-03-01T10:00", "2026-03-03T10:00")], PauseBeforeStart),
        (
            [
                pause("2026-03-03T10:00", "2026-03-05T10:00"),
                pause("2026-03-04T10:00", "2026-03-06T10:00"),
            ],
            PausesOverlap,
        ),
        (
            [pause("2026-03-03T10:00", None), pause("2026-03-04T10:00", "2026-03-06T10:00")],
            PausesOverlap,
        ),
    ],
)
def test_pauses_that_contradict_themselves_are_a_sentence_and_no_date(pauses, error):
    with pytest.raises(error) as told:
        due(at("2026-03-02T09:00"), TimeLimit.parse("5 ngày"), province(), pauses=pauses)

    assert str(told.value).startswith("Lần tạm dừng từ ")


def test_a_calendar_nobody_works_by_is_a_sentence():
    empty = WorkingCalendar({}, name="Trống")

    with pytest.raises(CalendarWithoutShifts, match="Trống"):
        due(at("2026-03-02T09:00"), TimeLimit.parse("5 ngày"), empty)


@pytest.mark.parametrize(
    "text", ["146000 ngày", "146000 ngày làm việc", "4800 tháng", "999999 giờ"]
)
def test_four_hundred_years_are_a_sentence(text):
    with pytest.raises(TermTooLong):
        due(at("2026-03-02T09:00"), TimeLimit.parse(text), province())


@pytest.mark.parametrize("way", [{"policy": "restat"}, {"printed": "exact"}, {"policy": ""}])
def test_a_way_of_counting_that_does_not_exist_is_not_guessed(way):
    with pytest.raises(UnknownWay, match="Các cách có sẵn"):
        due(at("2026-03-02T09:00"), TimeLimit.parse("5 ngày"), province(), **way)


def test_shifts_that_overlap_or_end_before_they_start_are_refused():
    with pytest.raises(BadShift):
        Shift(time(11), time(7))
    with pytest.raises(BadShift):
        WorkingCalendar({0: (Shift(time(7), time(12)), Shift(time(11), time(17)))})


def test_a_moment_without_a_zone_is_a_programming_error():
    with pytest.raises(ValueError, match="time zone"):
        due(at("2026-03-02T09:00").replace(tzinfo=None), TimeLimit.of(1, Unit.MONTH), province())


def test_minutes_left_and_minutes_used_leave_out_nights_and_pauses():
    calendar = province()
    friday, monday = at("2026-03-06T16:00"), at("2026-03-09T08:00")

    assert working_minutes_left(friday, monday, calendar) == 120
    assert working_minutes_left(monday, friday, calendar) == -120
    assert used(friday, monday, [pause("2026-03-06T16:30", None)], calendar) == 30
    assert used(friday, monday, [pause("2026-03-06T15:00", "2026-03-06T16:30")], calendar) == 90


def test_a_calendar_answers_simple_questions():
    calendar = province()

    assert calendar.nth_working_day(day("2026-02-13"), 1) == day("2026-02-23")
    assert calendar.is_working(day("2026-01-10"))
    assert not calendar.is_working(day("2026-01-02"))
    assert calendar.shifts_on(day("2026-01-10")) == FULL
    assert calendar.opens(at("2026-02-15T03:00")) == at("2026-02-23T07:00")
    assert calendar.add_minutes(at("2026-02-13T16:00"), 60) == at("2026-02-13T17:00")
    assert calendar.minutes_between(at("2026-02-13T16:00"), at("2026-02-23T08:00")) == 120
    assert calendar.close_of(day("2026-02-13")) == at("2026-02-13T17:00")
    assert calendar.nth_working_day(day("2019-12-31"), 1) == day("2020-01-02")


def test_an_explanation_survives_being_stored():
    answer = due(
        at("2026-02-02T12:10"),
        TimeLimit.parse("15 ngày"),
        province(),
        pauses=[pause("2026-02-05T09:00", "2026-02-09T09:00", "Thiếu bản vẽ")],
    )
    stored = answer.to_json()["explanation"]

    again = [Line.from_json(line) for line in stored]

    assert replay(again) == answer.at
    assert [line["text"] for line in stored] == [line.text for line in answer.explanation]
    assert any("Thiếu bản vẽ" in line["text"] for line in stored)
    assert any("Tết Nguyên đán" in line["text"] for line in stored)
    assert all("%(" not in line["text"] for line in stored)


def test_errors_are_one_family_with_a_code():
    assert {error.code for error in _family(WorkingTimeError)} >= {
        "limit_unreadable",
        "term_too_long",
    }
    assert len({error.code for error in _family(WorkingTimeError)}) == len(
        _family(WorkingTimeError)
    )


def _family(error):
    return [error, *(child for kind in error.__subclasses__() for child in _family(kind))]


def test_minutes_of_an_hour_are_exact():
    limit = TimeLimit.of(Decimal("1.5"), Unit.WORKING_HOUR)

    assert due(at("2026-02-10T08:00"), limit, province()).at == at("2026-02-10T09:30")
