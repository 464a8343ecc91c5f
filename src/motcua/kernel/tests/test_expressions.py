"""Conditions and formulas as a catalogue author writes them, and what she is told when wrong."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.kernel.expressions import (
    BOOL,
    DATE,
    NUMBER,
    TEXT,
    ExpressionError,
    check,
    list_of,
    parse,
    record,
)

ASSETS = [
    {"loai": "nhà", "gia": Decimal("2.5"), "ngay": date(2020, 1, 1)},
    {"loai": "đất", "gia": 4, "ngay": None},
]
NAMES = {
    "so_trang": NUMBER,
    "dien_tich": NUMBER,
    "loai": TEXT,
    "mien_phi": BOOL,
    "ngay_nop": DATE,
    "tai_san": list_of(record({"loai": TEXT, "gia": NUMBER, "ngay": DATE})),
    "gia": list_of(NUMBER),
    "chu": record({"ten": TEXT, "tuoi": NUMBER}),
}
VALUES = {
    "so_trang": 150,
    "dien_tich": Decimal("600.5"),
    "loai": "đất",
    "mien_phi": False,
    "ngay_nop": date(2026, 2, 10),
    "tai_san": ASSETS,
    "gia": [3, Decimal("1.5"), 2],
    "chu": {"ten": "Trần Thị Bưởi", "tuoi": 30},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("0.1 + 0.2 == 0.3", True),
        ("-so_trang + 1", -149),
        ("!mien_phi && dien_tich > 500", True),
        ("mien_phi ? 0 : min(200000, so_trang * 2000)", 200000),
        ('loai in ["đất", "nhà"]', True),
        ('loai == "nhà" || loai == "đất"', True),
        ("max(1, 3, 2)", 3),
        ("min(gia)", Decimal("1.5")),
        ("sum(gia)", Decimal("6.5")),
        ("size(gia) + size(loai)", 6),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(12.345, 2)", Decimal("12.35")),
        ("round(12345, -3)", 12000),
        ("round(10 / 3, 2)", Decimal("3.33")),
        ("tai_san.sum(x, x.gia)", Decimal("6.5")),
        ('tai_san.exists(x, x.loai == "nhà" && x.gia > 2)', True),
        ("tai_san.all(x, x.gia > 3)", False),
        ("tai_san.exists(x, !has(x.ngay))", True),
        ("has(chu.ten) && chu.tuoi >= 18", True),
        ('ngay_nop + 5 > date("2026-02-14")', True),
        ('ngay_nop - date("2026-01-31")', 10),
        ("max(ngay_nop, ngay_nop + 1) == ngay_nop + 1", True),
        ('"a" + "b" == "ab"', True),
        ("true || 1 / 0 == 1", True),
    ],
)
def test_what_an_expression_is_worth(text, value):
    expression = parse(text)

    assert expression.evaluate(VALUES) == value
    assert expression.explain(VALUES).value == value
    check(expression, NAMES)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("1 +", 3, "thiếu một giá trị"),
        ("(1", 2, "cần “)”"),
        ("1 2", 2, "thừa “2”"),
        ("a # b", 2, "không hiểu ký tự “#”"),
        ("1 < 2 < 3", 6, "không so sánh nối tiếp"),
        ("exec(1)", 0, "không có hàm “exec”"),
        ("a.map(x, x)", 2, "không có hàm “map”"),
        ("round()", 0, "từ 1 đến 2"),
        ("has(1)", 0, "cần một tên"),
        ("null", 0, "từ dành riêng"),
        ("a.all(sum, true)", 6, "từ dành riêng"),
        ('"chưa đóng', 0, "không hiểu ký tự"),
        ("a = 1", 2, "không hiểu ký tự “=”"),
        ("__import__('os')", 0, "không có hàm"),
        ("(" * 60 + "1" + ")" * 60, 40, "lồng nhau"),
        ("!" * 60 + "true", 40, "lồng nhau"),
        ("1" * 6000, 5000, "dài quá"),
        ('"\\q"', 1, "sau dấu"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text, position, says):
    with pytest.raises(ExpressionError) as told:
        parse(text)

    assert told.value.position == position
    assert says in str(told.value)
    assert f"ký tự thứ {position + 1}:" in str(told.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("unknown || true", "không có biến “unknown”"),
        ("true || unknown", "không có biến “unknown”"),
        ("has(unknown)", "không có biến “unknown”"),
        ("so_trang && true", "cần đúng/sai, không phải số"),
        ("so_trang == loai", "cần số, không phải chữ"),
        ("loai < loai", "cần số, không phải chữ"),
        ("chu.nghe == 1", "không có trường “nghe”"),
        ("loai.ten == 1", "cần bản ghi"),
        ("mien_phi ? 1 : loai", "cần số, không phải chữ"),
        ("so_trang in gia + 1", "cần số, không phải danh sách"),
        ("loai in gia", "cần chữ, không phải số"),
        ("tai_san.all(x, x.gia)", "cần đúng/sai"),
        ("tai_san.sum(x, x.loai)", "cần số"),
        ("sum(tai_san)", "cần số, không phải bản ghi"),
        ("x == 1 && tai_san.all(x, x.gia > 1)", "không có biến “x”"),
        ("[1, true] == gia", "cần số, không phải đúng/sai"),
        ("size(so_trang)", "cần danh sách"),
        ("min(loai)", "cần danh sách"),
        ("min(loai, loai)", "cần số"),
        ("[] == gia", "không được rỗng"),
        ("date(1)", "cần chữ"),
    ],
)
def test_what_does_not_fit_the_declared_names_is_refused_when_published(text, says):
    with pytest.raises(ExpressionError, match=says):
        check(parse(text), NAMES)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("unknown || true", "không có biến “unknown”"),
        ("true || unknown", "không có biến “unknown”"),
        ("false && unknown", "không có biến “unknown”"),
        ("rong > 1", "“rong” chưa có giá trị"),
        ("rong || true", "“rong” chưa có giá trị"),
        ("so_trang / 0", "không chia được cho 0"),
        ("so_trang || true", "cần đúng/sai, không phải số"),
        ("so_trang == loai", "giữa số và chữ"),
        ("mien_phi == 0", "giữa đúng/sai và số"),
        ("tai_san.all(x, has(x.ngay) && x.ngay.nam > 1)", "cần một bản ghi"),
        ("tai_san.exists(x, x.nghe == 1)", "“nghe” chưa có giá trị"),
        ("thap_phan > 1", "không dùng được"),
        ("luc > ngay_nop", "không dùng được"),
        ("min(khong)", "danh sách rỗng"),
        ('date("2026-02-30") == ngay_nop', "ngày viết như"),
        ('date("hôm nay") == ngay_nop', "ngày viết như"),
        ("ngay_nop + 0.5 == ngay_nop", "số nguyên"),
        ("ngay_nop + 99999999 == ngay_nop", "vượt quá giới hạn"),
        ("round(1, 30)", "9 chữ số"),
        ("1" + "0" * 39 + " * 1" + "0" * 39, "vượt quá giới hạn"),
        ("1 in [1, true]", "giữa số và đúng/sai"),
    ],
)
def test_what_cannot_be_computed_is_an_error_and_never_a_guess(text, says):
    values = {**VALUES, "rong": None, "thap_phan": 1.5, "luc": object(), "khong": []}

    with pytest.raises(ExpressionError, match=says):
        parse(text).evaluate(values)
    with pytest.raises(ExpressionError, match=says):
        parse(text).explain(values)


def test_an_empty_value_can_be_asked_for():
    expression = parse("has(x) && x > 3")

    assert expression.evaluate({}) is False
    assert expression.evaluate({"x": None}) is False
    assert expression.evaluate({"x": 4}) is True
    assert expression.names == {"x"}


def test_names_from_outside_leave_out_the_loops_own():
    assert parse("ds.all(x, x.gia > y) && has(z.t)").names == {"ds", "y", "z"}


def test_a_loop_in_a_loop_stops_at_the_budget():
    expression = parse("a.all(x, a.all(y, a.all(z, x + y + z > 0)))")

    with pytest.raises(ExpressionError, match="quá nhiều bước"):
        expression.evaluate({"a": list(range(1, 60))})
    assert expression.evaluate({"a": [1, 2]}) is True


def test_an_explanation_says_what_was_and_what_was_not_looked_at():
    explained = parse('dien_tich > 500 || loai == "nhà"').explain(VALUES)

    assert explained.lines() == [
        (0, '“dien_tich > 500 || loai == "nhà"” là đúng.'),
        (1, "“dien_tich > 500” là đúng."),
        (2, "“dien_tich” là 600,5."),
        (1, '“loai == "nhà"”: không cần xét.'),
    ]


def test_an_explanation_of_a_choice_names_the_branch_not_taken():
    explained = parse("mien_phi ? so_trang : dien_tich").explain(VALUES)

    assert [line for _depth, line in explained.lines()][1:] == [
        "“mien_phi” là sai.",
        "“so_trang”: không cần xét.",
        "“dien_tich” là 600,5.",
    ]


def test_the_type_of_a_formula_is_known_before_it_runs():
    assert check(parse("min(200000, so_trang * 2000)"), NAMES) == NUMBER
    assert check(parse("ngay_nop + 5"), NAMES) == DATE
    assert check(parse("mien_phi ? loai : chu.ten"), NAMES) == TEXT
    assert check(parse("has(chu.ten)"), NAMES) == BOOL


def test_brackets_are_printed_where_they_are_needed_only():
    assert parse("((a)) - (b - c) * 2").text == "a - (b - c) * 2"
    assert parse("!(a && b) || (c ? d : e)").text == "!(a && b) || (c ? d : e)"
    assert parse("'it\\'s \"x\"'").text == '"it\'s \\"x\\""'
