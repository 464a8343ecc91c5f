"""Which dossiers are behind the calendars, and what a change would move. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from motcua.kernel.errors import Refused
from motcua.kernel.working_time import Longer, TimeLimit
from motcua.organizations import queries as organizations
from motcua.organizations.queries import ChangeInfo, Outlook

from . import _clock
from .models import Dossier, InboxRow, LedgerEntry, Lengthening, Promise, Rescheduling

LATE_COMERS = timedelta(hours=1)
"""For how long it is asked again whether somebody received by the calendar as it was before."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """What happens to the running promise of one open dossier. ``was`` = ``now``: confirmed."""

    dossier_id: int
    promise: int
    was: datetime
    now: datetime
    unit_id: int


def open_dossiers(units: frozenset[int]) -> QuerySet[Any, Any]:
    """Open dossiers that were received in one of these units or have a step there."""
    steps = InboxRow.objects.filter(dossier=OuterRef("pk"), unit_id__in=units)
    return Dossier.objects.annotate(
        counts_by=Coalesce("first_received_unit_id", "received_unit_id")
    ).filter(Q(counts_by__in=units) | Exists(steps), ended_at__isnull=True)


def behind(change: ChangeInfo, *, after: int, limit: int | None) -> list[int]:
    """Ids of open dossiers that a change can concern and that have not followed it. One query."""
    rows = open_dossiers(organizations.concerned(change)).filter(
        calendar_edition__lt=change.number, pk__gt=after
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def unfollowed() -> list[ChangeInfo]:
    """Applied changes that open dossiers have still to follow, in their order. Two queries.

    One that was followed a moment ago is asked again: who had begun to receive before it may have
    come to the end after it.
    """
    settled = Rescheduling.objects.filter(
        finished_at__isnull=False, finished_at__lt=timezone.now() - LATE_COMERS
    )
    done = set(settled.values_list("edition", flat=True))
    return [change for change in organizations.applied_changes(0) if change.number not in done]


def shifts(outlook: Outlook) -> Iterator[Shifted]:
    """Running promises that a drafted change would move or confirm. Three queries; one more
    where a term was lengthened."""
    rows = open_dossiers(outlook.units).values_list("pk", "counts_by")
    units = dict(rows)
    turns = defaultdict[int, list[tuple[int, str, datetime, str]]](list)
    ledger = LedgerEntry.objects.filter(dossier_id__in=units).order_by("dossier_id", "no")
    for entry in ledger:
        turns[entry.dossier_id].append((entry.promise, entry.kind, entry.at, entry.ground))
    longer = _lengthened(turns)
    running = Promise.objects.filter(
        dossier_id__in=units, starts_at__isnull=False, kept_at__isnull=True, due_at__isnull=False
    )
    seen: set[int] = set()
    for promise in running.order_by("due_at", "dossier_id", "number"):
        unit_id = units[promise.dossier_id]
        if unit_id not in outlook.units or promise.dossier_id in seen:
            continue
        seen.add(promise.dossier_id)
        said = [(k, a, g) for n, k, a, g in turns[promise.dossier_id] if n == promise.number]
        more = longer.get((promise.dossier_id, promise.number), [])
        found = _shifted(promise, unit_id, _clock.paired(said), more, outlook)
        if found is not None:
            yield found


def _lengthened(
    turns: Mapping[int, list[tuple[int, str, datetime, str]]],
) -> dict[tuple[int, int], list[Longer]]:
    """Longer terms in force by dossier and promise. One query, none where nobody was given one."""
    ids = [pk for pk, said in turns.items() if any(kind == "lengthen" for _n, kind, _a, _g in said)]
    if not ids:
        return {}
    rows = defaultdict[tuple[int, int], list[Lengthening]](list)
    found = Lengthening.objects.filter(dossier_id__in=ids, taken_back_at__isnull=True)
    for row in found.order_by("dossier_id", "no"):
        rows[row.dossier_id, row.promise].append(row)
    return {key: _clock.as_longer(same) for key, same in rows.items()}


def _shifted(
    promise: Promise,
    unit_id: int,
    stops: list[_clock.Stop],
    longer: list[Longer],
    outlook: Outlook,
) -> Shifted | None:
    was, start = promise.due_at, promise.starts_at
    if promise.limit is None or was is None or start is None:
        return None
    limit = TimeLimit.from_json(promise.limit)
    try:
        answer = _clock.compute(
            limit,
            start,
            outlook.calendar_of(unit_id, start),
            stops=stops,
            longer=longer,
            explain=False,
        )
    except Refused:
        return None
    if answer.at == was and list(answer.provisional_years) == promise.provisional_years:
        return None
    return Shifted(promise.dossier_id, promise.number, was, answer.at, unit_id)
