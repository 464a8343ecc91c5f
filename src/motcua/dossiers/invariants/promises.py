"""Promises are computed: the same term, calendar, rules and ledger give the same due moment.

The calendar is the one in force now for the day on which the promise started. Where days off were
announced after it was computed, the stored moment stays as promised and is told here; of a promise
that was provisional then, only the moving moment is compared, since the original one never moves.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import _clock
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.kernel.working_time import TimeLimit, WorkingCalendar
from motcua.organizations import queries as organizations

from .base import Invariant, Scope, Tally

BATCH = 2000
MOST_KEPT = 100_000

_ROWS = """
WITH turns AS (
  SELECT dossier_id, promise, array_agg(kind ORDER BY no) AS kinds, array_agg(at ORDER BY no) AS ats
  FROM dossiers_ledgerentry WHERE kind IN ('pause', 'resume', 'restart', 'end') GROUP BY 1, 2
)
SELECT d.code || '/' || p.number, p."limit"::text, p.starts_at, p.due_at, p.original_due_at,
  p.provisional_years <> '[]', coalesce(d.first_received_unit_id, d.received_unit_id),
  t.kinds, t.ats
FROM dossiers_promise p JOIN dossiers_dossier d ON d.id = p.dossier_id
LEFT JOIN turns t ON t.dossier_id = p.dossier_id AND t.promise = p.number
"""


@dataclass(frozen=True, slots=True)
class _Row:
    subject: str
    limit: str | None
    starts_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    provisional: bool
    unit_id: int
    kinds: list[str] | None
    ats: list[datetime] | None

    def stops(self) -> list[_clock.Stop]:
        turns = [(k, at, "") for k, at in zip(self.kinds or (), self.ats or (), strict=True)]
        ended = bool(turns) and turns[-1][0] == "end"
        return _clock.paired(turns[:-1] if ended else turns)


@dataclass(slots=True)
class _Calendars:
    """Each unit's calendar on each day, asked once."""

    known: dict[tuple[int, date], WorkingCalendar] = field(default_factory=dict)
    answers: dict[tuple[Any, ...], datetime] = field(default_factory=dict)
    """Due moments by all that they follow from: what came in at one moment is computed once."""

    def of(self, unit_id: int, at: datetime) -> WorkingCalendar:
        key = unit_id, local_day(at)
        if key not in self.known:
            self.known[key] = organizations.calendar_of(*key)
        return self.known[key]


@organizations.one_look()
def _look(_scope: Scope) -> Tally:
    tally, calendars = Tally(), _Calendars()
    for row in _rows():
        tally.looked_at += 1
        for fault in _faults(row, calendars):
            tally.add(fault, row.subject)
    return tally


def _rows() -> Iterator[_Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS)
        while rows := cursor.fetchmany(BATCH):
            yield from (_Row(*row) for row in rows)


def _faults(row: _Row, calendars: _Calendars) -> Iterator[str]:
    if row.starts_at is None or row.limit is None:
        if row.due_at is not None:
            yield "without_ground"
        return
    stops = row.stops()
    try:
        original = _due(row, row.starts_at, calendars, [])
        moved = _due(row, row.starts_at, calendars, stops) if stops else original
    except Refused:
        yield "unanswerable"
        return
    if row.due_at != moved:
        yield "provisional" if row.provisional else "due"
    if row.original_due_at != original and not row.provisional:
        yield "original"


def _due(row: _Row, start: datetime, calendars: _Calendars, stops: list[_clock.Stop]) -> datetime:
    calendar, limit = calendars.of(row.unit_id, start), row.limit or ""
    key = limit, start, id(calendar), tuple(stops)
    if key not in calendars.answers:
        if len(calendars.answers) >= MOST_KEPT:
            calendars.answers.clear()
        computed = _clock.compute(_limit(limit), start, calendar, stops=stops, explain=False)
        calendars.answers[key] = computed.at
    return calendars.answers[key]


@lru_cache(maxsize=1000)
def _limit(stored: str) -> TimeLimit:
    known: Any = json.loads(stored)
    return TimeLimit.from_json(known)


INVARIANTS = (
    Invariant(
        "promises",
        _("Các lần hẹn tính lại từ sổ thời gian, lịch làm việc và thời hạn đều ra đúng hạn đã ghi"),
        _look,
        {
            "due": _("hạn tính lại khác hạn đã ghi"),
            "original": _("hạn đầu tiên tính lại khác hạn đã in"),
            "provisional": _("hạn tạm tính chưa được tính lại theo lịch đã công bố"),
            "without_ground": _("có hạn mà chưa bắt đầu hoặc không có thời hạn"),
            "unanswerable": _("không tính lại được"),
        },
    ),
)
