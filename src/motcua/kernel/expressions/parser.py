"""From text to tree: CEL's syntax as far as it goes. Refuses what it does not know, by place."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .errors import ExpressionError
from .tree import (
    COMPARISONS,
    Binary,
    Call,
    Choice,
    Each,
    Field,
    ListOf,
    Literal,
    Name,
    Node,
    Unary,
)

MOST_SIGNS = 5000
DEEPEST = 40
FUNCTIONS = {
    "min": (1, 20),
    "max": (1, 20),
    "round": (1, 2),
    "sum": (1, 1),
    "size": (1, 1),
    "has": (1, 1),
    "date": (1, 1),
}
MACROS = ("all", "exists", "sum")
RESERVED = {"true", "false", "in", "null", *FUNCTIONS, *MACROS}
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<sign>\|\||&&|==|!=|<=|>=|[!<>+\-*/?:.,()\[\]])",
    re.ASCII,
)
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: its kind, what it says, where it begins."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """:raises ExpressionError: a sign that no expression uses."""
    if len(text) > MOST_SIGNS:
        raise ExpressionError(_("dài quá %(most)s ký tự."), MOST_SIGNS, most=MOST_SIGNS)
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise ExpressionError(_("không hiểu ký tự “%(sign)s”."), position, sign=text[position])
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match[0], position))
        position = match.end()
    return [*found, Token("end", "", len(text))]


def parse_tree(text: str) -> Node:
    """:raises ExpressionError: the text is no expression; says what was expected and where."""
    parser = _Parser(tokens(text))
    node = parser.choice()
    if parser.here.kind != "end":
        raise ExpressionError(_("thừa “%(text)s”."), parser.here.at, text=parser.here.text)
    return node


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.found, self.position, self.depth = found, 0, 0

    @property
    def here(self) -> Token:
        return self.found[self.position]

    def accept(self, *texts: str) -> Token | None:
        token = self.here
        if token.text in texts and token.kind in ("sign", "name"):
            self.position += 1
            return token
        return None

    def expect(self, text: str) -> Token:
        if token := self.accept(text):
            return token
        raise ExpressionError(_("cần “%(text)s” ở đây."), self.here.at, text=text)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(_("lồng nhau quá %(most)s tầng."), self.here.at, most=DEEPEST)

    def choice(self) -> Node:
        self.deeper()
        condition: Node = self.binary(0)
        if mark := self.accept("?"):
            then = self.choice()
            self.expect(":")
            condition = Choice(condition, then, self.choice(), mark.at)
        self.depth -= 1
        return condition

    LEVELS = (("||",), ("&&",), COMPARISONS, ("+", "-"), ("*", "/"))

    def binary(self, level: int) -> Node:
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while sign := self.accept(*self.LEVELS[level]):
            left = Binary(sign.text, left, self.binary(level + 1), sign.at)
            if sign.text in COMPARISONS and self.here.text in COMPARISONS:
                raise ExpressionError(
                    _("không so sánh nối tiếp được; hãy dùng && giữa hai phép so sánh."),
                    self.here.at,
                )
        return left

    def unary(self) -> Node:
        if sign := self.accept("!", "-"):
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            return Unary(sign.text, operand, sign.at)
        node = self.primary()
        while dot := self.accept("."):
            name = self.name()
            node = (
                self.each(node, name) if self.here.text == "(" else Field(node, name.text, dot.at)
            )
        return node

    def name(self) -> Token:
        token = self.here
        if token.kind != "name":
            raise ExpressionError(_("cần một tên ở đây."), token.at)
        self.position += 1
        return token

    def each(self, items: Node, macro: Token) -> Node:
        if macro.text not in MACROS:
            raise ExpressionError(_("không có hàm “%(name)s”."), macro.at, name=macro.text)
        self.expect("(")
        variable = self.name()
        if variable.text in RESERVED:
            raise ExpressionError(
                _("“%(name)s” là từ dành riêng."), variable.at, name=variable.text
            )
        self.expect(",")
        body = self.choice()
        self.expect(")")
        return Each(macro.text, items, variable.text, body, macro.at)

    def primary(self) -> Node:
        token = self.here
        if token.kind == "number":
            self.position += 1
            return Literal(Decimal(token.text), token.at)
        if token.kind == "text":
            self.position += 1
            return Literal(_unescaped(token), token.at)
        if self.accept("true", "false"):
            return Literal(token.text == "true", token.at)
        if self.accept("("):
            node = self.choice()
            self.expect(")")
            return node
        if self.accept("["):
            return ListOf(self.items("]"), token.at)
        if token.kind == "name":
            return self.named()
        raise ExpressionError(_("thiếu một giá trị ở đây."), token.at)

    def named(self) -> Node:
        token = self.name()
        if self.here.text != "(" or self.here.kind != "sign":
            if token.text in RESERVED:
                raise ExpressionError(_("“%(name)s” là từ dành riêng."), token.at, name=token.text)
            return Name(token.text, token.at)
        if token.text not in FUNCTIONS:
            raise ExpressionError(_("không có hàm “%(name)s”."), token.at, name=token.text)
        self.expect("(")
        arguments = self.items(")")
        fewest, most = FUNCTIONS[token.text]
        if not fewest <= len(arguments) <= most:
            raise ExpressionError(
                _("hàm “%(name)s” nhận từ %(fewest)s đến %(most)s giá trị, không phải %(count)s."),
                token.at,
                name=token.text,
                fewest=fewest,
                most=most,
                count=len(arguments),
            )
        if token.text == "has" and not isinstance(arguments[0], Name | Field):
            raise ExpressionError(_("hàm “has” cần một tên biến hoặc tên trường."), token.at)
        return Call(token.text, arguments, token.at)

    def items(self, closing: str) -> tuple[Node, ...]:
        if self.accept(closing):
            return ()
        found = [self.choice()]
        while self.accept(","):
            found.append(self.choice())
        self.expect(closing)
        return tuple(found)


def _unescaped(token: Token) -> str:
    signs, inside = [], token.text[1:-1]
    position = 0
    while position < len(inside):
        sign = inside[position]
        if sign == "\\":
            position += 1
            if inside[position] not in _ESCAPES:
                raise ExpressionError(_("không hiểu ký tự sau dấu “\\”."), token.at + position)
            sign = _ESCAPES[inside[position]]
        signs.append(sign)
        position += 1
    return "".join(signs)
