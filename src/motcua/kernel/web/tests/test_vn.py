"""Dates, hours and numbers are written as Vietnamese readers expect."""

from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.kernel.web import vn


def test_a_moment_is_told_in_the_offices_hours_wherever_the_server_stands():
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert vn.moment_text(at) == "16 giờ 30, thứ Hai 23/11/2026"
    assert vn.moment_text(at, short=True) == "16:30 23/11/2026"


def test_late_in_the_evening_of_utc_it_is_the_next_day_here():
    at = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
    assert vn.moment_text(at) == "1 giờ, Chủ nhật 22/11/2026"


def test_a_naive_moment_is_a_programming_error():
    with pytest.raises(ValueError, match="time zone"):
        vn.moment_text(datetime(2026, 11, 21, 8, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, 0, "1.234.567"),
        (12.5, 1, "12,5"),
        (0, 0, "0"),
        (-1500, 0, "-1.500"),
        (None, 0, ""),
    ],
)
def test_thousands_have_dots_and_decimals_a_comma(value, decimals, text):
    assert vn.number_text(value, decimals) == text


def test_money_is_whole_dong():
    assert vn.money_text(150000) == "150.000 đồng"
    assert vn.money_text(None) == ""


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=20), "20 phút"),
        (timedelta(hours=3), "3 giờ"),
        (timedelta(hours=3, minutes=20), "3 giờ 20 phút"),
        (timedelta(hours=9, minutes=20), "9 giờ"),
        (timedelta(days=2, hours=5), "2 ngày"),
    ],
)
def test_a_length_of_time_says_what_matters(length, text):
    assert vn.duration_text(length) == text


def test_of_a_personal_number_only_the_end_is_shown_and_never_more_than_half():
    assert vn.masked("001099012345") == "••••••••2345"
    assert vn.masked("123") == "••3"
    assert vn.masked("") == ""


def test_a_day_may_carry_its_name():
    assert vn.date_text(date(2026, 11, 22), with_weekday=True) == "Chủ nhật 22/11/2026"
    assert vn.date_text(None) == ""
