"""Does an expression fit the names it may use? Asked when a form or process is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import ExpressionError
from .tree import Binary, Call, Choice, Each, Field, ListOf, Literal, Name, Node, Unary


@dataclass(frozen=True, slots=True)
class Type:
    """What kind of value: a plain one, a list ``of`` something, or a record with ``fields``."""

    name: str
    of: Type | None = None
    fields: Mapping[str, Type] = field(default_factory=dict)

    @property
    def text(self) -> str | Promise:
        return _NAMES[self.name]


NUMBER, BOOL, TEXT, DATE = Type("number"), Type("bool"), Type("text"), Type("date")
_NAMES: dict[str, str | Promise] = {
    "number": _("số"),
    "bool": _("đúng/sai"),
    "text": _("chữ"),
    "date": _("ngày"),
    "list": _("danh sách"),
    "record": _("bản ghi"),
}


def list_of(item: Type) -> Type:
    return Type("list", of=item)


def record(fields: Mapping[str, Type]) -> Type:
    return Type("record", fields=dict(fields))


def type_of(node: Node, names: Mapping[str, Type]) -> Type:
    """The type of the whole.

    :raises ExpressionError: an unknown name or field, or kinds that do not go together.
    """
    match node:
        case Literal(value=value):
            return BOOL if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER
        case Name():
            return _name(node, names)
        case Field(record=source, name=name, at=at):
            return _field(type_of(source, names), name, at)
        case ListOf(items=items, at=at):
            return _list([type_of(item, names) for item in items], at)
        case Unary(sign=sign, operand=operand, at=at):
            return _need(type_of(operand, names), BOOL if sign == "!" else NUMBER, at)
        case Binary():
            return _binary(node, type_of(node.left, names), type_of(node.right, names))
        case Choice(condition=condition, then=then, otherwise=otherwise, at=at):
            _need(type_of(condition, names), BOOL, at)
            return _same(type_of(then, names), type_of(otherwise, names), at)
        case Call():
            return _call(node, [type_of(argument, names) for argument in node.arguments])
        case Each():
            return _each(node, names)


def _name(node: Name, names: Mapping[str, Type]) -> Type:
    if node.name not in names:
        raise ExpressionError(_("không có biến “%(name)s”."), node.at, name=node.name)
    return names[node.name]


def _field(source: Type, name: str, at: int) -> Type:
    _named(source, "record", at)
    if name not in source.fields:
        raise ExpressionError(_("bản ghi không có trường “%(name)s”."), at, name=name)
    return source.fields[name]


def _list(found: list[Type], at: int) -> Type:
    if not found:
        raise ExpressionError(_("danh sách viết sẵn không được rỗng."), at)
    for other in found[1:]:
        _same(found[0], other, at)
    return list_of(found[0])


def _binary(node: Binary, left: Type, right: Type) -> Type:
    sign, at = node.sign, node.at
    if sign in ("&&", "||"):
        _need(left, BOOL, at)
        return _need(right, BOOL, at)
    if sign == "in":
        _named(right, "list", at)
        _same(left, right.of or left, at)
        return BOOL
    if sign in ("==", "!="):
        _same(left, right, at)
        return BOOL
    if sign in ("<", "<=", ">", ">="):
        _same(left, right, at)
        if left not in (NUMBER, DATE):
            raise _wrong(NUMBER, left, at)
        return BOOL
    return _arithmetic(sign, left, right, at)


def _arithmetic(sign: str, left: Type, right: Type, at: int) -> Type:
    if left == DATE and right == NUMBER and sign in "+-":
        return DATE
    if left == DATE and right == DATE and sign == "-":
        return NUMBER
    if left == TEXT and right == TEXT and sign == "+":
        return TEXT
    _need(left, NUMBER, at)
    return _need(right, NUMBER, at)


def _call(node: Call, found: list[Type]) -> Type:
    function, at = node.function, node.at
    if function == "has":
        return BOOL
    if function in ("min", "max"):
        return _extreme(found, at)
    if function == "sum":
        _named(found[0], "list", at)
        return _need(found[0].of or NUMBER, NUMBER, at)
    if function == "size":
        if found[0] != TEXT:
            _named(found[0], "list", at)
        return NUMBER
    if function == "date":
        _need(found[0], TEXT, at)
        return DATE
    for argument in found:
        _need(argument, NUMBER, at)
    return NUMBER


def _extreme(found: list[Type], at: int) -> Type:
    if len(found) == 1:
        _named(found[0], "list", at)
        found = [found[0].of or NUMBER]
    for other in found:
        _same(found[0], other, at)
    if found[0] not in (NUMBER, DATE):
        raise _wrong(NUMBER, found[0], at)
    return found[0]


def _each(node: Each, names: Mapping[str, Type]) -> Type:
    source = type_of(node.items, names)
    _named(source, "list", node.at)
    body = type_of(node.body, {**names, node.variable: source.of or NUMBER})
    return _need(body, NUMBER if node.macro == "sum" else BOOL, node.at)


def _need(found: Type, wanted: Type, at: int) -> Type:
    if found != wanted:
        raise _wrong(wanted, found, at)
    return found


def _named(found: Type, name: str, at: int) -> None:
    if found.name != name:
        raise _wrong(Type(name), found, at)


def _same(left: Type, right: Type, at: int) -> Type:
    if left != right:
        raise _wrong(left, right, at)
    return left


def _wrong(wanted: Type, found: Type, at: int) -> ExpressionError:
    return ExpressionError(
        _("cần %(wanted)s, không phải %(found)s."), at, wanted=wanted.text, found=found.text
    )
