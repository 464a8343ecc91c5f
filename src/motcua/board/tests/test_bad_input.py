"""What a leader's address bar can hold: the board answers, or says that there is no such thing."""

import html

import pytest

from tests.scene import Visitors, once
from tests.world import receive

pytestmark = pytest.mark.django_db
LONG = "a" * 10_000
SCRIPT = "<script>alert(1)</script>"
ASKED = [
    # parameters, the answer
    ({"ky": "ngàn năm"}, 200),
    ({"ky": SCRIPT}, 200),
    ({"ky": ["thang", "nam"]}, 200),
    ({"so": "khong-co"}, 200),
    ({"so": "__class__"}, 200),
    ({"so": SCRIPT, "ky": LONG}, 200),
    ({"don-vi": "khong-co-that-00"}, 200),
    ({"don-vi": "1"}, 200),
    ({"don-vi": LONG}, 200),
    ({"don-vi": SCRIPT}, 200),
    ({"linh-vuc": "' OR 1=1 --"}, 200),
    ({"linh-vuc": LONG}, 200),
    ({"sau": "9" * 40}, 200),
    ({"sau": "-1"}, 200),
    ({"sau": "²"}, 200),
    ({"sau": SCRIPT}, 200),
    ({"q": "a:*&|!()<->'"}, 200),
    ({"q": "%_\\"}, 200),
    ({"q": LONG}, 200),
    ({"q": "Nguye\u0302\u0303n"}, 200),
    ({"q": "{{ 7177*7177 }}"}, 200),
    ({"q": "\x00"}, 400),
    ({"so": "received", "don-vi": "", "linh-vuc": "", "sau": "", "q": ""}, 200),
]
BOXES = ["", LONG, SCRIPT, "a:*&|!()<->'", "%_\\", "²", "' OR 1=1", "\ufffd", ":*", "()"]
AFTER = [
    "9" * 40, "²", "2026-11-16~1", "~", LONG, "2026-11-16T03:00:00~1",
    "9999-12-31T23:59:59+14:00~1", "0001-01-01T00:00:00+14:00~1",
    "2026-11-16T03:00:00+00:00~" + "9" * 40,
]  # fmt: skip


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        receive(world)
        found = Visitors(world)
        found.sign_in("em", "hoa")
        yield found


def test_there_are_so_many_ways_to_ask_the_board_wrongly(capsys):
    with capsys.disabled():
        print(f"\nbad input, board and lists: {len(ASKED) + len(BOXES) + len(AFTER)} cases")  # noqa: T201
    assert len(ASKED) >= 10


@pytest.mark.parametrize(("asked", "status"), ASKED, ids=lambda v: repr(v)[:30])
def test_the_list_answers_or_says_that_there_is_no_such_thing(visitors, asked, status):
    answer = visitors.browser("em").get("/dieu-hanh/ho-so", asked)
    assert answer.status_code == status
    page = answer.content.decode()
    assert SCRIPT not in page
    if status == 200 and asked.get("q"):
        assert "51509329" not in page or "7177*7177" not in asked["q"]
    for path in ("/dieu-hanh/", "/dieu-hanh/so-lieu"):
        assert visitors.browser("em").get(path, asked).status_code in {200, 400}


@pytest.mark.parametrize("text", BOXES, ids=lambda v: repr(v)[:24])
def test_the_search_boxes_of_inbox_and_dossiers_answer_everything(visitors, text):
    hoa = visitors.browser("hoa")
    for path in ("/ban-lam-viec/", "/ban-lam-viec/tim"):
        answer = hoa.get(path, {"q": text, "loc": text, "linh-vuc": text, "sau": text})
        assert answer.status_code == 200
        assert SCRIPT not in answer.content.decode()
        assert html.escape(text[:200].strip()) in answer.content.decode()


@pytest.mark.parametrize("after", AFTER, ids=lambda v: repr(v)[:24])
def test_a_page_that_was_cut_or_changed_is_the_first_one(visitors, after):
    hoa = visitors.browser("hoa")
    for path in ("/ban-lam-viec/", "/ban-lam-viec/tim"):
        assert hoa.get(path, {"sau": after}).status_code == 200
