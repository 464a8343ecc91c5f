"""The address at which the page of due dates comes to the same day as a promise: anybody may check
it, and send it on."""

from datetime import datetime, timedelta

from django.http import QueryDict

from motcua.dossiers.queries import PromiseInfo
from motcua.kernel.clock import local
from motcua.kernel.errors import Refused
from motcua.kernel.working_time import Line, Pause
from motcua.organizations import due_dates
from motcua.organizations.due_dates import Question

from .due_form import PAUSES

STOPS = ("paused_", "restarted", "stopped")
"""How lines of an explanation begin that tell of a clock that stood still."""


def address(promise: PromiseInfo, now: datetime) -> str:
    """The query of the page of due dates that gives the day of this promise; empty where none does.

    The question is read out of the promise's own explanation, and asked: only an address whose
    answer is the promised minute is given.
    """
    if promise.starts_at is None or promise.due_at is None:
        return ""
    lines = [Line.from_json(line) for line in promise.explanation]
    limit = _limit(lines)
    stops = _stops(lines)
    if not limit or len(stops) > len(PAUSES):
        return ""
    start = promise.starts_at.replace(second=0, microsecond=0)
    policy = _policy({line.key for line in lines})
    for calendar in ("", _code_of(_param(lines, "hours", "calendar"))):
        try:
            asked = Question(start, due_dates.term(limit), calendar, stops, policy=policy)
            found = due_dates.answer(asked, now=now, explain=False)
        except Refused:
            continue
        if abs(found.at - promise.due_at) < timedelta(minutes=1):
            return _query(start, limit, calendar, stops, policy)
    return ""


def _policy(keys: set[str]) -> str:
    """What the page is asked with; empty where the rule of the day says it."""
    if "restarted" in keys:
        return "restart"
    return "resume" if "own_resume" in keys else ""


def _param(lines: list[Line], key: str, name: str) -> str:
    return next((line.params.get(name, "") for line in lines if line.key == key), "")


def _limit(lines: list[Line]) -> str:
    """The term that was counted: what the procedure's conditions made of the one promised."""
    base, added = _param(lines, "limit", "limit"), list[str]()
    for line in lines:
        if line.key == "lengthened_instead":
            base = line.params["limit"]
        elif line.key == "lengthened_added":
            added.append(line.params["limit"])
    return " + ".join(text for text in (base, *added) if text)


def _stops(lines: list[Line]) -> tuple[Pause, ...]:
    """Each time the clock stood still, once."""
    found = {
        (line.since, None if line.key == "stopped" else line.until)
        for line in lines
        if line.since and line.key.startswith(STOPS)
    }
    return tuple(Pause(since, until, "") for since, until in sorted(found, key=lambda s: s[0]))


def _code_of(name: str) -> str:
    return next((code for code, known in due_dates.calendars() if known == name), "")


def _query(
    start: datetime, limit: str, calendar: str, stops: tuple[Pause, ...], policy: str
) -> str:
    query = QueryDict(mutable=True)
    query.update({"nhan": _shown(start), "han": limit})
    if calendar:
        query["lich"] = calendar
    for no, stop in zip(PAUSES, stops, strict=False):
        query[f"dung{no}"] = _shown(stop.since)
        if stop.until:
            query[f"tiep{no}"] = _shown(stop.until)
    if policy:
        query["cach"] = policy
    return query.urlencode()


def _shown(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"
