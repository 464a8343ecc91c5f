"""Strings shown to people in templates, and words that stand outside the translation tags."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from .messages import Finding, Found, Message, Place

_FUNCTIONS = dict.fromkeys(("_", "gettext", "ngettext", "pgettext", "npgettext"))
_SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
_TRANSLATED = re.compile(r"""\b_\(\s*("[^"]*"|'[^']*')\s*\)""")
_QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
_TAG = "\N{OBJECT REPLACEMENT CHARACTER}"
_OPENING = re.compile(r"^(blocktranslate|blocktrans|comment)\b")
#: Names of style classes that a layout's block hands on.
_CLASS = re.compile(r"\b(?:mc|govuk)-[\w-]+")


def read(source: str, path: str, *, samples: bool = False) -> Iterator[Found]:
    """Messages of one template, and its words that nobody could translate.

    :param samples: the arguments of its tags are invented data, as in a style guide.
    """
    yield from _messages(source, path)
    for finding in _untagged(source, path):
        if not (samples and finding.code == "argument"):
            yield finding


def _messages(source: str, path: str) -> Iterator[Message]:
    from babel.messages.extract import extract_python

    python = "\n".join(line.lstrip() for line in templatize(source, origin=path).split("\n"))
    rows = extract_python(io.BytesIO(python.encode()), _FUNCTIONS, [], {"encoding": "utf-8"})
    for line, function, texts, _comments in rows:
        parts = [texts] if isinstance(texts, str) else [text or "" for text in texts]
        context = parts.pop(0) if function in {"pgettext", "npgettext"} else ""
        if parts and parts[0]:
            plural = parts[1] if function in {"ngettext", "npgettext"} else ""
            yield Message(parts[0], Place(path, line), plural=plural, context=context)


def _untagged(source: str, path: str) -> Iterator[Finding]:
    """Words in the HTML, and Vietnamese in the arguments of other tags."""
    html: list[str] = []
    closing = ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.TEXT and not closing:
            html.append(token.contents)
            continue
        lines = "\n" * _lines(token.contents, token.token_type)
        html.append(_TAG + lines)
        if token.token_type == TokenType.BLOCK:
            closing = _still_closed(token.contents, closing)
        if not closing and token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from _arguments(token.contents, Place(path, token.lineno or 1))
    reader = _Words()
    reader.feed("".join(html))
    reader.close()
    for line, text in reader.words:
        yield Finding("untagged", Place(path, line), f"put {text!r} into a translate tag")


def _lines(contents: str, kind: TokenType) -> int:
    return contents.count("\n") if kind in {TokenType.TEXT, TokenType.COMMENT} else 0


def _still_closed(contents: str, closing: str) -> str:
    """The tag that ends the part being passed over; empty outside of one."""
    if closing:
        return "" if contents.split()[0] == closing else closing
    opened = _OPENING.match(contents)
    return f"end{opened[1]}" if opened else ""


def _arguments(contents: str, place: Place) -> Iterator[Finding]:
    if contents.split()[0] in {"translate", "trans"}:
        return
    for one, other in _QUOTED.findall(_TRANSLATED.sub("", contents)):
        if _vietnamese(text := one or other):
            yield Finding("argument", place, f"write _({text!r}) in the tag")


def _vietnamese(text: str) -> bool:
    return any(ord(letter) > 127 and letter.isalpha() for letter in text)


def _is_words(text: str) -> bool:
    """Two letters side by side; marks such as "·", a lone unit, names of classes are no words."""
    return re.search(r"[^\W\d_]{2}", _CLASS.sub("", text)) is not None


class _Words(HTMLParser):
    """Collects what a reader would see or hear of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[tuple[int, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        for name, value in attrs:
            if name in _SPOKEN_ATTRIBUTES and _is_words(value or ""):
                self._add(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent and _is_words(data):
            self._add(data)

    def _add(self, text: str) -> None:
        words = " ".join(text.replace(_TAG, " … ").split())
        if _is_words(words):
            self.words.append((self.getpos()[0], words))
