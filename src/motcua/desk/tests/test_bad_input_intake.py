"""What can be typed, pasted, sent or forged at intake, and what the officer is told.

Every refused case: a sentence in Vietnamese, what was typed is still there, and not one row more.
"""

import html
import re
import time
from datetime import timedelta

import pytest

from motcua.catalog import queries as procedures
from motcua.desk.forms.intake import IntakeForm
from motcua.dossiers import queries as dossiers
from tests.scene import LATER, Visitors, once, rolled_back, rows, told

pytestmark = pytest.mark.django_db
URL = "/ban-lam-viec/tiep-nhan"
LONG = "a" * 10_000
SCRIPT = "<script>alert(1)</script>"
GONE = None  # the field was not sent at all
FAULTS = {
    # field → [(what somebody did, value, words of the answer)]
    "owner-name": [
        ("nobody is named", "", "Chưa có tên chủ hồ sơ"),
        ("only spaces", "   ", "Chưa có tên chủ hồ sơ"),
        ("only invisible characters", "\u200b\u202e\ufeff", "Chưa có tên chủ hồ sơ"),
        ("not sent", GONE, "Chưa có tên chủ hồ sơ"),
        ("ten thousand characters", LONG, "Dài quá 300 ký tự (đang có 10000)"),
        ("bytes that are no text", "Lò\ufffdVăn", "ký tự không đọc được"),
    ],
    "owner-number": [
        ("eleven digits", "00119900432", "đúng 12 chữ số"),
        ("letters", "abcdefghijkl", "đúng 12 chữ số"),
        ("SQL", "1' OR '1'='1", "đúng 12 chữ số"),
        ("ten thousand digits", "1" * 10_000, "Dài quá 40 ký tự"),
        ("no such province", "099199004321", "mã tỉnh"),
        ("digits of another script", "٠٠١١٩٩٠٠٤٣٢١", "chữ số"),
    ],
    "owner-number_kind": [
        ("a kind that is not offered", "visa", "Lựa chọn này không còn"),
        ("not sent", GONE, "Hãy chọn: Loại giấy tờ"),
        ("nine digits were promised", "old_id", "đúng 9 chữ số"),
    ],
    "owner-kind": [
        ("neither person nor organisation", SCRIPT, "Lựa chọn này không còn"),
        ("an organisation with a birthday", "organisation", "Tổ chức không có ngày sinh"),
    ],
    "owner-birth": [
        ("no such day", "31/02/1990", "Ngày không đúng"),
        ("words", "hôm qua", "Ngày không đúng"),
        ("a day and more", "06/05/1999 hay 2000", "Ngày không đúng"),
        ("not born yet", "01/01/2030", "đối chiếu"),
        ("before anybody living", "01/01/1850", "Ngày không đúng"),
        ("year nought", "01/01/0000", "Ngày không đúng"),
        ("another year than the number says", "06/05/1998", "đối chiếu"),
    ],
    "owner-gender": [
        ("not offered", "x", "Lựa chọn này không còn"),
        ("not that of the number", "male", "đối chiếu"),
    ],
    "owner-phone": [
        ("letters", "không có", "Số điện thoại không đúng"),
        ("too short", "0912", "Số điện thoại không đúng"),
        ("ten thousand digits", "0" * 10_000, "Dài quá 30 ký tự"),
    ],
    "owner-email": [
        ("no address", "anh tuyet", "thư điện tử không đúng"),
        ("a header", "a@b.vn\r\nBcc: c@d.vn", "thư điện tử không đúng"),
        ("ten thousand characters", LONG + "@b.vn", "Dài quá 200 ký tự"),
    ],
    "owner-address": [("ten thousand characters", LONG, "Dài quá 500 ký tự")],
    "submitter-phone": [("somebody without a name", "0912000111", "Chưa có tên")],
    "collector-number": [("somebody without a name", "001199004321", "Chưa có tên")],
    "channel": [
        ("online at a counter", "online", "Lựa chọn này không còn"),
        ("not sent", GONE, "Hãy chọn: Cách nộp"),
    ],
    "commune": [
        ("a unit that is no commune", "1", "Lựa chọn này không còn"),
        ("a number beyond any", "9" * 40, "Lựa chọn này không còn"),
        ("a template", "{{ 7177*7177 }}", "Lựa chọn này không còn"),
    ],
    "request": [("ten thousand characters", LONG, "Dài quá 4000 ký tự")],
    "return_at": [("ten thousand characters", LONG, "Dài quá 500 ký tự")],
    "notice_channel": [
        ("a channel that there is not", "bo-cau", "Lựa chọn này không còn"),
    ],
    "sets": [
        ("none", "0", "Ít nhất một bộ"),
        ("less than none", "-1", "Ít nhất một bộ"),
        ("a number beyond any", "9" * 30, "Không quá 99 bộ"),
        ("words", "hai bộ", "bằng chữ số"),
        ("not sent", GONE, "Chưa nhập số bộ"),
    ],
    "opened": [
        ("not signed", "2026-11-16T03:00:00+00:00", "quá hạn"),
        ("not sent", GONE, "không còn nguyên vẹn"),
        ("ten thousand characters", LONG, "không còn nguyên vẹn"),
    ],
    "key": [
        ("not sent", GONE, "không còn nguyên vẹn"),
        ("ten thousand characters", LONG, "không còn nguyên vẹn"),
    ],
    "owner-verified_by": [("ten thousand characters", LONG, "không còn nguyên vẹn")],
    "version": [
        ("no such procedure", "khong-co-that-00", "Hãy chọn lại thủ tục"),
        ("not sent", GONE, "Hãy chọn lại thủ tục"),
        ("a path", "../../../etc/passwd", "Hãy chọn lại thủ tục"),
        ("a null byte", "abc\x00def", "Hãy chọn lại thủ tục"),
        ("ten thousand characters", LONG, "Hãy chọn lại thủ tục"),
    ],
    "PAPER-taken": [("no paper at all", GONE, "Chưa có giấy tờ nào được nhận")],
    "PAPER-originals": [
        ("words", "một", "Hãy nhập số bản"),
        ("less than none", "-3", "Số bản không âm"),
        ("a number beyond any", "9" * 30, "Số bản không quá 999"),
        ("a raised two", "²", "Hãy nhập số bản"),
    ],
    "PAPER-provenance": [("not offered", "dark-web", "Lựa chọn này không còn")],
}
CASES = [(field, *fault) for field, faults in FAULTS.items() for fault in faults]
HIDDEN = {"opened", "key", "version", "owner-verified_by"}
CHOSEN = {"owner-number_kind", "owner-kind", "owner-gender", "channel", "commune", "notice_channel"}


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        visitors = Visitors(world)
        visitors.sign_in("hoa", "lien")
        yield world, visitors


@pytest.fixture
def hoa(place):
    return place[1].browser("hoa")


@pytest.fixture
def sheet(place):
    """A sheet filled in as it should be, for one paper of the honey permit."""
    version = procedures.version(place[0].honey)
    paper = f"paper-{version.components[0].id}"
    who = {"kind": "person", "number_kind": "personal_id"}
    owner = who | {
        "name": "Nguyễn Thị Ánh Tuyết",
        "number": "001199004321",
        "birth": "06/05/1999",
        "gender": "female",
        "phone": "0912345678",
        "email": "tuyet@vidu.vn",
        "address": "Thôn 3, xã Suối Trong",
    }
    return {
        "version": version.public_id,
        "key": "k" * 32,
        "opened": IntakeForm.sign(LATER - timedelta(minutes=5)),
        **{f"owner-{name}": value for name, value in owner.items()},
        **{f"submitter-{name}": value for name, value in who.items()},
        **{f"collector-{name}": value for name, value in who.items()},
        "channel": "counter",
        "commune": str(place[0].units["commune"]),
        "sets": "1",
        "request": "Nuôi ong tại rừng khoảnh 12",
        "return_at": "",
        f"{paper}-taken": "on",
        f"{paper}-originals": "1",
        f"{paper}-copies": "0",
        f"{paper}-provenance": "paper",
    }  # fmt: skip


def paper_of(sheet):
    return next(name for name in sheet if name.startswith("paper-")).rpartition("-")[0]


def changed(sheet, field, value):
    field = field.replace("PAPER", paper_of(sheet))
    sent = {k: v for k, v in (sheet | {field: value}).items() if v is not GONE}
    return field, sent


def test_there_are_so_many_ways_to_get_intake_wrong(capsys):
    with capsys.disabled():
        print(f"\nbad input, intake: {len(CASES) + len(BODIES) + len(CARDS) + 16} cases")  # noqa: T201
    assert len(CASES) >= 60


@pytest.mark.parametrize(("field", "what", "value", "said"), CASES, ids=lambda v: str(v)[:40])
def test_what_is_wrong_is_said_and_what_was_typed_stays(hoa, sheet, field, what, value, said):
    field, sent = changed(sheet, field, value)
    before = rows()
    answer = hoa.post(URL, sent)
    assert answer.status_code == 422, what
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert rows() == before
    if field == "version":
        return
    page = answer.content.decode()
    assert "Thôn 3, xã Suối Trong" in page or field == "owner-address"
    assert "khoảnh 12" in page or field == "request"
    if value is not GONE and field not in HIDDEN | CHOSEN and "provenance" not in field:
        assert html.escape(value.strip("\u200b\u202e\ufeff")) in page


def test_the_sheet_itself_is_right(hoa, sheet):
    answer = hoa.post(URL, sheet)
    assert answer.status_code == 302


def received(place, answer):
    """The dossier that an answer leads to, as the auditor sees it."""
    public_id = answer["Location"].rstrip("/").split("/")[-2]
    return dossiers.visible(public_id, place[0].phuc, LATER)


ACCEPTED = [
    ("decomposed accents are stored composed", "Nguye\u0302\u0303n A\u0301nh", "Nguyễn Ánh"),
    ("a script is only a name", SCRIPT, SCRIPT),
    ("a template is only a name", "{{ 7177*7177 }}{% load x %}", "{{ 7177*7177 }}{% load x %}"),
    ("SQL is only a name", "Robert'); DROP TABLE x;--", "Robert'); DROP TABLE x;--"),
    ("a null byte is left out", "Lò\x00 Văn", "Lò Văn"),
    ("spaces and lines are one space", "  Lò \t Văn  ", "Lò Văn"),
    ("three hundred characters fit", "Ở" * 300, "Ở" * 300),
]


@pytest.mark.parametrize(("what", "typed", "kept"), ACCEPTED, ids=lambda v: str(v)[:30])
def test_what_looks_odd_and_is_right_is_kept_and_shown_as_text(
    place, hoa, sheet, what, typed, kept
):
    answer = hoa.post(URL, sheet | {"owner-name": typed})
    assert answer.status_code == 302, told(answer)
    head = received(place, answer)
    assert head.owner_name == kept
    for url in (answer["Location"], f"/ban-lam-viec/ho-so/{head.public_id}", "/ban-lam-viec/"):
        page = hoa.get(url).content.decode()
        assert SCRIPT not in page
        assert "51509329" not in page or "{{" not in typed or html.escape(kept) in page


TAX = [("0100109107", "số kiểm tra không khớp"), ("01001091", "Mã số thuế có 10 chữ số")]


@pytest.mark.parametrize(("number", "said"), TAX)
def test_a_tax_code_is_checked_by_its_last_digit(hoa, sheet, number, said):
    organisation = {"kind": "organisation", "number_kind": "tax_code", "number": number}
    nothing = {"birth": "", "gender": ""}
    sent = sheet | {f"owner-{k}": v for k, v in (organisation | nothing).items()}
    before = rows()
    answer = hoa.post(URL, sent)
    assert answer.status_code == 422
    assert any(said in sentence for sentence in told(answer)), told(answer)
    assert rows() == before


@pytest.mark.parametrize("role", ["submitter", "collector"])
def test_a_fault_of_somebody_else_is_told_at_their_own_field(hoa, sheet, role):
    before = rows()
    answer = hoa.post(URL, sheet | {f"{role}-name": "Lò Văn Hai", f"{role}-phone": "12"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{role}-phone-error"' in page
    assert 'id="id_owner-phone-error"' not in page
    assert rows() == before


def test_pressed_twice_it_is_one_dossier_and_the_same_page(hoa, sheet):
    first, second = hoa.post(URL, sheet), hoa.post(URL, sheet)
    before = rows()
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    hoa.post(URL, sheet)
    assert rows() == before


def test_sent_again_with_other_contents_it_is_refused_and_the_first_one_stays(hoa, sheet):
    hoa.post(URL, sheet)
    before = rows()
    answer = hoa.post(URL, sheet | {"sets": "2"})
    assert answer.status_code == 422
    assert any("đã được gửi với nội dung khác" in s for s in told(answer))
    assert rows() == before


def test_fields_sent_twice_count_once(place, hoa, sheet):
    answer = hoa.post(URL, sheet | {"owner-name": ["Người Một", "Người Hai"], "sets": ["9", "2"]})
    head = received(place, answer)
    assert (head.owner_name, head.sets) == ("Người Hai", 2)


def test_papers_of_another_procedure_are_not_taken(place, hoa, sheet):
    foreign = procedures.version(place[0].land).components[0].id
    _field, sent = changed(sheet, "PAPER-taken", GONE)
    before = rows()
    answer = hoa.post(URL, sent | {f"paper-{foreign}-taken": "on", "paper-0-taken": "on"})
    assert answer.status_code == 422
    assert rows() == before


def test_a_counter_that_does_not_receive_the_procedure_is_told_where(place, sheet):
    land = procedures.version(place[0].land)
    sent = sheet | {"version": land.public_id}
    sent |= {f"paper-{c.id}-taken": "on" for c in land.components}
    before = rows()
    answer = (
        place[1]
        .browser("lien")
        .post(URL, sent | {"case": str(land.cases[0].id)} if land.cases else sent)
    )
    assert answer.status_code == 422
    assert rows() == before


def test_a_form_opened_two_days_ago_is_too_old(hoa, sheet, monkeypatch):
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 172_800)
    old = IntakeForm.sign(LATER - timedelta(days=2))
    monkeypatch.undo()
    answer = hoa.post(URL, sheet | {"opened": old})
    assert answer.status_code == 422
    assert any("quá hạn" in s for s in told(answer))
    fresh = re.findall(r'name="(key|opened)" value="([^"]+)"', answer.content.decode())
    assert hoa.post(URL, sheet | dict(fresh)).status_code == 302, "sent once more it goes through"


def test_a_clock_that_runs_ahead_is_told(hoa, sheet):
    before = rows()
    answer = hoa.post(URL, sheet | {"opened": IntakeForm.sign(LATER + timedelta(hours=1))})
    assert answer.status_code == 422
    assert any("Giờ của máy không đúng" in s for s in told(answer))
    assert rows() == before


BODIES = [
    ("five megabytes of text", {"data": {"request": "a" * 5_000_000}}),
    ("three thousand fields", {"data": {f"f{n}": "1" for n in range(3_000)}}),
    (
        "a broken upload",
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary="},
    ),
]


@pytest.mark.parametrize(("what", "sent"), BODIES, ids=lambda v: str(v)[:30])
def test_a_body_that_cannot_be_read_is_400_in_words(hoa, what, sent):
    before = rows()
    answer = hoa.post(URL, **sent)
    assert answer.status_code == 400, what
    assert "Chưa có gì được lưu" in answer.content.decode()
    assert rows() == before


def test_json_instead_of_a_form_and_broken_bytes_are_answered_in_words(hoa):
    for body, kind in ((b'{"version": 1}', "application/json"), (b"version=%ff%fe", FORM)):
        answer = hoa.post(URL, data=body, content_type=kind)
        assert answer.status_code == 422
        assert "Hãy chọn lại thủ tục" in answer.content.decode()


FORM = "application/x-www-form-urlencoded"
CARDS = [
    ("nothing", ""),
    ("words", "xin chào"),
    ("too few parts", "001199004321|Nguyễn"),
    ("a script", f"{SCRIPT}|{SCRIPT}|{SCRIPT}"),
    ("ten thousand characters", "|".join([LONG] * 7)),
    ("a null byte", "\x00" * 12 + "|a|b|c|d|e|f"),
    ("no such days", "001199004321||Lò Văn Hai|99999999|Nam|Thôn 3|99999999"),
]


@pytest.mark.parametrize(("what", "card"), CARDS, ids=lambda v: str(v)[:30])
def test_a_card_that_cannot_be_read_says_so_and_loses_nothing(hoa, sheet, what, card):
    by_script = hoa.post(f"{URL}/the", {"card": card})
    assert by_script.status_code in {200, 422}, what
    before = rows()
    by_hand = hoa.post(URL, sheet | {"card": card, "read_card": "1"})
    assert by_hand.status_code == 200
    assert "Thôn 3" in by_hand.content.decode()
    assert rows() == before


@pytest.mark.parametrize("text", [LONG, "' OR 1=1 --", "a:*&|!()<->", "%_\\", "{{7177*7177}}", "²"])
def test_whatever_is_typed_into_the_box_of_procedures_it_answers(hoa, text):
    for url in (URL, f"{URL}/thu-tuc"):
        answer = hoa.get(url, {"q": text, "thu-tuc": text})
        assert answer.status_code == 200
        assert "51509329" not in answer.content.decode() or text != "{{7177*7177}}"


def test_nothing_of_all_this_was_kept(place, hoa, sheet):
    """A refused sheet leaves its number to the next one: no gap in the day's codes."""
    with rolled_back():
        hoa.post(URL, sheet | {"sets": "0"})
        first = received(place, hoa.post(URL, sheet))
        hoa.post(URL, sheet | {"owner-phone": "12", "key": "x"})
        second = received(place, hoa.post(URL, sheet | {"key": "y"}))
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1
