"""By which hours a unit works, on a day of last year and of the next."""

from datetime import date, time

import pytest

from motcua.kernel import rulebook
from motcua.kernel.management.commands.load_rules import load_rules
from motcua.kernel.rulebook import NoRule
from motcua.kernel.working_time import Shift
from motcua.organizations import commands, errors, queries
from motcua.organizations.infos import SpecialDay

from . import factories as f

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


@pytest.fixture
def province():
    province = f.province()
    f.office_hours("co-quan", province["tinh"], 7)
    return province


def special(day, kind, **details):
    values = {"label": "Ví dụ", "ground": "Thông báo ví dụ", "certainty": "seen"} | details
    commands.set_calendar_day(
        calendar_code="co-quan", special=SpecialDay(day, kind, **values), by=f.BY, at=f.AT
    )


def opening(province, key, day):
    return queries.calendar_of(province[key], day).shifts_on(day)[0].start


def test_a_unit_works_by_the_calendar_of_the_nearest_unit_above(province):
    assert opening(province, "cn1", MONDAY) == time(7, 30)
    f.office_hours("vpdk", province["vpdk"], 8, parent_code="co-quan")
    assert opening(province, "cn1", MONDAY) == time(8, 30)
    assert opening(province, "so", MONDAY) == time(7, 30)


def test_holidays_of_the_parent_calendar_hold_for_the_child(province):
    f.office_hours("vpdk", province["vpdk"], 8, parent_code="co-quan")
    special(MONDAY, "off")
    assert not queries.calendar_of(province["cn1"], MONDAY).is_working(MONDAY)


def test_a_make_up_saturday_has_the_shifts_of_a_monday_and_a_half_day_the_morning(province):
    saturday, friday = date(2026, 1, 10), date(2026, 1, 9)
    special(saturday, "work")
    special(friday, "half")

    calendar = queries.calendar_of(province["so"], MONDAY)

    assert calendar.shifts_on(saturday) == calendar.shifts_on(MONDAY)
    assert calendar.shifts_on(friday) == (Shift(time(7, 30), time(11, 30)),)


def test_summer_hours_hold_from_their_day_on(province):
    f.office_hours("co-quan", province["tinh"], 6, since=date(2026, 4, 13))
    assert opening(province, "so", MONDAY) == time(7, 30)
    assert opening(province, "so", date(2026, 4, 13)) == time(6, 30)


def test_a_holiday_announced_a_moment_ago_counts_at_once_and_costs_one_query_later(
    province, django_assert_num_queries
):
    assert queries.calendar_of(province["so"], MONDAY).is_working(MONDAY)
    special(MONDAY, "off")
    assert not queries.calendar_of(province["so"], MONDAY).is_working(MONDAY)
    with django_assert_num_queries(1):
        queries.calendars_of(province.ids.values(), MONDAY)


def test_a_year_nobody_announced_stays_unknown(province):
    commands.announce_year(
        calendar_code="co-quan", year=2026, ground="Thông báo ví dụ", by=f.BY, at=f.AT
    )
    assert queries.calendar_of(province["so"], MONDAY).known_years == {2026}


def test_a_calendar_that_names_no_hours_has_those_above_it_or_the_usual_ones_of_the_rules(province):
    how = {"shifts": [], "since": f.FOUNDED, "by": f.BY, "at": f.AT}
    with pytest.raises(NoRule):
        commands.set_shifts(calendar_code="rieng", **how)
    load_rules(
        [
            {"code": code, "value": value, "from": f.FOUNDED, "source": "x", "certainty": "seen"}
            for code, value in (
                ("time.shifts", ["07:00-11:30", "13:30-17:00"]),
                ("time.weekdays", [0, 1, 2, 3, 4]),
            )
        ]
    )
    commands.set_shifts(calendar_code="rieng", **how)
    commands.set_shifts(calendar_code="nhu-tren", parent_code="co-quan", **how)
    for code, unit in (("rieng", "sen"), ("nhu-tren", "lua")):
        commands.use_calendar(
            unit_id=province[unit], calendar_code=code, since=f.FOUNDED, by=f.BY, at=f.AT
        )
    week = queries.calendar_of(province["sen"], MONDAY).weekly
    assert set(week) == {0, 1, 2, 3, 4}
    assert week[4] == (Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17)))
    assert opening(province, "lua", MONDAY) == time(7, 30)
    rulebook.forget()


def test_without_any_calendar_the_sentence_names_the_unit():
    province = f.province()
    with pytest.raises(errors.NoCalendar) as refusal:
        queries.calendar_of(province["so"], MONDAY)
    assert "so chưa được gắn lịch" in str(refusal.value)


def test_a_day_of_a_kind_nobody_knows_is_refused(province):
    with pytest.raises(errors.BadDay):
        special(MONDAY, "party")
