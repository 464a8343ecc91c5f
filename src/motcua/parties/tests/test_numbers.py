"""Numbers: what a structure tells, and what it can never be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.parties.queries import check_personal_number, check_tax_code
from motcua.parties.rules.numbers import (
    birth_places,
    check_number,
    gender_in,
    normal,
    tax_check_digit,
    year_in,
)


def codes(warnings):
    return [warning.code for warning in warnings]


def test_a_woman_born_in_1990_in_nam_dinh_has_a_number_without_warnings():
    assert check_personal_number("036190000007", birth=date(1990, 9, 2), gender="female") == ()


def test_each_thing_that_does_not_fit_is_named_and_none_is_refused():
    found = check_personal_number("003190000007", birth=date(1991, 9, 2), gender="male")

    assert codes(found) == ["personal_id.place", "personal_id.birth_year", "personal_id.gender"]
    assert not any(warning.severe for warning in found)
    assert "1990" in str(found[1].text)
    assert "1991" in str(found[1].text)
    assert "nữ" in str(found[2].text)


@pytest.mark.parametrize("number", ["", "03619000000", "0361900000071", "03619000000A", "٠" * 12])
def test_a_personal_number_that_cannot_be_one_is_severe(number):
    (warning,) = check_personal_number(number, birth=None, gender="")
    assert (warning.code, warning.severe) == ("personal_id.length", True)


def test_a_number_typed_in_groups_is_the_same_number():
    assert check_personal_number("036 190 000 007", birth=None, gender="female") == ()


def test_a_person_registered_abroad_has_a_country_code_and_no_warning():
    assert check_personal_number("132190000007", birth=None, gender="") == ()


@given(
    place=st.sampled_from(sorted(birth_places())),
    born=st.dates(date(1900, 1, 1), date(2399, 12, 31)),
    gender=st.sampled_from(["male", "female"]),
    rest=st.integers(0, 999_999),
)
def test_every_number_built_by_the_rule_tells_its_year_and_gender(place, born, gender, rest):
    century = (born.year // 100 - 19) * 2 + (gender == "female")
    number = f"{place}{century}{born.year % 100:02d}{rest:06d}"

    assert (year_in(number), gender_in(number)) == (born.year, gender)
    assert check_personal_number(number, birth=born, gender=gender) == ()


@given(st.text(max_size=20), st.sampled_from(["", "male", "female"]))
def test_no_text_breaks_the_check(text, gender):
    for kind in ("personal_id", "old_id", "passport", "tax_code"):
        check_number(kind, text, birth=date(1990, 1, 1), gender=gender)


@pytest.mark.parametrize("code", ["0100109106", "0100109106-001", "0300588569", "0101248141"])
def test_tax_codes_in_public_use_pass(code):
    assert check_tax_code(code) == ()


@pytest.mark.parametrize(
    "code", ["0100109107", "010010910", "0100109106-000", "0100109106-01", "ABCDEFGHIJ", ""]
)
def test_a_mistyped_tax_code_is_severe(code):
    (warning,) = check_tax_code(code)
    assert warning.severe


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(nine, place, change):
    text = f"{nine:09d}"
    digit = tax_check_digit(text)
    if digit is None:
        return
    right = f"{text}{digit}"
    wrong = f"{right[:place]}{(int(right[place]) + change) % 10}{right[place + 1 :]}"

    assert check_tax_code(right) == ()
    assert codes(check_tax_code(wrong)) == ["tax_code.check_digit"]


def test_a_persons_tax_code_is_their_personal_number():
    assert check_tax_code("036190000007") == ()


@pytest.mark.parametrize(
    ("kind", "number", "severe"),
    [
        ("old_id", "168123456", False),
        ("old_id", "16812345", True),
        ("passport", "C1234567", False),
        ("passport", "c123 4567", False),
        ("passport", "C12/45", True),
    ],
)
def test_older_papers(kind, number, severe):
    found = check_number(kind, number, birth=None, gender="")
    assert any(warning.severe for warning in found) is severe


def test_one_spelling_for_each_number():
    assert normal("tax_code", "0100109106001") == normal("tax_code", "0100109106-001")
    assert normal("personal_id", "036 190 000 007") == "036190000007"
    assert normal("passport", "c1234567") == "C1234567"


def test_all_sixty_three_places_before_the_mergers_are_known():
    assert len(birth_places()) == 63
    assert birth_places()["001"] == "Hà Nội"
