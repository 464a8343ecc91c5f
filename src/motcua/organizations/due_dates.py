"""Due dates asked for by words: the question of a command line, of a line of a file, of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.kernel import time_rules
from motcua.kernel.clock import TZ, local, local_day
from motcua.kernel.errors import Refused
from motcua.kernel.text import clean
from motcua.kernel.working_time import (
    Due,
    Pause,
    ReceivedBeforeCounting,
    ReceivedInFuture,
    ResumeWithoutPause,
    TimeLimit,
    WorkingCalendar,
    due,
)

from . import queries, snapshot

MOST_TEXT = 300
FIRST_YEAR = 1975
"""Before it the country's clock was another one; no dossier is that old."""


class UnreadableMoment(Refused):
    """Not a day with a time."""

    code = "due.unreadable_moment"
    text = _("Không đọc được thời điểm «%(text)s». Hãy viết năm-tháng-ngàyTgiờ:phút, ví dụ %(eg)s.")


class UnknownCalendar(Refused):
    """No calendar of that code."""

    code = "due.unknown_calendar"
    text = _("Không có lịch làm việc «%(calendar)s» vào ngày đó. Hãy bỏ trống để dùng lịch tỉnh.")


class UnreadablePause(Refused):
    """A pause is two moments."""

    code = "due.unreadable_pause"
    text = _("Không đọc được lần tạm dừng «%(text)s». Hãy ghi lúc dừng và lúc tiếp tục.")


@dataclass(frozen=True, slots=True)
class Question:
    """When is something due? ``policy`` and ``printed`` empty: the rules of the day."""

    start: datetime
    limit: TimeLimit
    calendar: str = ""
    pauses: tuple[Pause, ...] = ()
    policy: str = ""
    printed: str = ""

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Question:
        """From the words of a line: ``from``, ``limit``, ``pauses``, ``policy``, ``printed``.

        :raises Refused: a moment, term or calendar that cannot be read; the sentence says which.
        """
        return cls(
            start=moment(record.get("from")),
            limit=term(record.get("limit")),
            calendar=str(record.get("calendar") or ""),
            pauses=tuple(_pauses(record.get("pauses") or ())),
            policy=str(record.get("policy") or ""),
            printed=str(record.get("printed") or ""),
        )


def moment(text: object) -> datetime:
    """A moment as written; without a zone it is Vietnamese.

    :raises UnreadableMoment: it is none.
    """
    shown = clean(str(text or ""), 40)
    try:
        found = datetime.fromisoformat(shown)
    except ValueError:
        raise UnreadableMoment(text=shown, eg="2026-02-10T09:32") from None
    return found if found.tzinfo else found.replace(tzinfo=TZ)


def term(text: object) -> TimeLimit:
    """A term as written, with or without accents.

    :raises UnreadableLimit: it is none; nothing is guessed.
    """
    return _term(str(text if text is not None else "")[: 2 * MOST_TEXT])


@lru_cache(maxsize=512)
def _term(text: str) -> TimeLimit:
    """A file says the same few terms again and again."""
    return TimeLimit.parse(clean(text, MOST_TEXT))


def pause(since: object, until: object) -> Pause:
    """A pause from two moments as written; ``until`` empty while the clock still stands.

    :raises ResumeWithoutPause: only the second one is there.
    :raises UnreadableMoment: one of them is none.
    """
    if not since:
        raise ResumeWithoutPause(until=clean(str(until or ""), 40))
    return Pause(moment(since), moment(until) if until else None, "")


Calendars = dict[tuple[str, date], WorkingCalendar]


def answer(
    question: Question,
    *,
    now: datetime,
    explain: bool = True,
    calendars: Calendars | None = None,
) -> Due:
    """When it is due, under the rules and the calendar of the day it starts on.

    :param now: nothing received after it has a due date.
    :param calendars: kept between the questions of one file, so that a day is looked up once.
    :raises ReceivedInFuture: see there; ReceivedBeforeCounting likewise.
    :raises UnknownCalendar: see there.
    :raises NoRule: the rulebook says nothing of that day.
    :raises WorkingTimeError: pauses that contradict themselves, a term nobody lives to see.
    """
    day = _counted_day(question.start, now)
    ways = time_rules.ways(day, policy=question.policy, printed=question.printed)
    known = calendars if calendars is not None else {}
    key = (question.calendar, day)
    if key not in known:
        try:
            known[key] = queries.calendar_by_code(question.calendar, question.start)
        except LookupError:
            raise UnknownCalendar(calendar=question.calendar) from None
    return due(
        question.start,
        question.limit,
        known[key],
        pauses=question.pauses,
        explain=explain,
        **ways,
    )


def calendars() -> list[tuple[str, str]]:
    """Code and name of every calendar, by name. One query for the room's snapshot."""
    rows = snapshot.current().calendars().calendars.values()
    return sorted(((row.code, row.name) for row in rows), key=lambda found: found[1])


def _counted_day(start: datetime, now: datetime) -> date:
    """The Vietnamese day of a reception that has happened."""
    if start > now:
        raise ReceivedInFuture(start=_said(start), now=_said(now))
    if start.year < FIRST_YEAR:
        raise ReceivedBeforeCounting(start=start.date().isoformat(), year=FIRST_YEAR)
    return local_day(start)


def _said(at: datetime) -> str:
    try:
        return f"{local(at):%H:%M %d/%m/%Y}"
    except OverflowError:
        return at.isoformat(timespec="minutes")


def told(found: Due) -> dict[str, Any]:
    """An answer for other programs; ``due_at`` on the Vietnamese clock.

    ``explanation`` is for people, ``steps`` the same lines with their values: whoever follows
    them comes to the same date (``working_time.replay``).
    """
    return brief(found) | {
        "explanation": [line.text for line in found.explanation],
        "steps": [line.to_json() for line in found.explanation],
        "provisional_years": list(found.provisional_years),
    }


def brief(found: Due) -> dict[str, Any]:
    """The same in a line of a file: the sentences where they were asked for."""
    said: dict[str, Any] = {
        "due_at": local(found.at).isoformat(timespec="minutes"),
        "due_date": found.on.isoformat(),
    }
    if found.explanation:
        said["explanation"] = [line.text for line in found.explanation]
    return said


def _pauses(pairs: Iterable[object]) -> Iterable[Pause]:
    if isinstance(pairs, str | bytes) or not isinstance(pairs, Iterable):
        raise UnreadablePause(text=clean(str(pairs), 60))
    for pair in pairs:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or not 1 <= len(pair) <= 2:
            raise UnreadablePause(text=clean(str(pair), 60))
        since, until = (*pair, None)[:2]
        yield pause(since, until)
