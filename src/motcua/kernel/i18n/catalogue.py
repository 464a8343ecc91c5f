"""Reading and writing a catalogue: the ``.po`` that people edit, the ``.mo`` that is served."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .messages import Message

_TITLE = " The English words of Một Cửa. Edit here, then run ./motcua manage translate_extract"
_HEADER = {
    "Project-Id-Version": "motcua",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_FORMS = 2


def load(path: Path) -> Any:
    """The catalogue of a ``.po`` file; an empty one where there is none yet."""
    import polib  # type: ignore[import-untyped]

    return polib.pofile(str(path), wrapwidth=99) if path.exists() else polib.POFile(wrapwidth=99)


def merged(old: Any, messages: Iterable[Message]) -> Any:
    """A catalogue of exactly these messages with the translations that the old one has.

    In the order of the source. It carries the files where a message stands but neither lines nor
    dates, so that it changes only when a sentence does.
    """
    import polib

    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=99)
    new.header = _TITLE
    new.metadata = dict(_HEADER)
    for key, places in _places(messages).items():
        message, files = places
        entry = polib.POEntry(
            msgid=message.text,
            msgctxt=message.context or None,
            msgid_plural=message.plural,
            occurrences=[(file, "") for file in files],
        )
        _take_over(entry, known.get(key))
        new.append(entry)
    return new


def _places(messages: Iterable[Message]) -> dict[tuple[str, str], tuple[Message, list[str]]]:
    """Each message once, with the files it stands in; one with a plural wins."""
    found: dict[tuple[str, str], tuple[Message, list[str]]] = {}
    for message in messages:
        first, files = found.get(message.key, (message, []))
        if message.place.path not in files:
            files = [*files, message.place.path]
        found[message.key] = (message if message.plural else first, files)
    return found


def _take_over(entry: Any, known: Any | None) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict.fromkeys(range(_FORMS), "")
    if known is None:
        return
    if entry.msgid_plural and known.msgid_plural:
        entry.msgstr_plural = {n: known.msgstr_plural.get(n, "") for n in range(_FORMS)}
    elif not entry.msgid_plural:
        entry.msgstr = known.msgstr
    entry.tcomment = known.tcomment
    entry.flags = [flag for flag in known.flags if flag == "fuzzy"]


def compiled(catalogue: Any) -> bytes:
    """The bytes of the ``.mo``: the same for the same translations, on every machine."""
    content: bytes = catalogue.to_binary()
    return content


def save(catalogue: Any, path: Path) -> None:
    """Write the ``.po`` and, beside it, the ``.mo``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{catalogue}\n", encoding="utf-8")
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
