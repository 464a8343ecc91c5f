"""Time limits as published decisions print them, read and printed back."""

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.working_time import (
    LimitNotPositive,
    LimitWithoutUnit,
    Part,
    TimeLimit,
    Unit,
    UnreadableLimit,
    appointments,
)
from motcua.kernel.working_time.reading import plain

PUBLISHED = [
    ("5 ngày làm việc", "5 ngày làm việc"),
    ("05 ngày làm việc", "5 ngày làm việc"),
    ("5 NGAY LAM VIEC", "5 ngày làm việc"),
    ("15 ngay + 08 ngay lam viec", "15 ngày + 8 ngày làm việc"),
    ("Không quá 15 ngày + 08 ngày làm việc.", "15 ngày + 8 ngày làm việc"),
    ("không quá 23 ngày (15 ngày và 08 ngày làm việc).", "15 ngày + 8 ngày làm việc"),
    ("23 ngày (15 ngày + 08 ngày làm việc)", "15 ngày + 8 ngày làm việc"),
    ("0,5 ngày", "0,5 ngày"),
    ("0.25 ngày làm việc", "0,25 ngày làm việc"),
    ("42.0 ngày", "42 ngày"),
    ("0,5 giờ làm việc", "0,5 giờ"),
    ("1 giờ", "1 giờ"),
    ("03 (ba) ngày làm việc", "3 ngày làm việc"),
    ("2 tháng", "2 tháng"),
    ("Hẹn lần 1: không quá 8,5 ngày", "8,5 ngày"),
    (
        "Không quá 08 ngày làm việc. Hẹn lần 1: không quá 05 ngày làm việc. "
        "Hẹn lần 2: không quá 03 ngày làm việc.",
        "8 ngày làm việc",
    ),
    ("Không quá 15 ngày. - Trình tự thực hiện:", "15 ngày"),
    ("17 ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ và hợp lệ.", "17 ngày làm việc"),
    (
        "Trong thời hạn tối đa là 48 ngày (cắt giảm 12/60 ngày, tỷ lệ 20%) "
        "kể từ ngày nhận đủ hồ sơ hợp lệ, trong đó:",
        "48 ngày",
    ),
    ("trong ngày", "trong ngày"),
    ("Ngay trong ngày làm việc", "trong ngày"),
    ("1 ngày làm việc (theo văn bản: ngay trong ngày)", "trong ngày"),
    (
        "Trong ngày nhận được đủ hồ sơ xóa nợ; nếu thời điểm nhận đủ hồ sơ, sau 15 giờ cùng ngày "
        "thì có thể giải quyết việc xóa nợ trong ngày tiếp theo.",
        "trong ngày",
    ),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("published", "printed"), PUBLISHED)
def test_published_limits_are_read(published, printed, form):
    text = unicodedata.normalize(form, published)

    assert TimeLimit.parse(text).text == printed
    assert TimeLimit.parse(plain(text)).text == printed
    assert TimeLimit.parse(printed).text == printed


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("42", LimitWithoutUnit),
        ("0,5", LimitWithoutUnit),
        ("0 ngày", LimitNotPositive),
        ("-1 ngày", LimitNotPositive),
        ("5 ngày + 0 giờ", LimitNotPositive),
        ("", UnreadableLimit),
        ("Không tính thời gian", UnreadableLimit),
        ("Giờ hành chính", UnreadableLimit),
        ("mục 2.5 của quy trình", UnreadableLimit),
        ("5 tuần", UnreadableLimit),
        ("5 ngày hoặc 10 ngày", UnreadableLimit),
        ("1,5 tháng", UnreadableLimit),
        ("23 ngày (15 ngày và 07 ngày làm việc)", UnreadableLimit),
        ("trong ngày + 2 ngày làm việc", UnreadableLimit),
        ("2 ngày làm việc + trong ngày", UnreadableLimit),
        ("30 ngày làm việc; sau khi báo cáo bổ sung thẩm định 18 ngày làm việc", UnreadableLimit),
        ("tối đa 15 ngày nếu dự án nhỏ; các trường hợp còn lại: 30 ngày", UnreadableLimit),
        ("18 ngày làm việc sau khi báo cáo được bổ sung hoàn chỉnh", UnreadableLimit),
        ("ngày " * 3000, UnreadableLimit),
        ("1e9 ngày", UnreadableLimit),
        ("٣ ngày", UnreadableLimit),
    ],
)
def test_what_is_not_exactly_one_limit_is_not_guessed(text, error):
    with pytest.raises(error) as told:
        TimeLimit.parse(text)

    assert str(told.value).startswith(("Không hiểu thời hạn", "Thời hạn “"))


def test_two_appointments_around_a_tax_step():
    text = "Không quá 15 ngày. Hẹn lần 1: không quá 8,5 ngày. Hẹn lần 2: không quá 6,5 ngày."

    assert [limit.text for limit in appointments(text)] == ["8,5 ngày", "6,5 ngày"]
    assert appointments("Không quá 15 ngày.") == ()


def test_a_limit_is_stored_and_read_again():
    limit = TimeLimit.parse("15 ngày + 08 ngày làm việc")

    assert TimeLimit.from_json(json.loads(json.dumps(limit.to_json()))) == limit
    assert hash(TimeLimit.parse(limit.text)) == hash(limit)


@pytest.mark.parametrize(
    "stored",
    [None, {}, [], [{}], [{"amount": "1"}], [{"amount": "x", "unit": "month"}], ["5 ngày"]],
)
def test_what_was_not_stored_by_us_is_refused(stored):
    with pytest.raises(UnreadableLimit):
        TimeLimit.from_json(stored)


parts = st.builds(
    Part,
    st.decimals("0.25", 300, places=2),
    st.sampled_from([Unit.WORKING_HOUR, Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(parts, min_size=1, max_size=4))
def test_every_limit_is_printed_so_that_it_is_read_back(found):
    limit = TimeLimit(tuple(found))

    assert TimeLimit.parse(limit.text) == limit
    assert TimeLimit.parse(plain(limit.text)) == limit
    assert TimeLimit.from_json(limit.to_json()) == limit


def test_the_amount_is_exact():
    assert TimeLimit.parse("8,25 ngày làm việc").parts[0].amount == Decimal("8.25")
