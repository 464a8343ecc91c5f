"""Time limits of a record, per channel. What has no unit or two values is never guessed."""

import re
from typing import Any

from motcua.catalog.states import Channel
from motcua.kernel.text import clean, fold
from motcua.kernel.working_time import LimitNotPositive, TimeLimit, UnreadableLimit

from .plain import rows_of, text_of, whole
from .values import Remarks, Term

_CHANNELS = {
    "truc tiep": Channel.COUNTER,
    "truc tuyen": Channel.ONLINE,
    "buu chinh": Channel.POST,
    "buu chinh cong ich": Channel.POST,
}
# The only prose that is read: a line that is nothing but the term.
_SAYS_TERM = re.compile(
    r"^[\s\W]*(?:thoi (?:han|gian) giai quyet\b|trong ngay(?: lam viec)?[\s.]*$)"
)


def channel_of(text: object) -> str:
    """Our code of a published way to submit, or empty."""
    return str(_CHANNELS.get(" ".join(fold(text).split()), "")) if isinstance(text, str) else ""


def read_channels(record: dict[str, Any], remarks: Remarks) -> tuple[str, ...]:
    """The published ways to submit, each once, in the order counter, online, post."""
    found = set()
    for text in rows_of(record, "channels", str, remarks):
        if code := channel_of(text):
            found.add(code)
        else:
            remarks.warn("unknown_channel", text=clean(text, 80))
    if not found:
        remarks.lacks("channels")
    return tuple(channel for channel in Channel.values if channel in found)


def read_terms(
    record: dict[str, Any], channels: tuple[str, ...], remarks: Remarks
) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The published terms, and the channels by which a dossier can be promised a day.

    ``time_limit`` is the counter's; other channels are in ``by_channel``; without that list it
    is everybody's. A channel whose own term cannot be read is closed with a warning; when it is
    the counter's (or the only one) the record stays a draft.
    """
    limits = record.get("time_limit")
    if not isinstance(limits, dict):
        if limits is not None:
            remarks.warn("wrong_type", part="time_limit")
        remarks.lacks("term")
        return (), ()
    note = text_of(limits, "note", remarks)
    main = _term("", limits, note, remarks)
    apart = _apart(limits, remarks)
    if not apart:
        return _for_all(main, channels, remarks)
    if counter := [term for term in apart if term.channel == Channel.COUNTER]:
        _agree(main, counter, remarks)
    elif Channel.COUNTER in channels:
        apart.insert(0, Term(Channel.COUNTER, main.limit, main.text, note))
    if not any(term.note for term in apart):
        apart[0] = Term(apart[0].channel, apart[0].limit, apart[0].text, note)
    return tuple(term for term in apart if term.text), _open(apart, channels, remarks)


def _for_all(
    main: Term, channels: tuple[str, ...], remarks: Remarks
) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    if main.limit is None:
        _lacks(main, remarks)
        return (main,) if main.text else (), ()
    return (main,), channels


def _apart(limits: dict[str, Any], remarks: Remarks) -> list[Term]:
    terms = []
    for row in rows_of(limits, "by_channel", dict, remarks):
        if channel := channel_of(row.get("channel")):
            terms.append(_term(channel, row, "", remarks))
        else:
            remarks.warn("unknown_channel", text=clean(str(row.get("channel")), 80))
    return terms


def _term(channel: str, row: dict[str, Any], note: str, remarks: Remarks) -> Term:
    """One printed limit; without a value, the one line of the note that is nothing but a term."""
    text, said = _printed(row, remarks), ""
    if not text:
        lines = [line for line in note.split("\n") if _SAYS_TERM.match(fold(line))]
        said = clean(lines[0], 300) if len(lines) == 1 else ""
    try:
        limit = TimeLimit.parse(text or said)
    except LimitNotPositive:
        remarks.refuse("negative_term", value=text or said)
    except UnreadableLimit:
        pass
    else:
        return Term(channel, limit.to_json(), text or limit.text, note)
    return Term(channel, None, text or said, note)


def _printed(row: dict[str, Any], remarks: Remarks) -> str:
    value, unit = row.get("value"), row.get("unit")
    if value is None:
        return ""
    number = whole(value)
    if (number is None and not isinstance(value, float | str)) or isinstance(value, bool):
        remarks.warn("wrong_type", part="time_limit.value")
        return ""
    shown = str(value if number is None else number)
    return clean(f"{shown} {unit}" if isinstance(unit, str) else shown, 300)


def _agree(main: Term, counter: list[Term], remarks: Remarks) -> None:
    """The counter's term stands twice in a record; two readings that differ cannot both be true."""
    printed = [term for term in counter if term.limit is not None]
    if main.limit is None or not printed:
        return
    if all(term.limit != main.limit for term in printed):
        remarks.refuse("term_contradicts", first=main.text, second=printed[0].text)


def _open(apart: list[Term], channels: tuple[str, ...], remarks: Remarks) -> tuple[str, ...]:
    opened: list[str] = []
    first = Channel.COUNTER if Channel.COUNTER in channels else None
    doubtful: list[tuple[str, str, dict[str, str]]] = []
    for channel in channels:
        code, facts = _doubt([term for term in apart if term.channel == channel])
        if code:
            doubtful.append((channel, code, facts))
        else:
            opened.append(channel)
    blocking = [d for d in doubtful if d[0] == first] if first else doubtful[:1] * (not opened)
    for _channel, code, facts in blocking:
        remarks.lacks(code, **facts)
    for channel, code, facts in doubtful:
        if (channel, code, facts) not in blocking:
            remarks.warn("channel_closed", channel=channel, why=code, **facts)
    return tuple(opened)


def _doubt(terms: list[Term]) -> tuple[str, dict[str, str]]:
    """Why nothing may be promised on these terms: a code and its facts; empty when one may."""
    distinct = {term.text: term for term in terms}
    if not distinct or list(distinct) == [""]:
        return "term", {}
    if len(distinct) > 1:
        return "term_many", {"text": "; ".join(text or "…" for text in distinct)}
    (only,) = distinct.values()
    return ("", {}) if only.limit is not None else _unread(only)


def _unread(term: Term) -> tuple[str, dict[str, str]]:
    if re.fullmatch(r"-?\d+(?:[.,]\d+)?", term.text):
        return "term_unit", {"value": term.text}
    return "term_unreadable", {"text": term.text}


def _lacks(term: Term, remarks: Remarks) -> None:
    code, facts = _unread(term) if term.text else ("term", {})
    remarks.lacks(code, **facts)
