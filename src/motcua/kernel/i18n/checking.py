"""Comparing what the source says with what a catalogue translates."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from . import catalogue, source
from .messages import Finding, Message, placeholders, split, unnamed_findings


def check(package: Path, po: Path) -> list[Finding]:
    """Everything that keeps a reader of English from a whole page, in the order of the source.

    :param package: the Python package whose source is read.
    :param po: the catalogue; its ``.mo`` stands beside it.
    """
    messages, findings = split(source.read(package))
    return [
        *findings,
        *unnamed_findings(messages),
        *compare(messages, catalogue.load(po)),
        *_compiled(po),
    ]


def compare(messages: Sequence[Message], known: Any) -> Iterator[Finding]:
    """What a catalogue lacks, has too much, or says with other placeholders."""
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in known if not entry.obsolete}
    seen: set[tuple[str, str]] = set()
    for message in messages:
        if message.key not in seen:
            seen.add(message.key)
            yield from _entry(message, entries.get(message.key))
    for entry in known:
        if entry.obsolete or (entry.msgctxt or "", entry.msgid) not in seen:
            yield Finding("obsolete", None, f"no page says {entry.msgid!r} any more")


def _entry(message: Message, entry: Any | None) -> Iterator[Finding]:
    if entry is None:
        yield Finding("missing", message.place, repr(message.text))
        return
    if "fuzzy" in entry.flags:
        yield Finding("fuzzy", message.place, f"a guess nobody has read: {message.text!r}")
    forms = _forms(message, entry)
    if not forms or not all(text for _said, text in forms):
        yield Finding("missing", message.place, repr(message.text))
        return
    for said, text in forms:
        if placeholders(said) != placeholders(text):
            yield Finding("placeholders", message.place, f"{said!r} against {text!r}")


def _forms(message: Message, entry: Any) -> list[tuple[str, str]]:
    """Each form in Vietnamese with its translation; empty when the kinds differ."""
    if bool(message.plural) != bool(entry.msgid_plural):
        return []
    if not message.plural:
        return [(message.text, entry.msgstr)]
    return [
        (message.text if number == 0 else message.plural, text)
        for number, text in sorted(entry.msgstr_plural.items())
    ]


def _compiled(po: Path) -> Iterable[Finding]:
    mo = po.with_suffix(".mo")
    fresh = catalogue.compiled(catalogue.load(po))
    if not mo.exists() or mo.read_bytes() != fresh:
        yield Finding("stale", None, f"{mo.name} is not what {po.name} compiles to")
