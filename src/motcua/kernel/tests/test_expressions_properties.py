"""Random expressions: printed and read back they are the same; their value is the plain one."""

import os
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.expressions import BOOL, NUMBER, TEXT, ExpressionError, check, list_of, parse
from motcua.kernel.expressions.tree import (
    Binary,
    Call,
    Choice,
    Each,
    Field,
    ListOf,
    Literal,
    Name,
    Unary,
    text_of,
)

MANY = 10_000 if os.environ.get("MOTCUA_PROVE") else 200
many = settings(
    max_examples=MANY,
    deadline=None,
    derandomize=not os.environ.get("MOTCUA_PROVE"),
    database=None,
    suppress_health_check=list(HealthCheck),
)
VALUES = {
    "a": Decimal(3),
    "b": Decimal("-1.5"),
    "p": True,
    "q": False,
    "t": "đất",
    "xs": [Decimal(1), Decimal("2.5"), Decimal(-4)],
}
TYPES = {"a": NUMBER, "b": NUMBER, "p": BOOL, "q": BOOL, "t": TEXT, "xs": list_of(NUMBER)}

names = st.from_regex(r"[a-z_][a-z0-9_]{0,5}", fullmatch=True).filter(
    lambda name: (
        name
        not in {"in", "true", "false", "null", "min", "max", "sum", "has", "all", "exists"}
        | {"round", "size", "date"}
    )
)
any_leaf = st.one_of(
    st.builds(Literal, st.decimals(0, 10**6, places=2)),
    st.builds(Literal, st.booleans()),
    st.builds(Literal, st.text("ab\"'\\\nđ ", max_size=5)),
    st.builds(Name, names),
)


def _any_branch(inner):
    signs = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/"]
    return st.one_of(
        st.builds(Binary, st.sampled_from(signs), inner, inner),
        st.builds(Unary, st.sampled_from(["!", "-"]), inner),
        st.builds(Choice, inner, inner, inner),
        st.builds(Field, inner, names),
        st.builds(ListOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Call, st.sampled_from(["min", "max"]), st.lists(inner, min_size=1).map(tuple)),
        st.builds(Each, st.sampled_from(["all", "exists", "sum"]), inner, names, inner),
    )


trees = st.recursive(any_leaf, _any_branch, max_leaves=15)


@many
@given(trees)
def test_what_is_printed_is_read_back_the_same(tree):
    assert parse(text_of(tree)).tree == tree


small = st.decimals(-50, 50, places=1)


@st.composite
def typed(draw, kind, depth=4):
    """A tree of a kind together with its value, computed the plain way; None means an error."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(_leaf(kind))
    if kind == "number":
        return draw(_number(depth - 1))
    return draw(_truth(depth - 1))


def _leaf(kind):
    if kind == "bool":
        return st.sampled_from([(Name("p"), True), (Name("q"), False), (Literal(True), True)])
    number = st.integers(0, 20).map(lambda n: (Literal(Decimal(n)), Decimal(n)))
    return st.one_of(
        number, st.sampled_from([(Name("a"), Decimal(3)), (Name("b"), Decimal("-1.5"))])
    )


@st.composite
def _number(draw, depth):
    (left, x), (right, y) = draw(typed("number", depth)), draw(typed("number", depth))
    broken = x is None or y is None
    act = draw(st.sampled_from(["+", "-", "*", "/", "neg", "max", "round", "choice", "sum"]))
    if act == "neg":
        return Unary("-", left), None if x is None else -x
    if act == "max":
        return Call("max", (left, right)), None if broken else max(x, y)
    if act == "round":
        rounded = None if x is None else x.quantize(Decimal(1), ROUND_HALF_UP)
        return Call("round", (left,)), rounded
    if act == "sum":
        return Each("sum", Name("xs"), "i", Binary("+", Name("i"), left)), (
            None if x is None else sum(VALUES["xs"]) + 3 * x
        )
    if act == "choice":
        test, p = draw(typed("bool", depth))
        return Choice(test, left, right), None if p is None else (x if p else y)
    if act == "/":
        return Binary("/", left, right), None if broken or y == 0 else x / y
    value = {"+": lambda: x + y, "-": lambda: x - y, "*": lambda: x * y}[act]
    return Binary(act, left, right), None if broken else value()


@st.composite
def _truth(draw, depth):
    act = draw(st.sampled_from(["&&", "||", "!", "<", "<=", "==", "!=", "in", "exists", "all"]))
    if act in ("&&", "||", "!"):
        (left, p), (right, q) = draw(typed("bool", depth)), draw(typed("bool", depth))
        if act == "!":
            return Unary("!", left), None if p is None else not p
        decided = p is None or p == (act == "||")
        return Binary(act, left, right), p if decided else q
    (left, x), (right, y) = draw(typed("number", depth)), draw(typed("number", depth))
    if act in ("exists", "all"):
        body = Binary("<", Name("i"), left)
        some = any if act == "exists" else all
        return Each(act, Name("xs"), "i", body), None if x is None else some(
            i < x for i in VALUES["xs"]
        )
    broken = x is None or y is None
    if act == "in":
        return Binary("in", left, ListOf((right, Name("a")))), None if broken else x in (y, 3)
    plain = {"<": lambda: x < y, "<=": lambda: x <= y, "==": lambda: x == y, "!=": lambda: x != y}
    return Binary(act, left, right), None if broken else plain[act]()


@many
@given(st.sampled_from(["number", "bool"]).flatmap(typed))
def test_the_value_is_the_one_computed_plainly(pair):
    tree, expected = pair
    expression = parse(text_of(tree))
    check(expression, TYPES)

    value = _or_error(lambda: expression.evaluate(VALUES))

    if isinstance(value, ExpressionError):
        assert expected is None or "giới hạn" in str(value)
    else:
        assert value == expected
        assert expression.explain(VALUES).value == value


@many
@given(st.text("ab1.\"'()[]!&|<>=+-*/?:, ", max_size=30))
def test_any_text_is_an_expression_or_a_sentence(text):
    expression = _or_error(lambda: parse(text))

    if isinstance(expression, ExpressionError):
        assert 0 <= expression.position <= len(text)
        assert "%(" not in str(expression)
    else:
        assert parse(expression.text) == expression


def _or_error(act):
    try:
        return act()
    except ExpressionError as error:
        return error
