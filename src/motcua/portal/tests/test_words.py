"""What was published as administrative prose is read at a glance, and nothing of it is lost."""

import doctest
from dataclasses import replace

import pytest

from motcua.catalog.queries import FeeInfo, LimitInfo
from motcua.kernel.working_time import TimeLimit
from motcua.portal import words
from tests.world import published, tables

FEE = FeeInfo("", "counter", 50_000, "50.000 đồng", "", "")


class Version:
    """Only what the words ask of a version."""

    def __init__(self, fees=(), limits=(), cases=()):
        self.fees, self.limits, self.cases = fees, limits, cases


def limit(text, channel, case_id=None):
    return LimitInfo(case_id, channel, TimeLimit.parse(text), text, "statutory")


def test_the_examples_hold():
    assert doctest.testmod(words).failed == 0


@pytest.mark.parametrize(
    ("published_name", "shown"),
    [
        ("Thẩm định, xử lý hồ sơ", "Thẩm định, xử lý hồ sơ"),
        ("- - Trao Giấy chứng nhận cho người sử dụng đất; - Thu phí.", "Trao Giấy chứng nhận cho"),
        ("b) Ký duyệt. Chuyển văn thư.", "Ký duyệt. Chuyển văn thư."),
        ("Kiểm tra hồ sơ (Trường hợp chưa đủ thì trả lại)", "Kiểm tra hồ sơ"),
    ],
)
def test_a_step_is_called_by_the_first_thing_it_asks_for(published_name, shown):
    assert words.step_title(published_name).short.startswith(shown)


def test_every_published_step_and_name_fits_on_a_phone_and_is_kept_whole():
    steps = [step["name"] for table in tables() for step in table["steps"] if step["name"]]
    names = [record["name"] for record in published() if record["name"]]
    for text in steps:
        title = words.step_title(text)
        assert 0 < len(title.short) <= 91
        assert title.full in text
    for text in names:
        title = words.shortened(text, 110)
        assert 20 < len(title.short) <= 111 or title.full == title.short
        assert title.full == text.strip()


def test_a_text_of_one_endless_word_is_cut_nowhere_in_the_middle_of_nothing():
    assert words.shortened("a" * 500, 50).short.endswith("…")
    assert words.shortened("", 50) == words.Title("", "")


def test_a_fee_that_the_source_leaves_open_is_never_called_free():
    unknown = replace(FEE, amount_vnd=None, displayed="Miễn phí", warning="coi là chưa biết")
    ((what, amount, _note),) = words.fee_lines(Version(fees=(unknown,)))
    assert what == ""
    assert "Miễn phí" not in amount
    assert "hỏi nơi nộp" in amount


def test_fees_that_differ_by_channel_are_told_apart_and_equal_ones_once():
    free = replace(FEE, channel="online", amount_vnd=0)
    assert [line[1] for line in words.fee_lines(Version(fees=(FEE, free)))] == [
        "50.000 đồng",
        "Không thu",
    ]
    same = replace(FEE, channel="post")
    assert words.fee_lines(Version(fees=(FEE, same))) == [("", "50.000 đồng", "")]


def test_terms_that_differ_by_channel_are_told_apart_and_equal_ones_once():
    counter, post = limit("8 ngày làm việc", "counter"), limit("8 ngày làm việc", "post")
    online = limit("20 ngày làm việc", "online")
    assert words.terms(Version(limits=(counter, post))) == [("", "8 ngày làm việc")]
    assert words.terms(Version(limits=(counter, post, online))) == [
        ("Trực tiếp, Bưu chính công ích", "8 ngày làm việc"),
        ("Trực tuyến", "20 ngày làm việc"),
    ]
