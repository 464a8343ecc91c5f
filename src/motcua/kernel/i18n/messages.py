"""What is found in the source: messages to translate, and what must not be written that way."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NAMED = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|\{(\w+)[^{}]*\}")
_UNNAMED = re.compile(r"(?<!%)(?:%%)*%[#0\- +]*\d*(?:\.\d+)?[sdirfgxc](?!\w)|\{\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a path relative to the package, and a line from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Message:
    """One string shown to people; ``plural`` and ``context`` are empty where there is none."""

    text: str
    place: Place
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it one entry of a catalogue: its context and its text."""
        return self.context, self.text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must be mended: a code for machines, a sentence for people."""

    code: str
    place: Place | None
    text: str

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.code}: {self.text}"


Found = Message | Finding


def placeholders(text: str) -> frozenset[str]:
    """Names of the ``%(name)s`` and ``{name}`` in a text."""
    return frozenset(one or other for one, other in _NAMED.findall(text))


def has_words(text: str) -> bool:
    """Whether anything is left to translate beside placeholders and marks."""
    return any(letter.isalpha() for letter in _NAMED.sub("", text))


def unnamed(text: str) -> bool:
    """Whether a text has a placeholder without a name, which a translator cannot move."""
    return _UNNAMED.search(text) is not None


def split(found: Iterable[Found]) -> tuple[list[Message], list[Finding]]:
    """Part what is to be translated from what is to be mended; a bare placeholder is neither."""
    messages: list[Message] = []
    findings: list[Finding] = []
    for one in found:
        if isinstance(one, Finding):
            findings.append(one)
        elif has_words(one.text):
            messages.append(one)
    return messages, findings


def unnamed_findings(messages: Iterable[Message]) -> Iterator[Finding]:
    """One finding for each message whose placeholders have no names."""
    for message in messages:
        if unnamed(message.text) or unnamed(message.plural):
            yield Finding(
                "unnamed", message.place, f"name the placeholder, %(name)s, in {message.text!r}"
            )
