"""A short name for a step out of its prose; the whole prose stays as documentation. Pure."""

import re
from collections.abc import Iterable

MOST = 110

_LEAD = re.compile(r"^(?:[-+*•]\s*|\d+\.\s+)+")
_CUT = re.compile(
    r";|\.(?=\s|$)|\s[-+]\s|:\s*[-+]|\s\(|\sđối với trường hợp|\stheo Mẫu số|\stheo quy định"
)
_LEAST = 8


def short_title(text: str, shorts: Iterable[tuple[str, str]] = ()) -> str:
    """The first clause of a text, at most `MOST` characters.

    :param shorts: beginnings for which people wrote a better name.
    """
    for beginning, name in shorts:
        if text.startswith(beginning):
            return name
    body = " ".join(_LEAD.sub("", text).split())
    for cut in _CUT.finditer(body):
        if cut.start() >= _LEAST:
            body = body[: cut.start()]
            break
    body = body.strip(" .;:,-")
    if len(body) > MOST:
        body = body[: MOST - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"
    return body[:1].upper() + body[1:]
