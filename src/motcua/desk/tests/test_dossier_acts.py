"""Acts that are in no drawing, as officers meet them: what is wrong is told, nothing is lost."""

import pytest
from django.urls import reverse

from motcua.catalog import queries as catalog
from motcua.dossiers import commands, queries
from motcua.dossiers.inputs import SupplementItem
from motcua.dossiers.tests.act_cases import collected, held, on_paper, stopped
from motcua.dossiers.tests.people import open_item
from tests.scene import LATER, Visitors, once, rolled_back, told
from tests.world import NOON, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        visitors = Visitors(world)
        visitors.sign_in("hoa", "binh", "em", "dung", "tam")
        yield world, visitors


@pytest.fixture(autouse=True)
def nothing_stays(place):
    with rolled_back():
        yield


def public(dossier_id):
    return queries.public_id_of(dossier_id)


def head(place, dossier_id):
    """The dossier as the auditor sees it."""
    return queries.visible(public(dossier_id), place[0].phuc, LATER)


def sent(place, who, name, key, data):
    return place[1].browser(who).post(reverse(f"desk:{name}", args=[key]), data)


LONG = "x" * 10_000
WRONG = {
    "a request without papers": ("binh", "request-supplement", held, {}),
    "a reason that is not on the list": (
        "binh", "request-supplement", held, {"reason_0": "because"}),
    "a paper without a name": ("binh", "request-supplement", held, {"reason_3": "missing"}),
    "words without a reason": ("binh", "request-supplement", held, {"text_0": "Bản rõ hơn"}),
    "another reason without words": ("binh", "request-supplement", held, {"reason_0": "other"}),
    "a note of ten thousand letters": (
        "binh", "request-supplement", held, {"reason_0": "missing", "note": LONG}),
    "giving back without a reason": ("binh", "refuse", held, {"text": "Không hợp"}),
    "giving back for another reason, untold": ("binh", "refuse", held, {"reason": "other"}),
    "stopping for a made-up reason": ("em", "stop", held, {"reason": "tired"}),
    "withdrawing at length": ("hoa", "withdraw", held, {"reason_text": LONG}),
    "withdrawing what was collected": ("hoa", "withdraw", collected, {}),
    "reopening without a reason": ("em", "reopen", stopped, {"reason": "  "}),
    "a promise for yesterday": (
        "em", "extend-promise", held,
        {"until": "15/11/2026", "document": "45/PXL", "reason": "Đo"}),
    "a promise for a Sunday": (
        "em", "extend-promise", held,
        {"until": "06/12/2026", "document": "45/PXL", "reason": "Đo"}),
    "a promise for the year 9999": (
        "em", "extend-promise", held,
        {"until": "31/12/9999", "document": "45/PXL", "reason": "Đo"}),
    "a promise for the 31st of February": (
        "em", "extend-promise", held,
        {"until": "31/02/2027", "document": "45/PXL", "reason": "Đo"}),
    "a promise without its letter": (
        "em", "extend-promise", held, {"until": "04/12/2026", "reason": "Đo"}),
    "a longer term of no condition": ("em", "lengthen-term", held, {"ground": "Đo lại"}),
    "a longer term of a made-up condition": (
        "em", "lengthen-term", held, {"condition": "999999", "ground": "Đo lại"}),
    "a longer term at length": ("em", "lengthen-term", held, {"ground": LONG}),
    "taking back what was never granted": (
        "em", "take-back-lengthening", held, {"reason": "Nhầm"}),
    "a question to nobody": ("binh", "consult", held, {"question": "Vướng gì?"}),
    "a question to a unit that is not there": (
        "binh", "consult", held, {"unit": "khong-co", "question": "Vướng gì?"}),
    "a correction without saying what was wrong": (
        "binh", "correct-result", collected,
        {"outcome": "positive", "number": "13/GP", "day": "16/11/2026"}),
    "a correction that changes nothing": (
        "binh", "correct-result", collected,
        {"outcome": "positive", "number": "12/GP-SNNMT", "day": "16/11/2026", "reason": "Sai"}),
    "a corrected result of tomorrow": (
        "binh", "correct-result", collected,
        {"outcome": "positive", "number": "13/GP", "day": "17/11/2026", "reason": "Sai"}),
}  # fmt: skip


@pytest.mark.parametrize(("who", "name", "scene", "data"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_at_its_place(place, who, name, scene, data):
    dossier_id = scene(place[0])
    before = head(place, dossier_id)
    answer = sent(place, who, name, public(dossier_id), data)
    assert answer.status_code == 422
    assert told(answer)
    assert head(place, dossier_id) == before


def test_a_longer_term_shows_its_day_first_and_then_desk_and_citizen_read_why(place):
    """Ten working days to 30/11, three more to 3/12, or fifteen in their place to 7/12."""
    dossier_id = held(place[0])
    browser, key = place[1].browser("em"), public(dossier_id)
    asked = browser.get(reverse("desk:lengthen-term", args=[key])).content.decode()
    assert "thêm 3 ngày làm việc. Hạn từ 30/11/2026 thành 17:00 03/12/2026" in asked
    assert "15 ngày làm việc thay cho thời hạn đầu. Hạn từ 30/11/2026 thành 17:00 07/12/2026" in (
        asked
    )
    condition = catalog.version(place[0].honey).conditions[0].id
    data = {"condition": str(condition), "ground": "Ranh giới chưa khớp thực địa"}
    assert sent(place, "em", "lengthen-term", key, data).status_code == 302
    page = browser.get(reverse("desk:dossier", args=[key])).content.decode()
    assert "Được kéo dài thêm 3 ngày làm việc" in page
    assert reverse("desk:take-back-lengthening", args=[key]) in page
    again = browser.get(reverse("desk:lengthen-term", args=[key])).content.decode()
    assert "đã được kéo dài thời hạn theo điều kiện này" in again
    token = head(place, dossier_id).track_token
    followed = place[1].browser().get(reverse("portal:dossier", args=[token])).content.decode()
    assert "Thời hạn được kéo dài theo quy định của thủ tục" in followed
    assert "Ranh giới chưa khớp thực địa" in followed
    assert "30/11/2026" in followed


def test_papers_are_asked_for_and_come(place):
    dossier_id = held(place[0])
    data = {
        "reason_0": "incorrect",
        "text_0": "Sai tên thôn",
        "name_3": "Giấy ủy quyền",
        "reason_3": "missing",
    }
    asked = sent(place, "binh", "request-supplement", public(dossier_id), data)
    assert asked.status_code == 302
    (request,) = queries.page(dossier_id, place[0].binh).supplements
    assert request.papers[1].name == "Giấy ủy quyền"
    page = place[1].browser("hoa").get(reverse("desk:dossier", args=[public(dossier_id)]))
    assert "Đang chờ công dân bổ sung giấy tờ" in page.content.decode()
    nothing = sent(place, "hoa", "respond-supplement", public(dossier_id), {})
    assert nothing.status_code == 422
    many = {"came_1": "on", "originals_1": "9999"}
    assert "từ 0 đến 999" in " ".join(
        told(sent(place, "hoa", "respond-supplement", public(dossier_id), many))
    )
    came = sent(place, "hoa", "respond-supplement", public(dossier_id), {"came_2": "on"})
    assert came.status_code == 302
    assert head(place, dossier_id).clock == "running"


def test_the_page_of_an_act_is_forbidden_to_whom_it_is_not(place):
    key = public(held(place[0]))
    assert place[1].browser("hoa").get(reverse("desk:refuse", args=[key])).status_code == 403
    assert place[1].browser("tam").get(reverse("desk:withdraw", args=[key])).status_code == 404


def test_the_citizen_reads_that_a_result_was_wrong_and_where_to_exchange_it(place):
    dossier_id = collected(place[0])
    data = {"outcome": "positive", "number": "13/GP", "day": "16/11/2026", "reason": "Sai số"}
    assert sent(place, "binh", "correct-result", public(dossier_id), data).status_code == 302
    token = head(place, dossier_id).track_token
    seen = place[1].browser().get(reverse("portal:dossier", args=[token])).content.decode()
    assert "Kết quả bạn đã nhận không còn đúng" in seen
    desk = place[1].browser("em").get(reverse("desk:dossier", args=[public(dossier_id)]))
    assert "12/GP-SNNMT" in desk.content.decode()


def test_a_question_leads_the_other_unit_to_the_dossier_and_its_answer_back(place):
    world = place[0]
    dossier_id = held(world)
    asked = commands.consult(
        dossier_id=dossier_id, unit_id=world.units["other"], question="Vướng quy hoạch?",
        by=world.binh, at=LATER,
    )  # fmt: skip
    assert asked == 1
    (question,) = queries.page(dossier_id, world.binh).consultations
    listed = place[1].browser("tam").get(reverse("desk:questions")).content.decode()
    assert "Vướng quy hoạch?" in listed
    answer = sent(place, "tam", "answer-consultation", question.public_id, {"answer": "Không"})
    assert answer.status_code == 302
    again = sent(place, "tam", "answer-consultation", question.public_id, {"answer": "Có"})
    assert again.status_code == 422
    assert queries.page(dossier_id, world.binh).consultations[0].answer == "Không"


def test_a_step_is_taken_back_only_while_nobody_has_opened_the_dossier(place):
    world, visitors = place
    dossier_id = receive(world).dossier_id
    first = open_item(dossier_id)
    commands.finish_item(item_id=first.id, by=world.hoa, at=NOON)
    page = reverse("desk:dossier", args=[public(dossier_id)])
    assert "Lấy lại bước" in visitors.browser("hoa").get(page).content.decode()
    visitors.browser("binh").get(page)
    assert "Lấy lại bước" not in visitors.browser("hoa").get(page).content.decode()
    sent(place, "hoa", "undo", public(dossier_id), {})
    assert open_item(dossier_id).unit_id == world.units["division"]


def test_of_several_steps_each_succeeds_or_fails_on_its_own(place):
    world, visitors = place
    good, waiting, papers = held(world), held(world), on_paper(world)
    missing = (SupplementItem("Sơ đồ", "missing"),)
    commands.request_supplement(dossier_id=waiting, items=missing, by=world.binh, at=LATER)
    ids = [open_item(d).public_id for d in (good, waiting, papers)]
    data = {"item": [*ids, ids[0], "khong-co-that"], "sure": "1", "handover": "electronic"}
    answer = visitors.browser("binh").post(reverse("desk:bulk-finish"), data)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("mc-tag--success") == 2
    assert "đang chờ công dân bổ sung" in text
    assert open_item(waiting).public_id == ids[1]
    assert open_item(good).public_id != ids[0]


@pytest.mark.parametrize("act", ["finish", "send-back", "forward"])
def test_several_steps_are_asked_once_what_they_need(place, act):
    world, visitors = place
    item = open_item(held(world))
    url = reverse(f"desk:bulk-{act}")
    asked = visitors.browser("binh").post(url, {"item": item.public_id})
    assert asked.status_code == 200
    assert 'name="sure"' in asked.content.decode()
    data = {"item": item.public_id, "sure": "1", "handover": "electronic", "reason": LONG}
    wrong = visitors.browser("binh").post(url, data | {"note": LONG})
    assert wrong.status_code == 422
    assert visitors.browser("binh").post(url, {"item": ["", "ỳ" * 500]}).status_code == 422


def test_papers_of_several_dossiers_are_accepted_at_once(place):
    world, visitors = place
    ids = [open_item(d).public_id for d in (on_paper(world), held(world))]
    text = (
        visitors.browser("binh").post(reverse("desk:bulk-accept"), {"item": ids}).content.decode()
    )
    assert text.count("mc-tag--success") == 1
    assert "Không có hồ sơ giấy nào đang chuyển đến" in text
