"""Due dates asked for by words: the question of a command line or of a line of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.kernel import rulebook
from motcua.kernel.clock import TZ, local, local_day
from motcua.kernel.errors import Refused
from motcua.kernel.text import clean
from motcua.kernel.working_time import Due, Pause, TimeLimit, WorkingCalendar, due

from . import queries

MOST_TEXT = 300


class UnreadableMoment(Refused):
    """Not a day with a time."""

    code = "due.unreadable_moment"
    text = _("Không đọc được thời điểm «%(text)s». Hãy viết năm-tháng-ngàyTgiờ:phút, ví dụ %(eg)s.")


class UnknownCalendar(Refused):
    """No calendar of that code."""

    code = "due.unknown_calendar"
    text = _("Không có lịch làm việc «%(calendar)s» vào ngày đó. Hãy bỏ trống để dùng lịch tỉnh.")


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
        pauses = record.get("pauses") or ()
        return cls(
            start=moment(record.get("from")),
            limit=TimeLimit.parse(clean(str(record.get("limit") or ""), MOST_TEXT)),
            calendar=str(record.get("calendar") or ""),
            pauses=tuple(_pause(pair) for pair in pauses),
            policy=str(record.get("policy") or ""),
            printed=str(record.get("printed") or ""),
        )


def moment(text: object) -> datetime:
    """A moment as written; without a zone it is Vietnamese.

    :raises UnreadableMoment: it is none.
    """
    try:
        found = datetime.fromisoformat(clean(str(text or ""), 40))
    except ValueError:
        raise UnreadableMoment(text=clean(str(text), 40), eg="2026-02-10T09:32") from None
    return found if found.tzinfo else found.replace(tzinfo=TZ)


Calendars = dict[tuple[str, date], WorkingCalendar]


def answer(question: Question, *, explain: bool = True, calendars: Calendars | None = None) -> Due:
    """When it is due, under the rules and the calendar of the day it starts on.

    :param calendars: kept between the questions of one file, so that a day is looked up once.
    :raises UnknownCalendar: see there.
    :raises WorkingTimeError: pauses that contradict themselves, a term nobody lives to see.
    """
    day = local_day(question.start)
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
        policy=question.policy or rulebook.value("time.supplement_policy", day),
        printed=question.printed or rulebook.value("time.printed", day),
        same_day_cutoff=time.fromisoformat(rulebook.value("time.same_day_cutoff", day)),
        day_minutes=rulebook.value("time.day_minutes", day),
        explain=explain,
    )


def told(found: Due) -> dict[str, Any]:
    """An answer for other programs; ``due_at`` on the Vietnamese clock."""
    return {
        "due_at": local(found.at).isoformat(timespec="minutes"),
        "due_date": found.on.isoformat(),
        "explanation": [line.text for line in found.explanation],
        "provisional_years": list(found.provisional_years),
    }


def _pause(pair: Sequence[object]) -> Pause:
    since, until = (*pair, None)[:2]
    return Pause(moment(since), moment(until) if until else None, "")
