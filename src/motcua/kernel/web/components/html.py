"""Small helpers that write HTML safely: every component goes through them."""

import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString

EMPTY = SafeString("")


def safe(value: object) -> SafeString:
    """Escape whatever is not marked safe already: ``conditional_escape`` at a third of its cost."""
    if isinstance(value, SafeString):
        return value
    if type(value) is not str and hasattr(value, "__html__"):
        return SafeString(value.__html__())
    return SafeString(escape(str(value)))


def attributes(**values: object) -> SafeString:
    """Write HTML attributes, each after a space; ``hx_get`` becomes ``hx-get``.

    ``None``, ``False`` and ``""`` leave the attribute out, ``True`` writes it without a value. A
    ``style`` is refused with ``ValueError``: the content security policy would drop it silently.
    """
    parts: list[str] = []
    for name, value in values.items():
        if value is None or value is False or value == "":
            continue
        name = _written(name)
        parts.append(f" {name}" if value is True else f' {name}="{safe(value)}"')
    return SafeString("".join(parts))


@cache
def _written(name: str) -> str:
    """An attribute's name as HTML has it: one of the few that our own code names."""
    name = name.rstrip("_").replace("_", "-")
    if name == "style" or name.startswith("on"):
        raise ValueError(f"attribute {name!r} is forbidden by the content security policy")
    return name


def classes(*names: str) -> str:
    """Join class names, leaving out the empty ones."""
    return " ".join(name for name in names if name)


def element(name: str, content: object = "", /, **values: object) -> SafeString:
    """Write one element; ``content`` is escaped unless it is safe already."""
    return SafeString(f"<{name}{attributes(**values)}>{safe(content)}</{name}>")


def join(parts: Iterable[object], between: str = "") -> SafeString:
    """Join pieces, each escaped unless it is safe already."""
    return SafeString(safe(between).join(safe(p) for p in parts))


def unique_id(prefix: str, text: object) -> str:
    """Return an id that is stable for a text, so that a page is the same bytes twice (ETag)."""
    return f"{prefix}-{hashlib.blake2s(str(text).encode(), digest_size=4).hexdigest()}"
