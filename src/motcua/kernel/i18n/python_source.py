"""Strings shown to people in Python source, read from its syntax tree; nothing is run."""

import ast
from collections.abc import Iterator

from .messages import Finding, Found, Message, Place

_SINGLE = ("text",)
_PLURAL = ("text", "plural")
#: What each function of ``django.utils.translation`` takes, in order.
SIGNATURES: dict[str, tuple[str, ...]] = {
    "gettext": _SINGLE,
    "gettext_lazy": _SINGLE,
    "gettext_noop": _SINGLE,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": ("context", *_SINGLE),
    "pgettext_lazy": ("context", *_SINGLE),
    "npgettext": ("context", *_PLURAL),
    "npgettext_lazy": ("context", *_PLURAL),
}
#: Those that answer in the language of the moment they are called.
_AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}
_KEYWORDS = {"message": "text", "singular": "text", "plural": "plural", "context": "context"}


class _NotLiteral(Exception):
    """A part of a message is computed; ``how`` says by what."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def read(source: str, path: str) -> Iterator[Found]:
    """Messages of one file, and the calls that compute what they translate.

    ``gettext(name)`` with a plain variable is let through: its strings are marked with
    ``gettext_noop`` where they are written. A file that this Python cannot read is a finding.
    """
    try:
        tree = ast.parse(source, filename=path)
    except SyntaxError as error:
        yield Finding("syntax", Place(path, error.lineno or 1), error.msg)
        return
    names = {"_": "gettext"} | {name: name for name in SIGNATURES} | _imported(tree)
    inside = _within_functions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _function(node.func, names)):
            place = Place(path, node.lineno)
            yield from _call(node, function, place)
            if id(node) not in inside and function in _AT_ONCE:
                yield Finding("eager", place, f"{function} runs at import: use {function}_lazy")


def _within_functions(tree: ast.Module) -> set[int]:
    """Identities of the nodes that run when somebody calls, not when the file is read."""
    bodies = (
        node.body if isinstance(node.body, list) else [node.body]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    )
    return {id(node) for body in bodies for part in body for node in ast.walk(part)}


def _imported(tree: ast.Module) -> dict[str, str]:
    """The names under which this file imported the functions."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SIGNATURES
    }


def _function(called: ast.expr, names: dict[str, str]) -> str:
    if isinstance(called, ast.Name):
        return names.get(called.id, "")
    if (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "translation"
        and called.attr in SIGNATURES
    ):
        return called.attr
    return ""


def _call(node: ast.Call, function: str, place: Place) -> Iterator[Found]:
    given: dict[str, ast.expr] = dict(zip(SIGNATURES[function], node.args, strict=False))
    given |= {_KEYWORDS[one.arg]: one.value for one in node.keywords if one.arg in _KEYWORDS}
    try:
        parts = {name: _literal(value) for name, value in given.items()}
    except _NotLiteral as computed:
        if computed.how:
            yield Finding(
                "computed",
                place,
                f"{function} of {computed.how}: translate the sentence first, then fill it in",
            )
        return
    if parts.get("text"):
        yield Message(
            parts["text"], place, plural=parts.get("plural", ""), context=parts.get("context", "")
        )


def _literal(value: ast.expr) -> str:
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(op=ast.Add()):
            return _literal(value.left) + _literal(value.right)
        case ast.JoinedStr():
            raise _NotLiteral("an f-string")
        case ast.BinOp(op=ast.Mod()):
            raise _NotLiteral("a % formatting")
        case ast.Call(func=ast.Attribute(attr="format")):
            raise _NotLiteral("a .format()")
    raise _NotLiteral("")
