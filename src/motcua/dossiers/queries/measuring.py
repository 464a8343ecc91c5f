"""What figures ask of dossiers: what was frozen at reception, and every turn of the clock.

For ``monitoring``, which projects the history; in bulk, without permission filter. A turn says
when the running promise fell due after it, so that the past can be judged by its own dates.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce

from motcua.dossiers import _clock
from motcua.dossiers.models import Dossier, DossierUnit, LedgerEntry, Lengthening, Promise
from motcua.kernel.errors import Refused
from motcua.kernel.working_time import Longer, TimeLimit
from motcua.organizations import queries as organizations

Kind = LedgerEntry.Kind
TELLING = (Kind.CALENDAR, Kind.LENGTHEN, Kind.SHORTEN)
"""Turns that say themselves from when to when the promise moved."""
MOVED = (Kind.RESUME, Kind.RESTART, *TELLING)
"""Turns after which a promise falls due on another day; an extension moves nothing that judges."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the clock by the act ``seq``; ``due_at`` is the promise's due moment after it."""

    seq: int
    kind: str
    at: datetime
    promise: int
    due_at: datetime | None

    @property
    def stops(self) -> bool:
        """Whether the clock stands still after it."""
        return self.kind in (Kind.PAUSE, Kind.END)

    @property
    def moves(self) -> bool:
        """Whether it moves the due day and leaves the clock as it is."""
        return self.kind in TELLING


@dataclass(frozen=True, slots=True)
class Measured:
    """A dossier as figures need it. ``units`` may see it; ``turns`` in their order."""

    id: int
    procedure_version_id: int
    procedure_code: str
    case_id: int | None
    field_code: str
    level: str
    channel: str
    online_level: str
    guided_online: bool
    financial_obligation: bool
    received_unit_id: int
    deciding_unit_id: int
    commune_id: int | None
    received_by_post_id: int
    received_at: datetime
    submitter_id: int
    units: tuple[int, ...]
    turns: tuple[Turn, ...]


_FIELDS = (
    "id", "procedure_version_id", "procedure_code", "case_id", "field_code", "level", "channel",
    "online_level", "guided_online", "financial_obligation", "then_received", "then_deciding",
    "then_commune", "received_by_post_id", "received_at", "submitter_id",
)  # fmt: skip
_FROZEN = {
    "then_received": Coalesce("first_received_unit_id", "received_unit_id"),
    "then_deciding": Coalesce("first_deciding_unit_id", "deciding_unit_id"),
    "then_commune": Coalesce("first_commune_id", "commune_id"),
}
"""Units as they were at reception, whatever reform has come since."""


def measured(dossier_ids: Sequence[int]) -> dict[int, Measured]:
    """These dossiers by id; unknown ones are left out. Four queries, and a calendar's where a
    promise was moved more than once.
    """
    ids = list(dossier_ids)
    units = defaultdict[int, list[int]](list)
    rows = DossierUnit.objects.filter(dossier_id__in=ids).order_by("unit_id")
    for dossier_id, unit_id in rows.values_list("dossier_id", "unit_id"):
        units[dossier_id].append(unit_id)
    heads = list(Dossier.objects.filter(pk__in=ids).annotate(**_FROZEN).values_list(*_FIELDS))
    turns = _turns(ids, {row[0]: row[10] for row in heads})
    found = [(*row, tuple(units[row[0]]), tuple(turns.get(row[0], ()))) for row in heads]
    return {row[0]: Measured(*row) for row in found}


def _turns(ids: list[int], received_units: dict[int, int]) -> dict[int, list[Turn]]:
    promises = {(p.dossier_id, p.number): p for p in Promise.objects.filter(dossier_id__in=ids)}
    ledger = defaultdict[int, list[tuple[Any, ...]]](list)
    rows = LedgerEntry.objects.filter(dossier_id__in=ids).order_by("dossier_id", "no")
    for dossier_id, *turn in rows.values_list(
        "dossier_id",
        "history_seq",
        "kind",
        "at",
        "promise",
        "ground",
        "was_at",
        "now_at",
        "edition",
    ):
        ledger[dossier_id].append(tuple(turn))
    return {
        dossier_id: list(_dated(dossier_id, turns, promises, received_units.get(dossier_id)))
        for dossier_id, turns in ledger.items()
    }


def _dated(
    dossier_id: int,
    turns: list[tuple[Any, ...]],
    promises: dict[tuple[int, int], Promise],
    unit_id: int | None,
) -> Iterator[Turn]:
    """Each turn with the due moment after it: first the original one, after the last move the
    present one, in between as the stops until then give it."""
    due: dict[int, datetime | None] = {}
    for place, (seq, kind, at, number, _ground, _was, now, _edition) in enumerate(turns):
        promise = promises.get((dossier_id, number))
        if promise is None:
            continue
        if kind == Kind.START:
            due[number] = promise.original_due_at
        elif kind in MOVED:
            later = [t for t in turns[place + 1 :] if t[1] in MOVED and t[3] == number]
            if not later:
                due[number] = promise.due_at
            elif kind in TELLING:
                due[number] = now
            elif later[0][1] in TELLING:
                due[number] = later[0][5]
            else:
                until = [t for t in turns[: place + 1] if t[3] == number]
                due[number] = _between(promise, until, unit_id)
        yield Turn(seq, kind, at, number, due.get(number))


def _between(promise: Promise, turns: list[tuple[Any, ...]], unit_id: int | None) -> Any:
    if promise.limit is None or promise.starts_at is None or unit_id is None:
        return promise.due_at
    edition = max((t[7] for t in turns if t[7] is not None), default=promise.original_edition)
    calendar = organizations.calendar_of(unit_id, promise.starts_at, edition=edition)
    limit = TimeLimit.from_json(promise.limit)
    stops = _clock.paired((t[1], t[2], t[4]) for t in turns)
    longer = _longer_then(promise, turns[-1][0]) if _lengthened(turns) else []
    try:
        return _clock.compute(
            limit, promise.starts_at, calendar, stops=stops, longer=longer, explain=False
        ).at
    except Refused:
        return promise.due_at


def _lengthened(turns: list[tuple[Any, ...]]) -> bool:
    return any(turn[1] == Kind.LENGTHEN for turn in turns)


def _longer_then(promise: Promise, seq: int) -> list[Longer]:
    """The longer terms that were in force after the act ``seq``. One query."""
    rows = Lengthening.objects.filter(
        dossier_id=promise.dossier_id, promise=promise.number, history_seq__lte=seq
    ).exclude(taken_back_seq__lte=seq)
    return _clock.as_longer(rows.order_by("no"))
