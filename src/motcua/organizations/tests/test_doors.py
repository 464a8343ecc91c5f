"""Sign-in as Mai lives it, over the whole middleware. Here, as only here posts are known."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from motcua.accounts import commands as accounts
from motcua.accounts.urls import urlpatterns as of_the_person
from motcua.organizations.urls import urlpatterns as of_the_posts

from . import factories as f

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SIGN_IN = "/tai-khoan/dang-nhap"
INBOX = "/hop-viec"
NEW = "mot-cau-hoan-toan-moi"


def inbox(request: HttpRequest) -> HttpResponse:
    """A page behind the sign-in that says who acts."""
    return HttpResponse(request.actor.role)


urlpatterns = [
    path("", include("motcua.kernel.web.urls")),
    path("tai-khoan/", include(([*of_the_person, *of_the_posts], "accounts"))),
    path("hop-viec", inbox, name="inbox"),
]


@pytest.fixture(autouse=True)
def _doors(settings, db):
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_REDIRECT_URL = INBOX


@pytest.fixture
def clock(monkeypatch):
    """The clock on the wall of the doors; ``clock(minutes)`` moves it on."""
    now = [MORNING]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def move(minutes: int) -> None:
        now[0] += timedelta(minutes=minutes)

    return move


@pytest.fixture
def mai(clock):
    """Mai works at the counter of the ward Sen."""
    mai = f.person()
    f.appoint(mai, f.province()["tt-sen"])
    return mai


def sign_in(client, password=f.PASSWORD, **more):
    return client.post(SIGN_IN, {"username": "mai", "password": password} | more)


@pytest.fixture
def at_work(mai, client):
    sign_in(client)
    return client


def test_every_door_is_shut_and_after_sign_in_the_page_asked_for_opens(mai, client):
    shut = client.get(f"{INBOX}?q=1")
    assert shut.url == f"{SIGN_IN}?next=/hop-viec%3Fq%3D1"

    opened = sign_in(client, next=f"{INBOX}?q=1")

    assert opened.url == f"{INBOX}?q=1"
    assert client.get(opened.url).content == b"counter"


@pytest.mark.parametrize("hostile", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_foreign_address_to_go_to_is_ignored(mai, client, hostile):
    assert sign_in(client, next=hostile).url == INBOX


def test_a_wrong_password_keeps_the_name_and_does_not_say_whether_it_exists(mai, client):
    wrong = sign_in(client, "sai")
    nobody = client.post(SIGN_IN, {"username": "ai-do", "password": "sai"})

    assert wrong.status_code == nobody.status_code == 422
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng"
    assert sentence in wrong.content.decode()
    assert sentence in nobody.content.decode()
    assert 'value="mai"' in wrong.content.decode()


def test_the_sixth_try_is_429_and_says_when_to_try_again(mai, client):
    for _ in range(5):
        sign_in(client, "sai")
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "8 giờ 15" in locked.content.decode()


def test_an_empty_form_and_a_password_of_10000_letters_are_answered_in_words(mai, client):
    assert "Hãy nhập tên đăng nhập." in client.post(SIGN_IN, {}).content.decode()
    assert sign_in(client, "a" * 10_000).status_code == 422


def test_after_fifteen_idle_minutes_mai_signs_in_again_and_comes_back(at_work, clock):
    clock(14)
    assert at_work.get(INBOX).status_code == 200
    clock(15)
    over = at_work.get(INBOX)
    assert over.url == f"{SIGN_IN}?ly-do=idle&next=%2Fhop-viec"
    assert "lâu không có thao tác" in at_work.get(over.url).content.decode()


def test_a_page_that_refreshes_itself_does_not_keep_a_session_alive(at_work, clock):
    for _ in range(14):
        clock(1)
        at_work.get(INBOX, headers={"Mc-Background": "1"})
    clock(1)
    assert at_work.get(INBOX).status_code == 302


def test_after_twelve_hours_the_session_ends_however_busy_mai_was(at_work, clock):
    for _ in range(71):
        clock(10)
        assert at_work.get(INBOX).status_code == 200
    clock(10)
    assert "ly-do=too_long" in at_work.get(INBOX).url


def test_a_fragment_asked_for_by_htmx_sends_the_whole_window_to_the_sign_in(at_work, clock):
    clock(20)
    over = at_work.get(INBOX, headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Redirect"].startswith(SIGN_IN)) == (204, True)


def test_the_session_key_changes_at_sign_in_and_pages_are_not_stored(mai, client):
    client.get(SIGN_IN)
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert "no-store" in client.get(INBOX)["Cache-Control"]


def test_sign_out_needs_a_post_and_clears_what_the_browser_kept(at_work):
    assert at_work.get(reverse("accounts:sign-out")).status_code == 405
    out = at_work.post(reverse("accounts:sign-out"))
    assert "cache" in out["Clear-Site-Data"]
    assert at_work.get(INBOX).status_code == 302


def test_a_handed_out_password_is_changed_before_anything_else(mai, client):
    accounts.set_password(user_id=mai, password="mat-khau-tam-thoi", by=f.BY, at=MORNING)
    sign_in(client, "mat-khau-tam-thoi")
    assert client.get(INBOX).url == reverse("accounts:password")

    body = {"present": "mat-khau-tam-thoi", "new": NEW, "again": NEW}
    client.post(reverse("accounts:password"), body)

    assert client.get(INBOX).status_code == 200


def test_changing_the_password_ends_mais_other_session_and_keeps_this_one(at_work):
    elsewhere = Client()
    sign_in(elsewhere)
    body = {"present": f.PASSWORD, "new": NEW, "again": NEW}

    at_work.post(reverse("accounts:password"), body)

    assert at_work.get(INBOX).status_code == 200
    assert elsewhere.get(INBOX).status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"present": "sai"}, "Mật khẩu hiện tại chưa đúng"),
        ({"again": "khac-hoan-toan-het"}, "không giống nhau"),
        ({"new": "ngan", "again": "ngan"}, "12"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(at_work, change, sentence):
    body = {"present": f.PASSWORD, "new": NEW, "again": NEW} | change
    answer = at_work.post(reverse("accounts:password"), body)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_two_sessions_of_mai_act_from_two_posts(mai, at_work):
    leader = f.appoint(mai, f.unit_id_of("so"), "auditor")
    elsewhere = Client()
    sign_in(elsewhere)

    elsewhere.post(reverse("accounts:post"), {"post": f.public_id(leader)})

    assert elsewhere.get(INBOX).content == b"auditor"
    assert at_work.get(INBOX).content == b"counter"


def test_the_post_of_somebody_else_does_not_exist_for_mai(at_work):
    hung = f.person("hung", "Trần Văn Hùng")
    post = f.appoint(hung, f.unit_id_of("so"), "auditor")
    answer = at_work.post(reverse("accounts:post"), {"post": f.public_id(post)})
    assert answer.status_code == 404


def test_who_has_no_post_is_told_what_to_do(clock, client):
    f.person()
    sign_in(client)
    told = client.get(INBOX, follow=True)
    assert "chưa được bố trí vào vị trí nào" in told.content.decode()


def test_who_is_deactivated_is_out_with_the_next_request(mai, at_work):
    accounts.deactivate(user_id=mai, by=f.BY, at=MORNING)
    assert at_work.get(INBOX).status_code == 302
