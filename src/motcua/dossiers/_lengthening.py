"""Which longer terms a dossier may be given, and the day that each would lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.catalog import queries as catalog
from motcua.catalog.queries import ConditionInfo
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import INSTEAD, Longer

from . import _clock
from .models import Dossier, Lengthening, Promise
from .term_errors import (
    LengthenedAlready,
    NoLongerTerm,
    NotLonger,
    OfTheWholeTerm,
    TermIsOver,
    TermNotPromised,
)


@dataclass(frozen=True, slots=True)
class Prolonged:
    """What a condition would come to: the promise that runs, and its due moments."""

    condition: ConditionInfo
    promise: Promise
    was: datetime
    now: datetime


def conditions(dossier: Dossier) -> tuple[ConditionInfo, ...]:
    """The longer terms that the procedure allows for dossiers like this one. No query for a
    version that this process has read before.
    """
    version = catalog.version(dossier.procedure_version_id)
    return version.conditions_for(dossier.case_id, dossier.channel)


def granted(dossier: Dossier) -> list[Lengthening]:
    """What was granted and is not taken back, in its order. One query."""
    rows = Lengthening.objects.filter(dossier=dossier, taken_back_at__isnull=True)
    return list(rows.order_by("no"))


def prolonged(
    dossier: Dossier,
    condition_id: int,
    ground: str,
    at: datetime,
    *,
    known: Sequence[Lengthening] | None = None,
) -> Prolonged:
    """The due moment once a condition is granted. A handful of queries.

    The moment that counts is that of the clock: while it stands still, when it was stopped. Late
    is judged by dates (convention 12), so on the due day itself the term is not over.

    :raises NoLongerTerm: the procedure has no such condition for dossiers like this one.
    :raises LengthenedAlready, TermNotPromised, OfTheWholeTerm, TermIsOver, NotLonger: see each.
    """
    condition = next((c for c in conditions(dossier) if c.id == condition_id), None)
    if condition is None:
        raise NoLongerTerm(dossier=dossier.code)
    rows = granted(dossier) if known is None else known
    if any(row.condition_id == condition.id for row in rows):
        raise LengthenedAlready(dossier=dossier.code)
    promise = _clock.running_promise(dossier)
    if promise is None or promise.due_at is None or promise.limit is None:
        raise TermNotPromised(dossier=dossier.code)
    if condition.way == INSTEAD and dossier.promises.count() > 1:
        raise OfTheWholeTerm(limit=condition.limit.text)
    stops = _clock.stops_of(dossier, promise.number)
    stopped = next((s.pause.since for s in stops if s.pause.until is None), None)
    due_on = local_day(promise.due_at)
    if local_day(stopped or at) > due_on:
        raise TermIsOver(dossier=dossier.code, due=f"{due_on:%d/%m/%Y}")
    more = Longer(condition.way, condition.limit, condition.condition, ground, at)
    before = _clock.as_longer(row for row in rows if row.promise == promise.number)
    now = _clock.due_with(dossier, promise, stops, [*before, more])
    if now <= promise.due_at:
        raise NotLonger(limit=condition.limit.text, due=f"{due_on:%d/%m/%Y}")
    return Prolonged(condition, promise, promise.due_at, now)
