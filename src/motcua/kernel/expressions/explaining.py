"""Why an expression came out as it did: every sub-result in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from .compiling import Scope, compiled
from .tree import Binary, Call, Choice, Each, Literal, Node, children, text_of
from .values import Value, truth


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of an expression, its value, and its own parts; ``value`` None: not looked at."""

    source: str
    value: Value | None
    parts: tuple[Explained, ...] = ()

    @property
    def text(self) -> str:
        """One sentence in the reader's language."""
        if self.value is None:
            return gettext("“%(source)s”: không cần xét.") % {"source": self.source}
        return gettext("“%(source)s” là %(value)s.") % {
            "source": self.source,
            "value": words(self.value),
        }

    def lines(self, depth: int = 0) -> list[tuple[int, str]]:
        """The tree as (depth, sentence) from the whole down to its parts."""
        return [
            (depth, self.text),
            *(line for part in self.parts for line in part.lines(depth + 1)),
        ]


def words(value: Value) -> str:
    """A value as Vietnamese people write it."""
    if isinstance(value, bool):
        return gettext("đúng") if value else gettext("sai")
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Mapping):
        return gettext("bản ghi")
    return f"[{', '.join(map(words, value))}]"


def explained(node: Node, scope: Scope) -> Explained:
    """Compute a node and tell its parts; the parts that were not needed are said to be so.

    :raises ExpressionError: as the evaluation itself does.
    """
    value = compiled(node)(scope)
    if isinstance(node, Literal) or (isinstance(node, Call) and node.function == "has"):
        return Explained(text_of(node), value)
    if isinstance(node, Each):
        return Explained(text_of(node), value, (explained(node.items, scope),))
    skipped = _skipped(node, scope)
    parts = tuple(
        Explained(text_of(part), None) if part is skipped else explained(part, scope)
        for part in children(node)
        if not isinstance(part, Literal)
    )
    return Explained(text_of(node), value, parts)


def _skipped(node: Node, scope: Scope) -> Node | None:
    """Which part the evaluation passed over, if any."""
    if isinstance(node, Choice):
        taken = truth(compiled(node.condition)(scope), node.at)
        return node.otherwise if taken else node.then
    if isinstance(node, Binary) and node.sign in ("&&", "||"):
        left = truth(compiled(node.left)(scope), node.at)
        return node.right if left == (node.sign == "||") else None
    return None
