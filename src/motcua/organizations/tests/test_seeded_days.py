"""The days off 2018-2027 that the demonstration is loaded with, against a paper calendar."""

import tomllib
from datetime import date, timedelta

import pytest
from django.conf import settings

RECORD = tomllib.loads((settings.CHECKOUT / "demo/calendar.toml").read_text(encoding="utf-8"))
KINDS = {row["date"]: row["kind"] for row in RECORD["day"]}
SATURDAY = 5
# The first day of the lunar year, and the 10th of its third month (Giỗ Tổ Hùng Vương).
MOONS = {
    2018: (date(2018, 2, 16), date(2018, 4, 25)),
    2019: (date(2019, 2, 5), date(2019, 4, 14)),
    2020: (date(2020, 1, 25), date(2020, 4, 2)),
    2021: (date(2021, 2, 12), date(2021, 4, 21)),
    2022: (date(2022, 2, 1), date(2022, 4, 10)),
    2023: (date(2023, 1, 22), date(2023, 4, 29)),
    2024: (date(2024, 2, 10), date(2024, 4, 18)),
    2025: (date(2025, 1, 29), date(2025, 4, 7)),
    2026: (date(2026, 2, 17), date(2026, 4, 26)),
    2027: (date(2027, 2, 6), date(2027, 4, 16)),
}


def works(day: date) -> bool:
    """Somebody works in an office of Monday to Friday."""
    return KINDS.get(day, "off" if day.weekday() >= SATURDAY else "work") != "off"


@pytest.mark.parametrize("year", MOONS)
def test_nobody_works_on_a_day_that_the_labour_code_names(year):
    """Labour Code 45/2019/QH14 art. 112; before 2021 Labour Code 10/2012/QH13 art. 115."""
    tet, ancestors = MOONS[year]
    fixed = [date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)]
    if year >= 2021:
        fixed.append(date(year, 9, 1) if date(year, 9, 1) in KINDS else date(year, 9, 3))
    assert [day for day in (*fixed, tet, ancestors) if KINDS.get(day) != "off"] == []
    week = [tet + timedelta(days=n) for n in range(-4, 8)]
    assert sum(not works(d) and d.weekday() < SATURDAY for d in week) >= 5


@pytest.mark.parametrize("year", MOONS)
def test_a_holiday_on_a_weekend_is_made_good_on_a_working_day(year):
    """Labour Code art. 111 (3): whoever is off on the holiday anyhow is off on the next day."""
    named = {date(year, 1, 1), MOONS[year][1], date(year, 4, 30), date(year, 5, 1)}
    named.add(date(year, 9, 2))
    lost = [day for day in named if day.weekday() >= SATURDAY]
    near = {day + timedelta(days=n) for day in lost for n in range(1, 5)} - named
    assert sum(day.weekday() < SATURDAY and not works(day) for day in near) >= len(lost)


def test_a_make_up_day_is_a_saturday_worked_for_a_weekday_off():
    made_up = {row["date"]: row["label"] for row in RECORD["day"] if row["kind"] == "work"}
    swapped = {
        day: date(*reversed([int(n) for n in label.split()[-1].split("/")]))
        for day, label in made_up.items()
    }
    assert {day.weekday() for day in swapped} == {SATURDAY}
    assert [d for d in swapped.values() if KINDS.get(d) != "off" or d.weekday() >= SATURDAY] == []


def test_the_second_of_january_2026_was_off_for_the_tenth_worked():
    assert (KINDS[date(2026, 1, 2)], KINDS[date(2026, 1, 10)]) == ("off", "work")


def test_every_day_once_with_its_ground_and_no_year_is_known_before_it_was_announced():
    assert len(KINDS) == len(RECORD["day"])
    assert all(row["ground"] and row["certainty"] for row in RECORD["day"])
    doubtful = {row["date"].year for row in RECORD["day"] if row["certainty"] == "unverified"}
    assert {day.year for day in KINDS} == set(MOONS)
    assert set(RECORD["known_years"]) == set(MOONS) - doubtful == set(range(2018, 2027))
