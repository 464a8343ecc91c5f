"""The page of due dates: the day, the reasons with their law, a sentence where there is none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from motcua.dossiers import commands as dossiers
from motcua.dossiers.queries import ComponentInput, SupplementItem, by_token
from motcua.organizations import commands as organizations
from motcua.portal import recounting
from tests.scene import LATER, in_progress, once, rolled_back
from tests.world import SINCE, SYSTEM

from .test_pages import words

pytestmark = pytest.mark.django_db
ADDRESS = "/ngay-hen-tra"
MAP = SupplementItem("Sơ đồ khu rừng", "missing")
MAP_CAME = ComponentInput(None, "Sơ đồ khu rừng", 1, 0)
GOOD = {"nhan": "09:32 10/11/2026", "han": "3 ngày làm việc"}


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        yield clock, in_progress(world), world


@pytest.fixture
def browser(kept):
    kept[0].now = LATER
    with rolled_back():
        yield Client()


@pytest.mark.parametrize("term", ["3 ngày làm việc", "3 ngay lam viec", "03 NGÀY LÀM VIỆC"])
def test_anybody_is_told_the_day_the_reasons_and_their_law(browser, term):
    answer = browser.get(ADDRESS, GOOD | {"han": term})

    assert answer.status_code == 200
    page = words(answer)
    assert "Hẹn trả chậm nhất 17 giờ, thứ Sáu 13/11/2026" in page
    assert "Đếm 3 ngày làm việc, không tính ngày 10/11/2026" in page
    assert "Bộ luật Dân sự 91/2015/QH13 Điều 147" in page
    assert "time.first_day = not_counted" in page
    assert "Chưa kiểm chứng" in page


def test_plain_arithmetic_is_shown_beside_it_and_by_how_much_it_is_wrong(browser):
    page = words(browser.get(ADDRESS, {"nhan": "9h32 12-11-2026", "han": "5 ngày làm việc"}))

    assert "thứ Năm 19/11/2026" in page
    assert "9 giờ 32, thứ Ba 17/11/2026" in page
    assert "Sai 2 ngày: hẹn quá sớm" in page


def test_an_empty_page_teaches_by_examples_that_can_be_pressed(browser):
    answer = browser.get(ADDRESS)
    examples = answer.context["examples"]

    assert answer.status_code == 200
    assert len(examples) >= 5
    for _what, _start, _limit, query in examples:
        assert browser.get(f"{ADDRESS}?{query}").context["found"]


def test_pauses_move_the_day_and_the_policy_says_how(browser):
    pause = GOOD | {"dung1": "10:00 11/11/2026", "tiep1": "2026-11-13 8:00"}

    resumed = browser.get(ADDRESS, pause | {"cach": "resume"})
    again = browser.get(ADDRESS, pause | {"cach": "restart"})

    assert f"{resumed.context['found'].on}" == "2026-11-17"
    assert f"{again.context['found'].on}" == "2026-11-18"
    assert "tạm dừng từ 10:00 ngày 11/11/2026" in words(resumed)
    assert "thời hạn tính lại từ đầu" in words(again)


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"han": "0 ngày"}, "han", "phải lớn hơn 0"),
        ({"han": "-1 ngày làm việc"}, "han", "phải lớn hơn 0"),
        ({"han": "5 tuần trăng"}, "han", "Không hiểu thời hạn"),
        ({"han": "42"}, "han", "không có đơn vị"),
        ({"han": "146000 ngày"}, "han", "Thời hạn quá dài"),
        ({"han": ""}, "han", "Chưa nhập thời hạn"),
        ({"han": "5" * 400}, "han", "không dài như vậy"),
        ({"nhan": "10:31 16/11/2026"}, "nhan", "còn ở tương lai"),
        ({"nhan": "08:00 01/01/9999"}, "nhan", "còn ở tương lai"),
        ({"nhan": "08:00 01/01/1900"}, "nhan", "chỉ tính cho hồ sơ từ năm 1975"),
        ({"nhan": "08:00 02/01/1990"}, "nhan", "Chưa có quy định"),
        ({"nhan": "08:00 30/02/2026"}, "nhan", "Không đọc được"),
        ({"nhan": "hôm qua"}, "nhan", "Không đọc được"),
        ({"nhan": ""}, "nhan", "Chưa nhập giờ và ngày"),
        ({"dung1": "10:00 11/11/2026", "tiep1": "9:00 11/11/2026"}, "tiep1", "kết thúc trước"),
        ({"tiep2": "9:00 11/11/2026"}, "dung2", "không có lần tạm dừng nào"),
        ({"dung1": "8:00 09/11/2026", "tiep1": "9:00 11/11/2026"}, "dung1", "trước khi tiếp nhận"),
        (
            {
                "dung1": "8:00 11/11/2026",
                "tiep1": "9:00 12/11/2026",
                "dung2": "15:00 11/11/2026",
                "tiep2": "9:00 13/11/2026",
            },
            "dung2",
            "khi lần trước chưa kết thúc",
        ),
        ({"lich": "khong-co"}, "lich", "Không có lịch làm việc này"),
        ({"cach": "doan"}, "cach", "Không có cách tính này"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence_at_its_field_and_never_a_date(
    browser, asked, field, sentence
):
    answer = browser.get(ADDRESS, GOOD | asked)

    assert answer.status_code == 422
    assert "found" not in answer.context
    assert list(answer.context["form"].errors) == [field]
    assert sentence in answer.context["form"].errors[field][0]


def test_a_calendar_that_says_no_hours_has_the_usual_ones(browser):
    organizations.set_shifts(
        calendar_code="trong", name="Lịch trống", shifts=[], since=SINCE, by=SYSTEM, at=LATER
    )

    page = words(browser.get(ADDRESS, GOOD | {"lich": "trong"}))

    assert "Giờ làm việc (Lịch trống): Thứ Hai – Thứ Sáu: 07:00-11:30, 13:30-17:00." in page


def test_the_tracking_page_says_why_without_the_codes_of_rules(browser, kept):
    received = kept[1].working
    page = words(browser.get(f"/ho-so/{received.track_token}"))

    assert "Vì sao ngày này?" in page
    assert "Bộ luật Dân sự" in page
    assert "time." not in page


def promised(browser, received):
    (promise,) = browser.get(f"/ho-so/{received.track_token}").context["promises"]
    return promise


def test_a_promise_leads_to_the_question_that_it_answers(browser, kept):
    promise = promised(browser, kept[1].paper)
    answer = browser.get(f"{ADDRESS}?{promise.address}")

    assert answer.context["found"].at == promise.due_at
    assert answer.context["limit"] == "10 ngày làm việc"


def test_a_promise_whose_clock_stood_still_asks_with_its_pause(browser, kept):
    world, waited = kept[2], kept[1].paper
    dossiers.request_supplement(dossier_id=waited.dossier_id, items=(MAP,), by=world.em, at=LATER)
    kept[0].now = LATER + timedelta(days=3)
    dossiers.respond_supplement(
        dossier_id=waited.dossier_id, received=(MAP_CAME,), by=world.hoa, at=kept[0].now
    )

    promise = promised(browser, waited)
    answer = browser.get(f"{ADDRESS}?{promise.address}")

    assert promise.due_at > promise.original_due_at
    assert "dung1=" in promise.address
    assert answer.context["found"].at == promise.due_at


def test_no_address_is_given_that_would_say_another_day(kept):
    (promise,) = by_token(kept[1].paper.track_token).promises
    later = replace(promise, due_at=promise.due_at + timedelta(days=1))

    assert recounting.address(promise, LATER)
    assert recounting.address(later, LATER) == ""
