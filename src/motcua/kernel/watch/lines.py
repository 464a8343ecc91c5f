"""Log lines: one JSON object for a program, one sentence for an eye, neither with personal data.

Our own lines are facts under fixed names. Of lines that others write, only the template is kept
with its numbers, and of an exception only its class and where in the code it was raised: the
words of both may quote what a person typed.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from . import context

LOGGER = "motcua.watch"
MOST_FRAMES = 40

Fault = tuple[type[BaseException], BaseException, TracebackType | None]
log = logging.getLogger(LOGGER)


def write(event: str, *, level: int = logging.INFO, fault: Any = None, **facts: object) -> None:
    """Write one line about something that happened.

    :param event: ``request``, ``command``, ``job``; what the line is about.
    :param facts: codes, ids, numbers. Whoever adds one answers for it being no personal data.
    :param fault: ``sys.exc_info()`` of what went wrong, or the exception.
    """
    if log.isEnabledFor(level):
        log.log(level, event, extra={"facts": facts}, exc_info=fault)


def trail(fault: BaseException) -> list[str]:
    """Where an exception and its causes come from: classes, files, lines. No message, no values."""
    found: list[str] = []
    seen: set[int] = set()
    error: BaseException | None = fault
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        found.append(_named(error))
        for frame in traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]:
            found.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _named(error: BaseException) -> str:
    """The class; of a database's error also its state and the constraint, which are no secrets."""
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    state = getattr(error, "sqlstate", None)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    code = getattr(error, "code", None) if kind.__module__.startswith("motcua.") else None
    return " ".join(str(word) for word in (name, state, constraint, code) if word)


def _place(filename: str) -> str:
    for mark in ("/site-packages/", "/src/"):
        if mark in filename:
            return filename.rsplit(mark, 1)[1]
    return filename.rsplit("/", 1)[-1]


def message_of(record: logging.LogRecord) -> str:
    """What a line says, without what others have put into it.

    >>> message_of(logging.LogRecord("x", 20, "", 1, "%s of %d", ("Tuyết", 3), None))
    '… of 3'
    """
    template = str(record.msg)
    if not record.args:
        return template
    given = record.args
    if isinstance(given, dict):
        return _filled(template, {name: _plain(value) for name, value in given.items()})
    return _filled(template, tuple(_plain(value) for value in given))


def _filled(template: str, values: object) -> str:
    try:
        return template % values
    except (TypeError, ValueError, KeyError):
        return template


def _plain(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    return "…"


class JsonLines(logging.Formatter):
    """One JSON object a line, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; keys of ours first, then the facts of the event."""
        ours = record.name == LOGGER
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if ours else "log",
        }
        if not ours:
            line |= {"logger": record.name, "message": message_of(record)}
        if ident := context.request_id():
            line["request_id"] = ident
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = trail(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """One line for somebody who looks at a terminal, in the machine's own time."""

    def format(self, record: logging.LogRecord) -> str:
        """``10:31:02 INFO request 7K3F2-9QXTM desk:inbox GET 200 31 ms``, faults below."""
        clock = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        ours = record.name == LOGGER
        words = [clock, record.levelname]
        words.append(str(record.msg) if ours else f"{record.name}: {message_of(record)}")
        if ident := context.request_id():
            words.append(ident)
        facts: dict[str, object] = getattr(record, "facts", {})
        words += [
            f"{value} ms" if name == "ms" else f"{name}={value}" if name in SAID else str(value)
            for name, value in facts.items()
            if value not in ("", None)
        ]
        line = " ".join(words)
        if record.exc_info and record.exc_info[1] is not None:
            line = "\n  ".join([line, *trail(record.exc_info[1])])
        return line


SAID = frozenset({"person", "statements", "job_id", "try", "code"})
"""Facts whose value says nothing without its name."""
