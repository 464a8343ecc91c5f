"""From tree to closures. Every step is counted; an error stops the whole and is never absorbed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from . import values
from .errors import ExpressionError
from .tree import Binary, Call, Choice, Each, Field, ListOf, Literal, Name, Node, Unary
from .values import Value


@dataclass(slots=True)
class Scope:
    """The variables of one evaluation and the steps it may still take."""

    variables: Mapping[str, object]
    steps: int

    def step(self, at: int) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise ExpressionError(_("tính quá nhiều bước; hãy rút gọn biểu thức."), at)

    def with_item(self, name: str, item: Value) -> Scope:
        return Scope({**self.variables, name: item}, self.steps)


Run = Callable[[Scope], Value]


def compiled(node: Node) -> Run:
    """A function that computes the node."""
    run = _compiled(node)
    at = node.at

    def counted(scope: Scope) -> Value:
        scope.step(at)
        return run(scope)

    return counted


def _compiled(node: Node) -> Run:
    match node:
        case Literal(value=value):
            return lambda _scope: value
        case Name(name=name, at=at):
            return lambda scope: values.taken(scope.variables.get(name), name, at)
        case Field(record=record, name=name, at=at):
            inner = compiled(record)
            return lambda scope: values.taken(values.field(inner(scope), name, at), name, at)
        case ListOf(items=members):
            runs = [compiled(member) for member in members]
            return lambda scope: [run(scope) for run in runs]
        case Unary(sign=sign, operand=operand, at=at):
            return _unary(sign, compiled(operand), at)
        case Binary():
            return _binary(node)
        case Choice(condition=condition, then=then, otherwise=otherwise, at=at):
            test, yes, no = compiled(condition), compiled(then), compiled(otherwise)
            return lambda scope: (yes if values.truth(test(scope), at) else no)(scope)
        case Call():
            return _call(node)
        case Each():
            return _each(node)


def _unary(sign: str, run: Run, at: int) -> Run:
    if sign == "!":
        return lambda scope: not values.truth(run(scope), at)
    return lambda scope: values.arithmetic("-", Decimal(0), values.number(run(scope), at), at)


def _binary(node: Binary) -> Run:
    left, right, sign, at = compiled(node.left), compiled(node.right), node.sign, node.at
    if sign == "&&":
        return lambda scope: values.truth(left(scope), at) and values.truth(right(scope), at)
    if sign == "||":
        return lambda scope: values.truth(left(scope), at) or values.truth(right(scope), at)
    if sign == "in":
        return lambda scope: _contains(left(scope), right(scope), at, scope)
    if sign in ("==", "!="):
        return lambda scope: values.same(left(scope), right(scope), at) == (sign == "==")
    if sign in ("<", "<=", ">", ">="):
        return lambda scope: values.ordered(sign, left(scope), right(scope), at)
    return lambda scope: values.arithmetic(sign, left(scope), right(scope), at)


def _contains(item: Value, members: Value, at: int, scope: Scope) -> bool:
    """Every member is compared, so that one of another kind is always an error."""
    found = False
    for member in values.items(members, at):
        scope.step(at)
        found = values.same(item, member, at) or found
    return found


def _call(node: Call) -> Run:
    at, function = node.at, node.function
    if function == "has":
        return _has(node.arguments[0])
    runs = [compiled(argument) for argument in node.arguments]
    if function in ("min", "max"):
        return lambda scope: _extreme(function, [run(scope) for run in runs], at, scope)
    if function == "round":
        return lambda scope: values.rounded(
            values.number(runs[0](scope), at),
            values.number(runs[1](scope), at) if len(runs) > 1 else Decimal(0),
            at,
        )
    if function == "sum":
        return lambda scope: _sum(values.items(runs[0](scope), at), at, scope)
    if function == "date":
        return lambda scope: _date(runs[0](scope), at)
    return lambda scope: _size(runs[0](scope), at)


def _has(node: Node) -> Run:
    """Is there a value? An empty record on the way there means no; a wrong kind is an error."""
    if isinstance(node, Name):
        name = node.name
        return lambda scope: scope.variables.get(name) is not None
    if not isinstance(node, Field):
        raise ExpressionError(_("hàm “has” cần một tên biến hoặc tên trường."), node.at)
    record, field_name, at = node.record, node.name, node.at
    there = _has(record) if isinstance(record, Name | Field) else None
    inner = compiled(record)

    def has(scope: Scope) -> Value:
        if there is not None and not there(scope):
            return False
        return values.field(inner(scope), field_name, at) is not None

    return has


def _extreme(function: str, found: list[Value], at: int, scope: Scope) -> Value:
    members = values.items(found[0], at) if len(found) == 1 else found
    if not members:
        raise ExpressionError(_("danh sách rỗng không có giá trị nhỏ nhất, lớn nhất."), at)
    best = members[0]
    for member in members:
        scope.step(at)
        if values.ordered("<" if function == "min" else ">", member, best, at):
            best = member
    return best


def _sum(members: list[Value], at: int, scope: Scope) -> Value:
    total: Value = Decimal(0)
    for member in members:
        scope.step(at)
        total = values.arithmetic("+", total, values.number(member, at), at)
    return total


def _size(value: Value, at: int) -> Decimal:
    if isinstance(value, str):
        return Decimal(len(value))
    return Decimal(len(values.items(value, at)))


def _date(value: Value, at: int) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else _no(at)
    except ValueError as error:
        raise ExpressionError(_("ngày viết như “2026-02-10”."), at) from error


def _no(at: int) -> date:
    raise ExpressionError(_("ngày viết như “2026-02-10”."), at)


def _each(node: Each) -> Run:
    source, body = compiled(node.items), compiled(node.body)
    name, macro, at = node.variable, node.macro, node.at

    def run(scope: Scope) -> Value:
        results: list[Value] = []
        for item in values.items(source(scope), at):
            inner = scope.with_item(name, item)
            result = body(inner)
            scope.steps = inner.steps
            results.append(result)
        if macro == "sum":
            return _sum(results, at, scope)
        truths = [values.truth(result, at) for result in results]
        return all(truths) if macro == "all" else any(truths)

    return run
