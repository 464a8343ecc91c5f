"""Following a dossier without signing in: forgiving to its people, closed to guessing."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from motcua.dossiers import commands
from motcua.dossiers.errors import NotFound, TooManyTries
from motcua.kernel import limits, rulebook
from motcua.kernel.clock import local_day
from tests.scene import LATER, once, rolled_back, told
from tests.world import receive

pytestmark = pytest.mark.django_db
TRACK = "/tra-cuu"
RIGHT = "5678"  # the end of Ánh Tuyết's phone
NOWHERE = "000.00.02.H99-261116-9999"


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        yield world, clock, receive(world)


@pytest.fixture
def clock(kept):
    kept[1].now = LATER
    return kept[1]


@pytest.fixture
def received(kept, clock):
    return kept[2]


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


def ask(browser, code, tail):
    return browser.post(TRACK, {"code": code, "tail": tail})


def test_the_last_four_of_phone_or_number_open_it_however_the_code_is_typed(received, browser):
    for tail in (RIGHT, "4321"):
        for code in (received.code, received.code.lower(), f"  {received.code} "):
            answer = ask(browser, code, tail)
            assert answer.status_code == 302
            assert answer["Location"] == reverse("portal:dossier", args=[received.track_token])


def test_five_wrong_tries_then_only_the_qr_works_and_the_citizen_is_told(received, browser):
    answers = [ask(browser, received.code, "0000") for _ in range(5)]
    assert [a.status_code for a in answers] == [422, 422, 422, 422, 429]
    assert "Không tìm thấy hồ sơ" in told(answers[0])[0]
    for said in ("Đã nhập sai quá 5 lần", "đến 11:30", "mã QR", "0299 3800 100"):
        assert said in told(answers[-1])[0]
    assert received.code in answers[-1].content.decode(), "what was typed is still there"
    assert ask(browser, received.code, RIGHT).status_code == 429, "right, but too late"
    by_qr = browser.get(reverse("portal:dossier", args=[received.track_token]))
    assert by_qr.status_code == 200


def test_four_wrong_tries_still_leave_the_fifth_to_who_is_right(received, browser):
    for _ in range(4):
        ask(browser, received.code, "0000")
    assert ask(browser, received.code, RIGHT).status_code == 302


def test_a_code_that_does_not_exist_is_answered_in_the_same_words(received, browser):
    """Neither the sentence nor the limit tells which codes there are."""
    for _ in range(7):
        known, unknown = (ask(browser, code, "0000") for code in (received.code, NOWHERE))
        assert known.status_code == unknown.status_code
        assert told(known) == told(unknown) != []


def test_another_dossier_is_not_blocked_and_the_next_hour_opens(kept, received, clock, browser):
    with rolled_back():
        other = receive(kept[0])
        for _ in range(6):
            ask(browser, received.code, "0000")
        assert ask(browser, other.code, RIGHT).status_code == 302
        clock.now = LATER + timedelta(minutes=59)
        assert ask(browser, received.code, RIGHT).status_code == 429
        clock.now = LATER + timedelta(minutes=60)
        assert ask(browser, received.code, RIGHT).status_code == 302


def test_spaces_and_capitals_are_no_way_around_the_limit(received, browser):
    ways = [received.code, received.code.lower(), f" {received.code}", received.code.swapcase()]
    statuses = [ask(browser, code, "0000").status_code for code in [*ways, *ways]]
    assert statuses[3:] == [422, 429, 429, 429, 429]


def test_many_share_one_address_so_its_ceiling_is_high(received, clock):
    assert rulebook.value("tracking.address_most", local_day(LATER)) >= 500
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_rule SET value = '8' WHERE code = 'tracking.address_most'")
    rulebook.forget()
    for number in range(8):
        with pytest.raises(NotFound):
            commands.look_up(code=f"X-{number}", tail="0000", address="10.0.0.1", at=clock.now)
    with pytest.raises(TooManyTries):
        commands.look_up(code=received.code, tail=RIGHT, address="10.0.0.1", at=clock.now)
    elsewhere = {"code": received.code, "tail": RIGHT, "address": "10.0.0.2"}
    assert commands.look_up(**elsewhere, at=clock.now) == received.track_token
    rulebook.forget()


def test_the_overall_alarm_says_a_number_and_nothing_about_anybody(received, clock, caplog):
    most = rulebook.value("tracking.alarm_wrong", local_day(LATER))
    for _ in range(most):
        limits.hit("track:all", clock.now, most=most, window=timedelta(hours=1))
    with caplog.at_level(logging.DEBUG), pytest.raises(NotFound):
        commands.look_up(code=received.code, tail="0000", address="10.9.8.7", at=clock.now)
    (alarm,) = [r.getMessage() for r in caplog.records if "tracking.alarm" in r.getMessage()]
    assert str(most) in alarm
    for secret in (received.code, "0000", "10.9.8.7", RIGHT, "Tuyết"):
        assert secret not in alarm


def test_what_is_counted_is_kept_without_the_code_or_the_address(received, browser):
    ask(browser, received.code, "0000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(key, ' ') FROM kernel_limithit")
        (keys,) = cursor.fetchone()
    assert received.code.lower() not in keys.lower()
    assert "127.0.0.1" not in keys


def test_the_page_behind_the_qr_shows_no_full_name_and_no_number(received, browser):
    page = browser.get(reverse("portal:dossier", args=[received.track_token]))
    text = page.content.decode()
    assert "Nguyễn T*** Á*** T***" in text
    for secret in ("Ánh Tuyết", "001199004321", "4321", "0912345678", RIGHT, "Thôn 3"):
        assert secret not in text
    assert "no-store" in page["Cache-Control"]


def test_a_token_that_is_cut_or_changed_opens_nothing(received, browser):
    token = received.track_token
    for wrong in (token[:-1], token + "A", token.swapcase(), "a" * 24, "'; DROP TABLE x;--"):
        assert browser.get(reverse("portal:dossier", args=[wrong])).status_code == 404
