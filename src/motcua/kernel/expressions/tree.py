"""The tree of an expression, and how it is printed back. Positions do not count when comparing."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

PRECEDENCE = {
    "?": 1,
    "||": 2,
    "&&": 3,
    "==": 4,
    "!=": 4,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "in": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "!": 7,
}
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, or true/false as written."""

    value: Decimal | str | bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: ``tai_san.gia``."""

    record: Node
    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list as written: ``["a", "b"]``."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """``!`` or ``-``."""

    sign: str
    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and a sign between them."""

    sign: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """``condition ? then : otherwise``."""

    condition: Node
    then: Node
    otherwise: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function: ``min(a, b)``."""

    function: str
    arguments: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Each:
    """``list.all(x, …)``, ``.exists``, ``.sum``: the body once per item, named ``variable``."""

    macro: str
    items: Node
    variable: str
    body: Node
    at: int = field(default=0, compare=False)


Node = Literal | Name | Field | ListOf | Unary | Binary | Choice | Call | Each


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order in which they are computed."""
    match node:
        case Field(record=record):
            return (record,)
        case ListOf(items=items):
            return items
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Call(arguments=arguments):
            return arguments
        case Each(items=source, body=body):
            return (source, body)
        case _:
            return ()


def text_of(node: Node) -> str:
    """The expression written out with the brackets it needs and no more."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name(name=name):
            return name
        case Field(record=record, name=name):
            return f"{_within(record, 8)}.{name}"
        case ListOf(items=items):
            return f"[{', '.join(map(text_of, items))}]"
        case Unary(sign=sign, operand=operand):
            return f"{sign}{_within(operand, PRECEDENCE['!'])}"
        case Binary(sign=sign, left=left, right=right):
            rank = PRECEDENCE[sign]
            first = _within(left, rank + (sign in COMPARISONS))
            return f"{first} {sign} {_within(right, rank + 1)}"
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return f"{_within(condition, 2)} ? {_within(then, 1)} : {_within(otherwise, 1)}"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(text_of, arguments))})"
        case Each(macro=macro, items=source, variable=variable, body=body):
            return f"{_within(source, 8)}.{macro}({variable}, {text_of(body)})"


def _within(node: Node, rank: int) -> str:
    return text_of(node) if _rank(node) >= rank else f"({text_of(node)})"


def _rank(node: Node) -> int:
    match node:
        case Choice():
            return PRECEDENCE["?"]
        case Binary(sign=sign):
            return PRECEDENCE[sign]
        case Unary():
            return PRECEDENCE["!"]
        case _:
            return 8


def _literal(value: Decimal | str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    inside = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inside}"'
