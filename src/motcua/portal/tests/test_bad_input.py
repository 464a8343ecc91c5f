"""What citizens, and those who are none, type into the open pages."""

import html

import pytest
from django.test import Client

from tests.scene import once, rows, told
from tests.world import receive

pytestmark = pytest.mark.django_db
LONG = "a" * 10_000
SCRIPT = "<script>alert(1)</script>"
TRACK = "/tra-cuu"
CODE = "000.00.02.H99-261116-0001"
TRIES = [
    # code, tail, words of the answer
    ("", "", "Chưa nhập mã hồ sơ"),
    (None, None, "Chưa nhập mã hồ sơ"),
    ("   ", "5678", "Chưa nhập mã hồ sơ"),
    (CODE, "", "Chưa nhập 4 số cuối"),
    (CODE, "123", "đúng 4 số cuối"),
    (CODE, "12345", "đúng 4 số cuối"),
    (CODE, "0912345678", "đúng 4 số cuối"),
    (CODE, "5" * 10_000, "đúng 4 số cuối"),
    (CODE, "٥٦٧٨", "đúng 4 số cuối"),
    (CODE, "5678\n", ""),
    (CODE, "%%%%", "đúng 4 số cuối"),
    (CODE, SCRIPT, "đúng 4 số cuối"),
    (LONG, "5678", "Mã hồ sơ không dài như vậy"),
    (SCRIPT, "5678", "Không tìm thấy hồ sơ"),
    ("' OR 1=1 --", "5678", "Không tìm thấy hồ sơ"),
    ("../../etc/passwd", "5678", "Không tìm thấy hồ sơ"),
    ("{{ 7177*7177 }}{% load x %}", "5678", "Không tìm thấy hồ sơ"),
    ("%", "5678", "Không tìm thấy hồ sơ"),
    ("Ho\u0302\u0300 so\u031b", "5678", "Không tìm thấy hồ sơ"),
    ("\x00" + CODE, "0000", "ký tự"),
    (CODE, "\x00678", "ký tự"),
    ("\ufffd\ufffd", "5678", "Không tìm thấy hồ sơ"),
]
SEARCHES = [
    "", " ", LONG, SCRIPT, "' OR 1=1 --", "a:*&|!()<->", "%_\\", "{{7177*7177}}", "²", "\ufffd",
    "đất đai", "đất đai", "đ" * 400, "-" * 300, "\\", "1.0" * 100,
]  # fmt: skip
NOWHERE = [
    "%00",
    "a" * 3_000,
    "..%2f..%2fetc%2fpasswd",
    "%ff%fe",
    "1%27%20OR%201=1",
    "²",
    "{{7177*7177}}",
]


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        yield receive(world)


@pytest.fixture
def browser(known):
    return Client(raise_request_exception=False)


def without_limits(counted):
    return {table: n for table, n in counted.items() if table != "kernel_limithit"}


def test_there_are_so_many_ways_to_ask_wrongly(capsys):
    with capsys.disabled():
        print(f"\nbad input, portal: {len(TRIES) + len(SEARCHES) + 2 * len(NOWHERE) + 4} cases")  # noqa: T201
    assert len(TRIES) >= 15


@pytest.mark.parametrize(("code", "tail", "said"), TRIES, ids=lambda v: str(v)[:24])
def test_a_wrong_question_is_answered_at_the_field(browser, code, tail, said):
    sent = {k: v for k, v in {"code": code, "tail": tail}.items() if v is not None}
    before = without_limits(rows())
    answer = browser.post(TRACK, sent)
    if not said:  # a line break at the end is forgiven
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert without_limits(rows()) == before
    page = answer.content.decode()
    assert SCRIPT not in page
    if code and "\x00" not in code:
        assert html.escape(code.strip()) in page


def test_only_questions_with_four_digits_are_counted_as_tries(browser, known):
    for tail in ("", "123", "12345", SCRIPT, "0" * 50):
        for _ in range(3):
            browser.post(TRACK, {"code": known.code, "tail": tail})
    assert browser.post(TRACK, {"code": known.code, "tail": "5678"}).status_code == 302


def test_sent_twice_the_last_one_counts(browser, known):
    sent = {"code": ["x", known.code], "tail": ["0000", "5678"]}
    assert browser.post(TRACK, sent).status_code == 302


@pytest.mark.parametrize("text", SEARCHES, ids=lambda v: repr(v)[:24])
def test_whatever_is_searched_for_the_page_answers(browser, text):
    answer = browser.get("/thu-tuc", {"q": text, "linh-vuc": text})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert SCRIPT not in page
    assert "7177*7177" not in text or "{{7177*7177}}" in html.unescape(page)


@pytest.mark.parametrize("strange", NOWHERE, ids=lambda v: v[:20])
def test_an_address_that_means_nothing_is_not_there(browser, strange):
    for path in (f"/thu-tuc/{strange}", f"/ho-so/{strange}"):
        answer = browser.get(path)
        assert answer.status_code in {400, 404}
        assert "Không tìm thấy" in answer.content.decode() or answer.status_code == 400


def test_null_bytes_and_huge_bodies_are_400_in_words(browser):
    big = {"code": "a" * 5_000_000, "tail": "5678"}
    for answer in (browser.get("/thu-tuc?q=%00"), browser.post(TRACK, big)):
        assert answer.status_code == 400
        assert "Chưa có gì được lưu" in answer.content.decode()


def test_what_is_prefilled_by_an_address_is_only_text(browser):
    page = browser.get(TRACK, {"ma": SCRIPT + LONG}).content.decode()
    assert SCRIPT not in page
