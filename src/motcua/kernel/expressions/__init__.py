"""A small typed expression language with CEL's syntax as far as it goes. Pure; no ``eval``.

Numbers are exact (``Decimal``); also true/false, text, days (``date("2026-02-10")``), lists and
records. Operators ``|| && ! == != < <= > >= in + - * / ?:``; functions ``min max round sum size
has date``; ``list.all(x, …)``, ``list.exists(x, …)``, ``list.sum(x, …)``.

What is not known is an error, with its place and in Vietnamese: an unknown name, an empty value,
two kinds that do not go together, a division by zero. ``&&`` and ``||`` go from left to right, so
``has(x) && x > 3`` is how an empty value is asked for; nothing else passes over an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import gettext_lazy as _

from .checking import BOOL, DATE, NUMBER, TEXT, Type, list_of, record, type_of
from .compiling import Run, Scope, compiled
from .errors import ExpressionError
from .explaining import Explained, explained
from .parser import parse_tree
from .tree import Call, Each, Field, Name, Node, children, text_of
from .values import Value

__all__ = [
    "BOOL",
    "DATE",
    "NUMBER",
    "TEXT",
    "Explained",
    "Expression",
    "ExpressionError",
    "Type",
    "check",
    "list_of",
    "parse",
    "record",
]

STEPS = 10_000


@dataclass(frozen=True)
class Expression:
    """A parsed expression; compared by its tree."""

    tree: Node

    @property
    def text(self) -> str:
        """Written out in one way; :func:`parse` gives the same tree back."""
        return text_of(self.tree)

    @cached_property
    def names(self) -> frozenset[str]:
        """Variables it asks for from outside."""
        return frozenset(name.name for name, _asked in _free(self.tree, frozenset()))

    def evaluate(self, variables: Mapping[str, object], *, steps: int = STEPS) -> Value:
        """Its value.

        :param variables: ``Decimal`` or ``int``, ``bool``, ``str``, ``date``, lists, mappings;
            ``None`` is an empty value. Every name must be there, except those asked for by ``has``.
        :param steps: how many parts may be computed, loops included.
        :raises ExpressionError: an unknown name or an empty value, kinds that do not go together,
            division by zero, a result out of bounds, too many steps.
        """
        self._all_known(variables)
        return self._run(Scope(variables, steps))

    def explain(self, variables: Mapping[str, object], *, steps: int = STEPS * 10) -> Explained:
        """Its value with every sub-result; raises as :meth:`evaluate` does."""
        self._all_known(variables)
        return explained(self.tree, Scope(variables, steps))

    @cached_property
    def _run(self) -> Run:
        return compiled(self.tree)

    @cached_property
    def _needed(self) -> tuple[Name, ...]:
        found = list(_free(self.tree, frozenset()))
        asked = {name.name for name, by_has in found if by_has}
        return tuple(name for name, _by_has in found if name.name not in asked)

    def _all_known(self, variables: Mapping[str, object]) -> None:
        for name in self._needed:
            if name.name not in variables:
                raise ExpressionError(_("không có biến “%(name)s”."), name.at, name=name.name)


def _free(node: Node, bound: frozenset[str]) -> Iterator[tuple[Name, bool]]:
    """Names from outside, and whether ``has`` asks for them."""
    if isinstance(node, Name):
        if node.name not in bound:
            yield node, False
    elif isinstance(node, Call) and node.function == "has":
        root: Node = node.arguments[0]
        while isinstance(root, Field):
            root = root.record
        for name, _by_has in _free(root, bound):
            yield name, True
    elif isinstance(node, Each):
        yield from _free(node.items, bound)
        yield from _free(node.body, bound | {node.variable})
    else:
        for child in children(node):
            yield from _free(child, bound)


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """Read an expression.

    :raises ExpressionError: the text is none; ``position`` says where, ``str()`` what to mend.
    """
    return Expression(parse_tree(text))


def check(expression: Expression, names: Mapping[str, Type]) -> Type:
    """The type of the result, given the declared names.

    :raises ExpressionError: an unknown name or field, or kinds that do not go together.
    """
    return type_of(expression.tree, names)
