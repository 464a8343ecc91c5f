"""What a change of a calendar would move, has moved, and has still to move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers._rescheduling import behind, shifts
from motcua.dossiers.models import Dossier, LedgerEntry, Promise, Rescheduling
from motcua.organizations import queries as organizations


@dataclass(frozen=True, slots=True)
class Move:
    """One dossier and its due moment before and after; the same when it is only confirmed."""

    code: str
    procedure: str
    unit: str
    was: datetime
    now: datetime

    @property
    def confirmed(self) -> bool:
        """Whether the day stays, and is provisional no longer."""
        return self.was == self.now


@dataclass(frozen=True, slots=True)
class Preview:
    """What a drafted change would do. ``seen``: the edition by which this was computed."""

    seen: int
    rows: tuple[Move, ...]

    @property
    def moving(self) -> int:
        """How many fall due at another moment."""
        return sum(not row.confirmed for row in self.rows)

    @property
    def earlier(self) -> int:
        """How many of them fall due earlier than promised."""
        return sum(row.now < row.was for row in self.rows)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far open dossiers have followed an applied change."""

    total: int
    left: int
    moved: int
    started_at: datetime
    finished_at: datetime | None

    @property
    def looked(self) -> int:
        """How many have followed."""
        return max(0, self.total - self.left)


def calendar_preview(public_id: str) -> Preview:
    """The open dossiers that a drafted change would move or confirm, by due moment. Six queries.

    For administrators: codes and units, nobody's name. No permission filter.

    :raises UnknownChange: there is none of that id.
    """
    with organizations.one_look():
        outlook = organizations.outlook(organizations.calendar_change(public_id))
        found = list(shifts(outlook))
        rows = _heads([row.dossier_id for row in found])
        moves = [Move(*rows[row.dossier_id], row.was, row.now) for row in found]
    return Preview(outlook.edition, tuple(moves))


def calendar_moves(edition: int) -> list[Move]:
    """What an applied change has moved or confirmed, from the ledger. Three queries."""
    turns = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.CALENDAR, edition=edition)
    found = list(turns.order_by("was_at", "pk").values_list("dossier_id", "was_at", "now_at"))
    with organizations.one_look():
        rows = _heads([dossier_id for dossier_id, _was, _now in found])
    return [Move(*rows[i], was, now) for i, was, now in found if was and now]


def rescheduling(edition: int) -> Progress | None:
    """How far the open dossiers are with an applied change; None before it has begun."""
    row = Rescheduling.objects.filter(edition=edition).first()
    if row is None:
        return None
    change = organizations.calendar_change(row.change)
    left = 0 if row.finished_at else len(behind(change, after=0, limit=None))
    moved = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.CALENDAR, edition=edition).count()
    return Progress(row.total, left, moved, row.started_at, row.finished_at)


def provisional_years() -> list[tuple[int, int]]:
    """Years that nobody announced, and how many running promises depend on each. One query."""
    rows = Promise.objects.filter(
        dossier__ended_at__isnull=True, starts_at__isnull=False, kept_at__isnull=True
    ).exclude(provisional_years=[])
    years = Counter(y for said in rows.values_list("provisional_years", flat=True) for y in said)
    return sorted(years.items())


def _heads(ids: list[int]) -> dict[int, tuple[str, str, str]]:
    """Code, procedure and receiving unit of dossiers."""
    rows = list(
        Dossier.objects.filter(pk__in=ids).values_list(
            "pk", "code", "procedure_name", "received_unit_id"
        )
    )
    units = organizations.units(sorted({row[3] for row in rows}))
    return {
        pk: (code, name, units[unit_id].name if unit_id in units else "")
        for pk, code, name, unit_id in rows
    }
