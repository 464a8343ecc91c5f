"""Promises and the ledger: what was promised, and every turn of the clock."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from motcua.kernel import rulebook
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import Due, Pause, TimeLimit, WorkingCalendar, due
from motcua.organizations import queries as organizations

from .models import Dossier, LedgerEntry, Promise
from .states import Clock

Kind = LedgerEntry.Kind


def compute(
    limit: TimeLimit,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    policy: str,
    pauses: Iterable[Pause] = (),
    explain: bool = True,
) -> Due:
    """When a term falls due under the rules of the day it starts on."""
    day = local_day(start)
    return due(
        start,
        limit,
        calendar,
        pauses=tuple(pauses),
        policy=policy,
        printed=rulebook.value("time.printed", day),
        same_day_cutoff=time.fromisoformat(rulebook.value("time.same_day_cutoff", day)),
        explain=explain,
    )


def turn(
    dossier: Dossier, kind: Kind, *, at: datetime, ground: str, seq: int, promise: int
) -> None:
    """Write one turn of the clock. Two statements."""
    last = LedgerEntry.objects.filter(dossier=dossier).order_by("-no").values_list("no", flat=True)
    LedgerEntry.objects.create(
        dossier=dossier,
        no=(last.first() or 0) + 1,
        kind=kind,
        at=at,
        promise=promise,
        ground=ground,
        history_seq=seq,
    )


def running_promise(dossier: Dossier) -> Promise | None:
    """The promise that has started and is not kept yet."""
    return (
        Promise.objects.filter(dossier=dossier, starts_at__isnull=False, kept_at__isnull=True)
        .order_by("number")
        .first()
    )


def pauses_of(dossier: Dossier, number: int) -> list[Pause]:
    """The pauses of one promise, from the ledger."""
    turns = LedgerEntry.objects.filter(dossier=dossier, promise=number).order_by("no")
    return paired(turns.values_list("kind", "at", "ground"))


def paired(turns: Iterable[tuple[str, datetime, str]]) -> list[Pause]:
    """Turns of one promise (kind, moment, ground), in their order, as pauses. No query."""
    found: list[Pause] = []
    since: tuple[datetime, str] | None = None
    for kind, at, ground in turns:
        if kind == Kind.PAUSE:
            since = at, ground
        elif kind == Kind.RESUME and since is not None:
            found.append(Pause(since[0], at, since[1]))
            since = None
    if since is not None:
        found.append(Pause(since[0], None, since[1]))
    return found


def start_promise(dossier: Dossier, promise: Promise, at: datetime) -> None:
    """Begin a promise: its due moment is computed, and is its original one for ever."""
    promise.starts_at = at
    fields = _dated(dossier, promise, ())
    promise.original_due_at = promise.due_at
    promise.save(update_fields=[*fields, "starts_at", "original_due_at"])
    show(dossier, promise)


def recompute(dossier: Dossier, promise: Promise) -> None:
    """Move the due moment by the pauses of the ledger; the original one stays."""
    fields = _dated(dossier, promise, pauses_of(dossier, promise.number))
    promise.save(update_fields=fields)
    show(dossier, promise)


def keep(promise: Promise, at: datetime) -> None:
    """What was promised is done."""
    promise.kept_at = at
    promise.save(update_fields=["kept_at"])


def show(dossier: Dossier, promise: Promise | None) -> None:
    """The dossier's own due columns are those of the promise that runs."""
    dossier.due_at = promise.due_at if promise else None
    dossier.due_on = local_day(dossier.due_at) if dossier.due_at else None


def pause(dossier: Dossier, clock: Clock, *, at: datetime, ground: str, seq: int) -> None:
    """Stop the clock of the promise that runs."""
    promise = running_promise(dossier)
    dossier.clock = clock
    if promise is not None:
        turn(dossier, Kind.PAUSE, at=at, ground=ground, seq=seq, promise=promise.number)


def resume(dossier: Dossier, *, at: datetime, ground: str, seq: int) -> None:
    """Let the clock go on: the running promise moves, or the next one starts."""
    dossier.clock = Clock.RUNNING
    promise = running_promise(dossier)
    if promise is not None:
        turn(dossier, Kind.RESUME, at=at, ground=ground, seq=seq, promise=promise.number)
        recompute(dossier, promise)
        return
    following = (
        Promise.objects.filter(dossier=dossier, starts_at__isnull=True).order_by("number").first()
    )
    if following is not None:
        turn(dossier, Kind.START, at=at, ground=ground, seq=seq, promise=following.number)
        start_promise(dossier, following, at)


def _dated(dossier: Dossier, promise: Promise, pauses: Iterable[Pause]) -> list[str]:
    assert promise.starts_at is not None  # noqa: S101 - callers start it first
    if promise.limit is None:
        return ["due_at"]
    answer = compute(
        TimeLimit.from_json(promise.limit),
        promise.starts_at,
        organizations.calendar_of(dossier.received_unit_id, promise.starts_at),
        policy=dossier.supplement_policy,
        pauses=pauses,
    )
    promise.due_at = answer.at
    promise.explanation = explanation(answer)
    promise.provisional_years = list(answer.provisional_years)
    return ["due_at", "explanation", "provisional_years"]


def explanation(answer: Due) -> list[Any]:
    """The trace of a computation, as kept with its promise."""
    return [line.to_json() for line in answer.explanation]
