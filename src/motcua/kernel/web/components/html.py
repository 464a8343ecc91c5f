"""Small helpers that write HTML safely: every component goes through them."""

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

EMPTY = SafeString("")


def attributes(**values: object) -> SafeString:
    """Write HTML attributes with a leading space; ``hx_get`` becomes ``hx-get``, ``class_`` ``class``.

    ``None``, ``False`` and ``""`` leave the attribute out, ``True`` writes it without a value. A
    ``style`` is refused with ``ValueError``: the content security policy would drop it silently.
    """
    parts: list[str] = []
    for name, value in values.items():
        if value is None or value is False or value == "":
            continue
        name = name.rstrip("_").replace("_", "-")
        if name == "style" or name.startswith("on"):
            raise ValueError(f"attribute {name!r} is forbidden by the content security policy")
        parts.append(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"')
    return SafeString("".join(parts))


def classes(*names: str) -> str:
    """Join class names, leaving out the empty ones."""
    return " ".join(name for name in names if name)


def element(name: str, content: object = "", /, **values: object) -> SafeString:
    """Write one element; ``content`` is escaped unless it is safe already."""
    return SafeString(f"<{name}{attributes(**values)}>{conditional_escape(content)}</{name}>")


def join(parts: Iterable[object], between: str = "") -> SafeString:
    """Join pieces, each escaped unless it is safe already."""
    return SafeString(conditional_escape(between).join(conditional_escape(p) for p in parts))


def unique_id(prefix: str, text: object) -> str:
    """Return an id that is stable for a text, so that a page is the same bytes twice (ETag)."""
    import hashlib

    return f"{prefix}-{hashlib.blake2s(str(text).encode(), digest_size=4).hexdigest()}"
