"""Promises are computed: the same term, calendar, rules and ledger give the same due moment.

The calendars are those of the edition by which the moment was computed (docs/legal/time.md): what
they said then stays in their tables. A running promise is asked again by the last edition that all
open dossiers have followed: where that gives another moment, it was left behind.
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
from motcua.kernel.working_time import Longer, TimeLimit, WorkingCalendar
from motcua.organizations import queries as organizations

from .base import Invariant, Scope, Tally

BATCH = 2000
MOST_KEPT = 100_000

_ROWS = """
WITH turns AS (
  SELECT dossier_id, promise, array_agg(kind ORDER BY no) AS kinds, array_agg(at ORDER BY no) AS ats
  FROM dossiers_ledgerentry WHERE kind IN ('pause', 'resume', 'restart', 'end') GROUP BY 1, 2
), longer AS (
  SELECT dossier_id, promise,
    jsonb_agg(jsonb_build_array(way, "limit") ORDER BY no)::text AS terms
  FROM dossiers_lengthening WHERE taken_back_at IS NULL GROUP BY 1, 2
)
SELECT d.code || '/' || p.number, p."limit"::text, p.starts_at, p.due_at, p.original_due_at,
  p.original_edition, p.calendar_edition, p.kept_at IS NULL AND d.ended_at IS NULL,
  coalesce(d.first_received_unit_id, d.received_unit_id), t.kinds, t.ats, l.terms,
  CASE WHEN d.statutory_due_at IS NOT NULL THEN d.statutory_limit::text END, d.statutory_due_at
FROM dossiers_promise p JOIN dossiers_dossier d ON d.id = p.dossier_id
LEFT JOIN turns t ON t.dossier_id = p.dossier_id AND t.promise = p.number
LEFT JOIN longer l ON l.dossier_id = p.dossier_id AND l.promise = p.number
"""
_SETTLED = """
SELECT min(c.number) - 1 FROM organizations_calendarchange c
LEFT JOIN dossiers_rescheduling r ON r.edition = c.number
WHERE c.number IS NOT NULL AND r.finished_at IS NULL
"""
"""The last edition that all open dossiers have followed; none when they have followed all."""


@dataclass(frozen=True, slots=True)
class _Row:
    subject: str
    limit: str | None
    starts_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    original_edition: int
    edition: int
    runs: bool
    unit_id: int
    kinds: list[str] | None
    ats: list[datetime] | None
    terms: str | None
    law: str | None
    law_due_at: datetime | None
    """By the law's term, where a shorter one is promised."""

    def stops(self) -> list[_clock.Stop]:
        turns = [(k, at, "") for k, at in zip(self.kinds or (), self.ats or (), strict=True)]
        ended = bool(turns) and turns[-1][0] == "end"
        return _clock.paired(turns[:-1] if ended else turns)

    def moved_by(self) -> tuple[list[_clock.Stop], str]:
        """What the ledger says has moved the due moment: stops, and longer terms as stored."""
        return self.stops(), self.terms or ""


@dataclass(slots=True)
class _Calendars:
    """Each unit's calendar on each day, asked once."""

    settled: int
    known: dict[tuple[int, date, int], WorkingCalendar] = field(default_factory=dict)
    answers: dict[tuple[Any, ...], datetime] = field(default_factory=dict)
    """Due moments by all that they follow from: what came in at one moment is computed once."""

    def of(self, unit_id: int, at: datetime, edition: int) -> WorkingCalendar:
        key = unit_id, local_day(at), edition
        if key not in self.known:
            self.known[key] = organizations.calendar_of(*key[:2], edition=edition)
        return self.known[key]


@organizations.one_look()
def _look(_scope: Scope) -> Tally:
    tally, calendars = Tally(), _Calendars(_settled())
    for row in _rows():
        tally.looked_at += 1
        for fault in _faults(row, calendars):
            tally.add(fault, row.subject)
    return tally


def _settled() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED)
        (found,) = cursor.fetchone()
    return organizations.calendar_edition() if found is None else int(found)


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
    turns = row.moved_by()
    try:
        original = _due(row, row.starts_at, calendars, ([], ""), row.original_edition)
        moved = _due(row, row.starts_at, calendars, turns, row.edition)
        left = row.runs and row.edition < calendars.settled
        latest = _due(row, row.starts_at, calendars, turns, calendars.settled) if left else moved
        lawful = row.law_due_at
        if row.law is not None:
            lawful = _due(row, row.starts_at, calendars, turns, row.edition, limit=row.law)
    except Refused:
        yield "unanswerable"
        return
    if row.due_at != moved:
        yield "due"
    if row.original_due_at != original:
        yield "original"
    if latest != moved:
        yield "behind"
    if row.law_due_at != lawful:
        yield "statutory"


def _due(
    row: _Row,
    start: datetime,
    calendars: _Calendars,
    turns: tuple[list[_clock.Stop], str],
    edition: int,
    *,
    limit: str = "",
) -> datetime:
    calendar, limit = calendars.of(row.unit_id, start, edition), limit or row.limit or ""
    stops, terms = turns
    key = limit, start, id(calendar), tuple(stops), terms
    if key not in calendars.answers:
        if len(calendars.answers) >= MOST_KEPT:
            calendars.answers.clear()
        computed = _clock.compute(
            _limit(limit), start, calendar, stops=stops, longer=_longer(terms), explain=False
        )
        calendars.answers[key] = computed.at
    return calendars.answers[key]


@lru_cache(maxsize=1000)
def _longer(stored: str) -> tuple[Longer, ...]:
    known: Any = json.loads(stored or "[]")
    return tuple(Longer(way, TimeLimit.from_json(limit)) for way, limit in known)


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
            "behind": _("hạn chưa theo thay đổi lịch làm việc đã áp dụng"),
            "statutory": _("ngày theo quy định tính lại khác ngày đã ghi"),
            "without_ground": _("có hạn mà chưa bắt đầu hoặc không có thời hạn"),
            "unanswerable": _("không tính lại được"),
        },
    ),
)
