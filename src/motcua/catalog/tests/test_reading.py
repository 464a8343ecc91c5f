"""Reading the flattened tables of a source: cases, remarks, glued numbers, terms by channel."""

import pytest

from motcua.catalog.rules.papers import is_case
from motcua.catalog.rules.record import read
from motcua.kernel.working_time import TimeLimit

from . import factories as f


def _paper(name: str, case: str | None = None, original: int | None = 1, copy: int = 0):
    return {"name": name, "original": original, "copy": copy, "case": case}


@pytest.mark.parametrize(
    ("heading", "choice"),
    [
        ("a) Đối với trường hợp cấp lại Giấy chứng nhận bị mất:", True),
        ("(1.3) Đối với công trình tôn giáo:", True),
        ("Đăng ký thành lập công ty cổ phần:", True),
        ("* Giấy tờ phải nộp:", False),
        ("* Giấy tờ phải xuất trình:", False),
        ("1.3.1. Thành phần hồ sơ:", False),
        ("Hồ sơ chung", False),
        ("* Lưu ý :", False),
        ("Tùy trường hợp cụ thể, bổ sung", False),
        ("Trường hợp ủy quyền thực hiện thủ tục thì hồ sơ phải kèm theo giấy tờ sau:", False),
        ("Thành phần hồ sơ cơ quan quản lý đất đai trình Chủ tịch UBND cấp xã:", False),
    ],
)
def test_a_heading_is_a_case_only_when_there_is_something_to_choose(heading, choice):
    assert is_case(heading) is choice


def test_papers_of_a_case_stand_beside_those_of_every_case():
    lost, page = "a) Đối với trường hợp mất sổ:", "b) Đối với trường hợp mất trang bổ sung:"
    reading = read(
        f.record(components=[_paper("Đơn"), _paper("Giấy báo mất", lost), _paper("Trang", page)])
    )
    assert reading.cases == (lost, page)
    assert [paper.case for paper in reading.papers] == [None, 0, 1]


def test_one_heading_over_everything_is_no_choice():
    only = "a) Đối với trường hợp mất sổ:"
    reading = read(f.record(components=[_paper("Đơn", only), _paper("Sổ", only)]))
    assert reading.cases == ()
    assert {paper.heading for paper in reading.papers} == {only}


def test_remarks_are_no_papers_and_shown_papers_are_not_kept():
    reading = read(
        f.record(
            components=[
                _paper("Đơn", "* Giấy tờ phải nộp:"),
                _paper("Hộ chiếu hoặc thẻ căn cước", "* Giấy tờ phải xuất trình:", 0),
                _paper("Trường hợp đã có trong cơ sở dữ liệu thì không phải xuất trình", "x", 0),
                _paper("Bản chụp phải rõ nét", "* Lưu ý :", 0),
                _paper("Lưu ý: nộp trước 15 giờ"),
            ]
        )
    )
    assert [paper.is_note for paper in reading.papers] == [False, False, True, True, True]
    assert [paper.only_shown for paper in reading.papers][:2] == [False, True]


@pytest.mark.parametrize(
    ("name", "printed", "read_as", "sheets"),
    [
        ("Đơn đăng ký biến động theo Mẫu số", 181, "Đơn đăng ký biến động theo Mẫu số 18", 1),
        ("Điều 145 Luật Đất đai năm", 20240, "Điều 145 Luật Đất đai năm 2024", 0),
        ("Nghị định ngày 02/7/", 20250, "Nghị định ngày 02/7/2025", 0),
        ("theo quy định của pháp luật Việt Nam", 21, "theo quy định của pháp luật Việt Nam", None),
        ("Đơn", 10, "Đơn", 10),
    ],
)
def test_a_number_that_the_source_glued_to_the_count_is_taken_apart_and_said(
    name, printed, read_as, sheets
):
    reading = read(f.record(components=[_paper(name, original=printed)]))
    assert (reading.papers[0].name, reading.papers[0].originals) == (read_as, sheets)
    assert bool(reading.remarks.warnings) is (printed > 10)


def _terms(channels: list[str], **limit):
    return read(f.record(channels=channels, time_limit=limit))


def _at(channel: str, value: int | None, unit: str | None = "ngày làm việc"):
    return {"channel": channel, "value": value, "unit": unit}


def test_each_channel_can_have_its_own_term():
    reading = _terms(
        ["trực tiếp", "trực tuyến"],
        value=20,
        unit="ngày làm việc",
        by_channel=[_at("trực tiếp", 20), _at("trực tuyến", 17)],
    )
    assert [(t.channel, t.text) for t in reading.terms] == [
        ("counter", "20 ngày làm việc"),
        ("online", "17 ngày làm việc"),
    ]
    assert reading.channels == ("counter", "online")


def test_a_channel_whose_term_has_no_unit_is_closed_and_the_counter_goes_on():
    reading = _terms(
        ["trực tiếp", "trực tuyến"],
        value=20,
        unit="ngày làm việc",
        by_channel=[_at("trực tiếp", 20), _at("trực tuyến", 1, None)],
    )
    assert reading.channels == ("counter",)
    assert reading.remarks.missing == []
    assert reading.remarks.warnings[0]["code"] == "channel_closed"


def test_two_terms_for_the_counter_without_a_case_are_not_chosen_from():
    reading = _terms(
        ["trực tiếp"],
        value=44,
        unit="ngày làm việc",
        by_channel=[_at("trực tiếp", 13), _at("trực tiếp", 44)],
    )
    assert [one["code"] for one in reading.remarks.missing] == ["term_many"]


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Trong ngày làm việc.", "trong ngày"),
        ("Thời gian giải quyết 15 ngày làm việc và 47 ngày.", "15 ngày làm việc + 47 ngày"),
        ("* Thời hạn giải quyết: 09 ngày làm việc", "9 ngày làm việc"),
    ],
)
def test_prose_is_read_only_where_a_line_is_nothing_but_the_term(note, text):
    reading = _terms(["trực tiếp"], value=None, unit=None, note=note)
    assert [term.text for term in reading.terms] == [text]
    assert reading.remarks.missing == []


@pytest.mark.parametrize(
    "note",
    [
        "Nộp hồ sơ trong ngày làm việc tại xã, trả kết quả sau 5 ngày",
        "- Thời hạn kiểm tra: 03 ngày làm việc\n- Thời hạn thẩm định: 70 ngày",
        "Không quy định",
        "Thời hạn giải quyết: 3 ngày\nThời hạn giải quyết: 5 ngày",
    ],
)
def test_other_prose_is_shown_and_never_read(note):
    reading = _terms(["trực tiếp"], value=None, unit=None, note=note)
    assert next(one["code"] for one in reading.remarks.missing) in ("term", "term_unreadable")


def _conditions(note=None, unit="ngày làm việc", value=5, **limit):
    reading = _terms(["trực tiếp"], value=value, unit=unit, note=note, **limit)
    return [
        (c.way, TimeLimit.from_json(c.limit).text, c.condition) for c in reading.conditions
    ], reading


@pytest.mark.parametrize(
    ("note", "way", "limit", "condition"),
    [
        ("5 ngày; trường hợp phải xác minh: 8 ngày làm việc", "instead", "8", "phải xác minh"),
        (
            "Trường hợp cần phải xác minh thì thời hạn giải quyết không quá 08 ngày làm việc.",
            "instead",
            "8",
            "cần phải xác minh",
        ),
        (
            "Riêng đối với trường hợp công trình là hồ chứa, đập dâng thời hạn giải quyết là 28 "
            "ngày làm việc",
            "instead",
            "28",
            "công trình là hồ chứa, đập dâng",
        ),
        (
            "Trường hợp phức tạp được kéo dài thêm không quá 02 ngày làm việc",
            "added",
            "2",
            "phức tạp",
        ),
        ("Kéo dài thêm 02 ngày làm việc nếu hồ sơ phức tạp.", "added", "2", "hồ sơ phức tạp"),
        (
            "- Thẩm định: 16 ngày làm việc (trường hợp hồ sơ cần bổ sung, thời gian thẩm định còn "
            "lại sau khi nhận được hồ sơ được tăng thêm 08 ngày làm việc);",
            "added",
            "8",
            "hồ sơ cần bổ sung",
        ),
    ],
)
def test_a_longer_term_is_read_from_prose_that_says_condition_and_length(
    note, way, limit, condition
):
    assert _conditions(note)[0] == [(way, f"{limit} ngày làm việc", condition)]


@pytest.mark.parametrize(
    "note",
    [
        "Thời gian có thể kéo dài hơn đối với vùng khó khăn, hải đảo",
        "Trường hợp phải xác minh thì thời hạn được kéo dài không quá 8 ngày làm việc",
        "Trường hợp phức tạp có thể kéo dài, thời hạn giải quyết không quá 09 ngày làm việc",
        "Trường hợp phải bổ sung thì thời hạn thẩm định là 20 ngày làm việc",
        "Trường hợp đơn giản thì thời hạn giải quyết là 03 ngày làm việc",
        "Trường hợp phải đo đạc: 9 ngày",
        "cấp đổi đồng loạt cho nhiều người không quá 50 ngày làm việc",
    ],
)
def test_what_can_be_read_two_ways_or_is_no_longer_stays_a_note(note):
    assert _conditions(note)[0] == []


def test_rows_that_say_it_win_over_prose_and_name_their_channel():
    rows = [
        {"condition": "phải xác minh", "way": "instead", "value": 8, "unit": "ngày làm việc"},
        {"condition": "phức tạp", "way": "added", "value": 2, "unit": "ngày", "channel": "fax"},
        {"condition": "phức tạp", "way": "perhaps", "value": 2, "unit": "ngày"},
        {"condition": "phức tạp", "way": "added", "value": 2, "unit": None},
        {"condition": "", "way": "added", "value": 2, "unit": "ngày"},
        {
            "condition": "phức tạp",
            "way": "added",
            "value": 1,
            "unit": "ngày",
            "channel": "bưu chính",
        },
    ]
    note = "Trường hợp khác thì thời hạn giải quyết là 30 ngày làm việc"
    found, reading = _conditions(note, conditional=rows)
    assert found == [
        ("instead", "8 ngày làm việc", "phải xác minh"),
        ("added", "1 ngày", "phức tạp"),
    ]
    assert [c.channel for c in reading.conditions] == ["", "post"]
    assert [w["code"] for w in reading.remarks.warnings] == ["condition_unread"] * 4


def test_saying_that_no_paper_is_needed_is_an_answer():
    reading = read(f.record(components=[_paper("Không quy định.", original=0)]))
    assert reading.remarks.missing == []
    assert reading.papers[0].is_note
