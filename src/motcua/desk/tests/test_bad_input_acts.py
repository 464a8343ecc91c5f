"""The acts on a dossier, done wrongly: at the wrong moment, twice, with what no form offered."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import queries as dossiers
from motcua.dossiers.tests.people import open_item
from motcua.workflow import queries as processes
from tests.scene import RESULT_FILE, Visitors, in_progress, once, rows, told

pytestmark = pytest.mark.django_db
LONG = "a" * 10_000
SCRIPT = "<script>alert(1)</script>"
GONE = None
KEY = "k" * 32


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, clock):
        known = in_progress(world)
        visitors = Visitors(world)
        visitors.sign_in("hoa", "lan", "van", "binh", "dung", "em")
        yield known, visitors, clock, world


@pytest.fixture
def url(place):
    """Addresses of acts: ``finish working`` is Vân's step, ``record paper`` is Bình's dossier."""
    known = place[0]

    def of(act, name):
        received = getattr(known, name)
        if act in {"ket-qua", "tra-ket-qua"}:
            return f"/ban-lam-viec/ho-so/{received.public_id}/{act}"
        return f"/ban-lam-viec/viec/{open_item(received.dossier_id).public_id}/{act}"

    return of


def pdf(content=RESULT_FILE, name="ket-qua.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content, kind)


FINISH = {"key": KEY, "handover": "electronic", "note": "Đã xem đủ"}
BACK = {"node": "buoc_2", "reason": "Thiếu dấu giáp lai", "handover": "electronic"}
RESULT = {"outcome": "positive", "number": "12/GP", "day": "16/11/2026", "note": "Đủ điều kiện"}
RETURN = {"relation": "owner", "name": "Nguyễn Thị Ánh Tuyết", "checked": "card", "authority": ""}
WAIT = {"document": "GNT 0012"}
WRONG = [
    # who, act, dossier, sent, changed, words of the answer
    ("van", "xong", "working", FINISH, {"key": GONE}, "không còn nguyên vẹn"),
    ("van", "xong", "working", FINISH, {"key": LONG}, "không còn nguyên vẹn"),
    ("van", "xong", "working", FINISH, {"note": LONG}, "Dài quá 4000 ký tự"),
    ("van", "xong", "working", FINISH, {"note": "\ufffd"}, "ký tự không đọc được"),
    ("van", "xong", "working", FINISH, {"handover": "pigeon"}, "Lựa chọn này không còn"),
    ("van", "xong", "working", FINISH, {"handover": GONE}, "Hãy chọn: Chuyển hồ sơ"),
    ("van", "chuyen-lai", "working", BACK, {"reason": ""}, "Hãy điền: Lý do"),
    ("van", "chuyen-lai", "working", BACK, {"reason": " \u200b "}, "Hãy điền: Lý do"),
    ("van", "chuyen-lai", "working", BACK, {"reason": LONG}, "Dài quá 4000 ký tự"),
    ("van", "chuyen-lai", "working", BACK, {"node": "ket_thuc"}, "Lựa chọn này không còn"),
    ("van", "chuyen-lai", "working", BACK, {"node": SCRIPT}, "Lựa chọn này không còn"),
    ("van", "chuyen-lai", "working", BACK, {"node": GONE}, "Hãy chọn: Chuyển lại bước"),
    ("em", "phan-cong", "working", {}, {"post": "khong-co-that-00"}, "Lựa chọn này không còn"),
    ("em", "phan-cong", "working", {}, {"post": "9" * 40}, "Lựa chọn này không còn"),
    ("em", "phan-cong", "working", {}, {"post": GONE}, "Hãy chọn: Người xử lý"),
    ("hoa", "het-cho", "waiting", WAIT, {"document": ""}, "Hãy điền: Giấy tờ chứng minh"),
    ("hoa", "het-cho", "waiting", WAIT, {"document": LONG}, "Dài quá 500 ký tự"),
    ("binh", "ket-qua", "paper", RESULT, {"number": ""}, "Hãy điền: Số, ký hiệu của kết quả"),
    ("binh", "ket-qua", "paper", RESULT, {"number": LONG}, "Dài quá 60 ký tự"),
    ("binh", "ket-qua", "paper", RESULT, {"day": "17/11/2026"}, "không thể sau hôm nay"),
    ("binh", "ket-qua", "paper", RESULT, {"day": "01/01/1800"}, "Ngày không đúng"),
    ("binh", "ket-qua", "paper", RESULT, {"day": "15/11/2026"}, "trước ngày tiếp nhận"),
    ("binh", "ket-qua", "paper", RESULT, {"day": "30/02/2026"}, "Ngày không đúng"),
    ("binh", "ket-qua", "paper", RESULT, {"day": "'; --"}, "Ngày không đúng"),
    ("binh", "ket-qua", "paper", RESULT, {"outcome": "maybe"}, "Lựa chọn này không còn"),
    ("binh", "ket-qua", "paper", RESULT, {"outcome": "negative", "note": ""}, "Chưa nêu lý do"),
    ("van", "ket-qua", "working", RESULT, {"number": "2"}, "đã có kết quả"),
    ("hoa", "tra-ket-qua", "ready", RETURN, {"name": ""}, "Hãy điền: Họ và tên người nhận"),
    ("hoa", "tra-ket-qua", "ready", RETURN, {"name": LONG}, "Dài quá 300 ký tự"),
    ("hoa", "tra-ket-qua", "ready", RETURN, {"relation": "thief"}, "Lựa chọn này không còn"),
    ("hoa", "tra-ket-qua", "ready", RETURN, {"relation": "other"}, "Hãy ghi giấy ủy quyền"),
    ("hoa", "tra-ket-qua", "ready", RETURN, {"checked": "no"}, "Lựa chọn này không còn"),
    ("hoa", "tra-ket-qua", "paper", RETURN, {}, "chưa có kết quả chờ trả"),
]
KEPT = {"note", "reason", "document", "number", "day", "name", "authority"}


def test_there_are_so_many_ways_to_get_an_act_wrong(capsys):
    with capsys.disabled():
        print(f"\nbad input, acts: {len(WRONG) + len(FILES) + len(FOREIGN) + 11} cases")  # noqa: T201
    assert len(WRONG) >= 30


@pytest.mark.parametrize(("who", "act", "name", "sent", "changes", "said"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    place, url, who, act, name, sent, changes, said
):
    filled = {k: v for k, v in (sent | changes).items() if v is not GONE}
    before = rows()
    answer = place[1].browser(who).post(url(act, name), filled)
    assert answer.status_code == 422
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert rows() == before
    page = answer.content.decode()
    for field in KEPT & set(filled):
        assert html.escape(filled[field].strip("\u200b ")) in page


FILES = [
    ("empty", pdf(b""), "Tệp rỗng"),
    ("a program", pdf(b"MZ\x90\x00" * 50), ""),
    ("a page called PDF", pdf(b"<html><script>alert(1)</script></html>"), ""),
    ("a drawing with a script", pdf(b"<svg onload=alert(1)>", "a.svg", "image/svg+xml"), ""),
    ("an archive", pdf(b"PK\x03\x04" + b"0" * 99, "a.zip", "application/zip"), ""),
    ("twenty-one megabytes", pdf(b"%PDF-1.7\n" + b"0" * 21_000_000), "20 MB"),
]


@pytest.mark.parametrize(("what", "file", "said"), FILES, ids=lambda v: str(v)[:24])
def test_a_file_that_is_not_accepted_says_so_and_nothing_is_recorded(place, url, what, file, said):
    file.seek(0)
    before = rows()
    answer = place[1].browser("binh").post(url("ket-qua", "paper"), RESULT | {"file": file})
    assert answer.status_code == 422, what
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert "12/GP" in answer.content.decode()
    assert rows() == before


def test_the_name_of_a_file_is_only_a_name(place, url):
    known, visitors = place[0], place[1]
    binh = visitors.browser("binh")
    file = pdf(name="../../etc/pa\u0323sswd<script>.pdf")
    assert binh.post(url("ket-qua", "paper"), RESULT | {"file": file}).status_code == 302
    kept = binh.get(f"/ban-lam-viec/ho-so/{known.paper.public_id}/ket-qua/tep")
    assert kept.content == RESULT_FILE
    assert ".." not in kept["Content-Disposition"]
    assert "<" not in kept["Content-Disposition"]


def test_five_megabytes_are_a_file_and_not_a_fault(place, url):
    file = pdf(b"%PDF-1.7\n" + b"0" * 5_000_000 + b"\n%%EOF")
    answer = place[1].browser("binh").post(url("ket-qua", "paper"), RESULT | {"file": file})
    assert answer.status_code in {302, 422}
    five = place[1].browser("van").post(url("xong", "working"), FINISH | {"note": "a" * 5_000_000})
    assert five.status_code == 400
    assert "Chưa có gì được lưu" in five.content.decode()


def test_a_step_is_not_finished_before_its_result_nor_returned_before_it_is_done(place, url):
    known, visitors, _clock, _world = place
    before = rows()
    early = visitors.browser("hoa").post(url("tra-ket-qua", "paper"), RETURN)
    assert early.status_code == 422
    assert rows() == before
    for _ in range(4):
        step = open_item(known.paper.dossier_id)
        who = {"appraiser": "binh", "unit_leader": "dung", "department_leader": "em"}[step.role]
        who = "van" if step.step_kind == "clerk" else who
        sent = FINISH | {"key": step.public_id}
        answer = visitors.browser(who).post(url("xong", "paper"), sent)
        if answer.status_code != 302:
            break
    assert answer.status_code == 422
    assert any("Chưa ghi kết quả" in s for s in told(answer))
    assert open_item(known.paper.dossier_id).id == step.id


def test_finishing_without_having_taken_is_taking_and_finishing(place, url):
    assert place[1].browser("hoa").post(url("xong", "new"), FINISH).status_code == 302


def test_pressed_twice_is_one_act_and_too_late_is_told_who_was_first(place, url):
    known, visitors = place[0], place[1]
    address = url("xong", "new")
    first = visitors.browser("hoa").post(address, FINISH)
    before = rows()
    again = visitors.browser("hoa").post(address, FINISH)
    assert first.status_code == again.status_code == 302
    assert rows() == before
    late = visitors.browser("lan").post(address, FINISH | {"key": "another"})
    assert late.status_code == 422
    assert any("Nguyễn Thị Hoa" in sentence for sentence in told(late))
    assert rows() == before
    assert len(processes.open_items(known.new.dossier_id)) == 1


def test_taking_what_a_colleague_has_taken_is_told(place, url):
    visitors, address = place[1], url("nhan", "new")
    assert visitors.browser("hoa").post(address).status_code == 302
    before = rows()
    lan = visitors.browser("lan")
    page = lan.post(address, follow=True).content.decode()
    assert "Nguyễn Thị Hoa" in page
    assert rows() == before


def test_confirming_twice_is_one_confirmation(place):
    world = place[3]
    (papers,) = dossiers.page(place[0].paper.dossier_id, world.binh).handovers
    binh, address = place[1].browser("binh"), f"/ban-lam-viec/ban-giao/{papers.public_id}"
    binh.post(address)
    before = rows()
    page = binh.post(address, follow=True).content.decode()
    assert "đã được xác nhận lúc" in page
    assert rows() == before


def test_a_result_is_handed_over_once(place, url):
    hoa, address = place[1].browser("hoa"), url("tra-ket-qua", "ready")
    assert hoa.post(address, RETURN).status_code == 302
    before = rows()
    again = hoa.post(address, RETURN)
    assert again.status_code == 422
    assert any("vừa được trả" in sentence for sentence in told(again))
    assert rows() == before


def test_words_of_an_officer_are_stored_composed_and_shown_as_text(place, url):
    known, visitors = place[0], place[1]
    note = f"Thie\u0302\u0301u {SCRIPT} {{{{ 7177*7177 }}}}"
    hoa = visitors.browser("hoa")
    assert hoa.post(url("xong", "new"), FINISH | {"note": note}).status_code == 302
    page = hoa.get(f"/ban-lam-viec/ho-so/{known.new.public_id}").content.decode()
    assert f"Thiếu {html.escape(SCRIPT)} {{{{ 7177*7177 }}}}" in page


FOREIGN = [
    "%00",
    "a" * 3_000,
    "..%2f..%2fetc%2fpasswd",
    "%ff%fe",
    "1%27%20OR%201=1",
    "{{7177*7177}}",
    "²",
]


@pytest.mark.parametrize("strange", FOREIGN, ids=lambda v: v[:20])
def test_an_address_that_means_nothing_is_not_there(place, strange):
    hoa = place[1].browser("hoa")
    for path in ("ho-so/%s", "ho-so/%s/ket-qua", "viec/%s/xong", "viec/%s/het-cho", "quy-trinh/%s"):
        answer = hoa.get(f"/ban-lam-viec/{path % strange}")
        assert answer.status_code in {400, 404}, path
        assert "51509329" not in answer.content.decode() or "{{" not in strange
    assert hoa.post(f"/ban-lam-viec/ban-giao/{strange}").status_code in {400, 404}
