"""Pages of early warning and of letters: what they ask of the database, and what a leader does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.documents.tests.reading import says
from motcua.dossiers import commands, queries
from motcua.dossiers.tests.lived_in import begin_without_history
from motcua.dossiers.tests.people import until
from motcua.monitoring.pace import look_ahead
from tests.scene import Visitors, once, rolled_back, rows, told
from tests.world import NOON, receive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + 40 * DAY
MOST = 12


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        begin_without_history()
        dossiers = [receive(world) for _n in range(3)]
        for one in dossiers:
            until(world, one.dossier_id, "appraise")
        for one in dossiers[:2]:
            commands.draft_apology(dossier_id=one.dossier_id, by=world.em, at=NOON)
        look_ahead(at=NOON)
        clock.now = LATER
        visitors = Visitors(world, at=LATER)
        visitors.sign_in("em", "binh", "phuc")
        yield visitors, dossiers


@pytest.fixture(autouse=True)
def nothing_stays(place):
    with rolled_back():
        yield


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("binh", "desk:warnings"),
        ("em", "desk:warnings"),
        ("em", "desk:apologies"),
        ("em", "board:warnings"),
        ("em", "board:apologies"),
        ("phuc", "board:apologies"),
    ],
)
def test_a_list_asks_at_most_twelve_times(place, who, page):
    browser, address = place[0].browser(who), reverse(page)
    assert browser.get(address).status_code == 200  # rules are in memory from here
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(address)
    asked = [q["sql"] for q in seen.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert answer.status_code == 200
    assert len(asked) <= MOST, "\n".join(asked)


def test_a_warning_says_why_and_who_is_next(place):
    browser, (late, *_rest) = place[0].browser("em"), place[1]
    for who, page in (("em", "board:warnings"), ("binh", "desk:warnings")):
        text = place[0].browser(who).get(reverse(page), {"loai": "late"}).content.decode()
        assert reverse("desk:dossier", args=[late.public_id]) in text
        assert "Đã quá hạn" in text
        assert "các bước còn lại không được giao thời gian" in text
    file = browser.get(reverse("board:warnings"), {"xuat": "csv"})
    assert late.code in b"".join(file.streaming_content).decode("utf-8-sig")


def test_many_letters_are_signed_at_once_each_on_its_own(place):
    browser, dossiers = place[0].browser("em"), place[1]
    items = [one.public_id for one in dossiers]
    overdue = browser.post(reverse("desk:bulk-apologies"), {"item": items})
    assert overdue.content.decode().count("Chưa gửi được") == 3  # the day proposed has passed
    form = {"cause": "overload", "reason": "Cao điểm", "until": "15/01/2027"}
    for one in dossiers[:2]:
        saved = browser.post(reverse("desk:edit-apology", args=[one.public_id]), form)
        assert saved.status_code == 302
    text = browser.post(reverse("desk:bulk-apologies"), {"item": items}).content.decode()
    assert (text.count("Đã ký và gửi"), text.count("Chưa gửi được")) == (2, 1)
    sent = queries.apology_of(dossiers[0].dossier_id)
    assert sent is not None
    assert (sent.state, sent.cause) == ("sent", "overload")
    listed = browser.get(reverse("board:apologies"), {"phan": "after"}).content.decode()
    assert dossiers[0].public_id in listed
    assert dossiers[2].public_id not in listed


def test_a_leader_reads_the_draft_as_it_would_be_printed_and_nothing_is_issued(place):
    visitors, (drafted, _second, bare) = place
    address = reverse("desk:apology-draft", args=[drafted.public_id])
    assert address in visitors.browser("em").get(_edit(drafted)).content.decode()
    before = rows()
    answer = visitors.browser("em").get(address)
    assert rows() == before
    assert answer["Content-Type"] == "application/pdf"
    for words in (
        "BẢN DỰ THẢO", "Số: ......../PXL", drafted.code, "THỦ TRƯỞNG CƠ QUAN Võ Thị Em",
        "Lý do: Quá tải, nhiều hồ sơ cùng lúc",
    ):  # fmt: skip
        assert says(answer.content, words), words
    assert not says(answer.content, "kiem-tra")
    assert visitors.browser("binh").get(address).status_code == 403
    none = visitors.browser("em").get(reverse("desk:apology-draft", args=[bare.public_id]))
    assert none.url == reverse("desk:dossier", args=[bare.public_id])


def _edit(received):
    return reverse("desk:edit-apology", args=[received.public_id])


@pytest.mark.parametrize(
    "wrong",
    [
        {"cause": "overload", "reason": "", "until": ""},
        {"cause": "nothing", "reason": "", "until": "15/01/2027"},
        {"cause": "other", "reason": " ", "until": "15/01/2027"},
        {"cause": "overload", "reason": "", "until": "01/01/2020"},
        {"cause": "overload", "reason": "", "until": "16/01/2027"},
        {"cause": "overload", "reason": "", "until": "31/02/2027"},
    ],
    ids=["no day", "no such cause", "another cause, no words", "a day gone by", "a Saturday",
         "no day of the year"],
)  # fmt: skip
def test_a_draft_is_not_saved_with(place, wrong):
    address = reverse("desk:edit-apology", args=[place[1][0].public_id])
    answer = place[0].browser("em").post(address, wrong)
    assert answer.status_code == 422
    assert told(answer)


def test_an_unknown_part_of_the_register_is_named(place):
    answer = place[0].browser("phuc").get(reverse("board:apologies"), {"phan": "<b>"})
    assert "Không có phần “&lt;b&gt;”" in answer.content.decode()


def test_the_page_of_a_late_dossier_leads_to_its_letter_or_its_waiver(place):
    visitors, (drafted, _second, bare) = place
    page = visitors.browser("em").get(reverse("desk:dossier", args=[bare.public_id]))
    text = page.content.decode()
    assert reverse("desk:draft-apology", args=[bare.public_id]) in text
    assert reverse("desk:waive-apology", args=[bare.public_id]) in text
    assert reverse("desk:approve-apology", args=[bare.public_id]) not in text
    text = (
        visitors.browser("em").get(reverse("desk:dossier", args=[drafted.public_id])).content
    ).decode()
    assert reverse("desk:approve-apology", args=[drafted.public_id]) in text
    assert reverse("desk:draft-apology", args=[drafted.public_id]) not in text
    assert "Dự thảo, chờ ký" in text
