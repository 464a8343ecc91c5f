"""Sign-in and passwords, typed wrongly or sent by somebody who means harm."""

import html

import pytest

from tests.scene import Visitors, once, rows, told
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
LONG = "a" * 10_000
SCRIPT = "<script>alert(1)</script>"
SIGN_IN, CHANGE = "/tai-khoan/dang-nhap", "/tai-khoan/mat-khau"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng"
NEW = "mot-cau-hoan-toan-moi-2026"
TRIES = [
    ({"username": ""}, "Hãy nhập tên đăng nhập"),
    ({"username": None}, "Hãy nhập tên đăng nhập"),
    ({"username": "   "}, "Hãy nhập tên đăng nhập"),
    ({"password": ""}, "Hãy nhập mật khẩu"),
    ({"password": None}, "Hãy nhập mật khẩu"),
    ({"password": PASSWORD.upper()}, WRONG),
    ({"password": PASSWORD + " "}, WRONG),
    ({"password": f" {PASSWORD}"}, WRONG),
    ({"password": LONG}, "chỉ có tối đa"),
    ({"username": LONG}, "chỉ có tối đa"),
    ({"username": "' OR 1=1 --"}, WRONG),
    ({"username": SCRIPT}, WRONG),
    ({"username": "{{ 7177*7177 }}"}, WRONG),
    ({"username": "../../etc/passwd"}, WRONG),
    ({"username": "ho\u0323a"}, WRONG),
    ({"username": "hоa"}, WRONG),  # a Cyrillic о
    ({"username": "ho\x00a"}, "ký tự"),
    ({"password": PASSWORD + "\x00"}, "ký tự"),
    ({"username": "\ufffd"}, WRONG),
]
CHANGES = [
    ({"present": ""}, "Hãy nhập mật khẩu hiện tại"),
    ({"present": "sai"}, "Mật khẩu hiện tại chưa đúng"),
    ({"new": "", "again": ""}, "Hãy nhập mật khẩu mới"),
    ({"again": ""}, "Hãy nhập lại mật khẩu mới"),
    ({"again": "khac-hoan-toan-het"}, "không giống nhau"),
    ({"new": "ngan", "again": "ngan"}, "12"),
    ({"new": "password1234", "again": "password1234"}, "phổ biến"),
    ({"new": "nguyen thi hoa", "again": "nguyen thi hoa"}, "giống"),
    ({"new": PASSWORD, "again": PASSWORD}, "phải khác mật khẩu hiện tại"),
    ({"new": LONG, "again": LONG}, "chỉ có tối đa"),
    ({"new": NEW + "\x00", "again": NEW + "\x00"}, "ký tự"),
]


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        found = Visitors(world)
        found.sign_in("hoa")
        yield found


def sent(whole, changes):
    return {k: v for k, v in (whole | changes).items() if v is not None}


def quiet(counted):
    """Without what counts tries: those rows are meant to grow."""
    return {
        t: n for t, n in counted.items() if t not in {"kernel_limithit", "accounts_signinevent"}
    }


def test_there_are_so_many_ways_to_sign_in_wrongly(capsys):
    with capsys.disabled():
        print(f"\nbad input, accounts: {len(TRIES) + len(CHANGES) + 13} cases")  # noqa: T201
    assert len(TRIES) + len(CHANGES) >= 15


@pytest.mark.parametrize(("changes", "said"), TRIES, ids=lambda v: repr(v)[:30])
def test_who_signs_in_wrongly_is_told_and_keeps_the_name(visitors, changes, said):
    before = quiet(rows())
    body = sent({"username": "hoa", "password": PASSWORD}, changes)
    answer = visitors.browser().post(SIGN_IN, body)
    assert answer.status_code == 422
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert quiet(rows()) == before
    page = answer.content.decode()
    assert SCRIPT not in page
    assert body.get("password", "x") not in page or not body.get("password")
    if changes.get("username") and "\x00" not in changes["username"]:
        assert html.escape(changes["username"].strip()) in page


def test_a_name_is_forgiven_its_capitals_and_spaces(visitors):
    for name in ("HOA", " hoa ", "Hoa"):
        body = {"username": name, "password": PASSWORD}
        assert visitors.browser().post(SIGN_IN, body).status_code == 302


def test_fields_sent_twice_are_one_try_with_the_last(visitors):
    body = {"username": ["nobody", "hoa"], "password": ["x", PASSWORD]}
    assert visitors.browser().post(SIGN_IN, body).status_code == 302


HOSTILE = ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example",
           "\x00", LONG, "http:evil.example", "/ban-lam-viec/\r\nSet-Cookie: a=b"]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE, ids=lambda v: repr(v)[:24])
def test_no_address_leads_out_of_the_house(visitors, target):
    body = {"username": "hoa", "password": PASSWORD, "next": target}
    answer = visitors.browser().post(SIGN_IN, body)
    assert answer.status_code in {302, 400}
    gone_to = answer.headers.get("Location", "/")
    assert gone_to.startswith("/")
    assert not gone_to.startswith(("//", "/\\"))
    assert "Set-Cookie" not in gone_to.replace("%0D%0A", "\r\n").split("\r\n")[0]


@pytest.mark.parametrize(("changes", "said"), CHANGES, ids=lambda v: repr(v)[:30])
def test_a_password_that_cannot_be_is_refused_in_words(visitors, changes, said):
    before = rows()
    body = sent({"present": PASSWORD, "new": NEW, "again": NEW}, changes)
    answer = visitors.browser("hoa").post(CHANGE, body)
    assert answer.status_code == 422
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert rows() == before
    assert NEW not in answer.content.decode()


def test_the_same_new_password_twice_in_a_row_is_refused_the_second_time(visitors):
    body = {"present": PASSWORD, "new": NEW, "again": NEW}
    assert visitors.browser("hoa").post(CHANGE, body).status_code == 302
    signed_in = visitors.browser()
    signed_in.post(SIGN_IN, {"username": "hoa", "password": NEW})
    assert signed_in.post(CHANGE, body).status_code == 422


def test_huge_bodies_are_400_and_foreign_posts_404(visitors):
    big = visitors.browser().post(SIGN_IN, {"username": "a" * 5_000_000, "password": "x"})
    assert big.status_code == 400
    hoa = visitors.browser("hoa")
    for post in ("", "0", "-1", "9" * 40, "\x00", LONG, SCRIPT, "²"):
        assert hoa.post("/tai-khoan/vi-tri", {"post": post}).status_code == 404
