"""A changed calendar, and the open dossiers that follow it: each an act, with its ground."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from motcua.dossiers import _clock, _desk
from motcua.dossiers._rescheduling import behind, unfollowed
from motcua.dossiers.models import Dossier, LedgerEntry, Promise, Rescheduling
from motcua.dossiers.states import OPEN
from motcua.kernel import jobs
from motcua.kernel.actor import Actor
from motcua.kernel.errors import Refused
from motcua.kernel.transactions import command
from motcua.organizations import commands as organizations
from motcua.organizations import queries as units
from motcua.organizations.queries import ChangeInfo
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes
from motcua.workflow.queries import Redated

from ._common import not_before, written

BATCH = 100
"""Dossiers looked up at a time; each is a transaction of its own."""


@command
def apply_calendar_change(*, public_id: str, seen: int, by: Actor, at: datetime) -> int:
    """Apply a drafted change of a calendar; open dossiers follow in a job. Returns its edition.

    :param seen: the edition of the calendars by which its preview was computed.
    :raises NotPermitted: ``by`` is no system administrator.
    :raises UnknownChange, ChangeDecided, CalendarMovedOn, NothingChanges: see each.
    """
    edition = organizations.apply_calendar_change(public_id=public_id, seen=seen, by=by, at=at)
    _begin(units.calendar_change(public_id), at)
    from motcua.dossiers.tasks import follow_calendars as job

    jobs.defer(job, queueing_lock="dossiers.follow_calendars")
    return edition


def follow_calendars(clock: Callable[[], datetime]) -> int:
    """Let every open dossier follow every applied change, in their order; how many were looked at.

    Not a command: each dossier is one. Done twice it does nothing twice; killed, it is gone on
    with where it stood. A dossier that cannot follow now is tried again by the next run.
    """
    looked = 0
    for change in unfollowed():
        begin_following(change=change, at=clock())
        last = 0
        while ids := behind(change, after=last, limit=BATCH):
            for dossier_id in ids:
                looked += _tried(dossier_id, change, clock())
            last = ids[-1]
        finish_following(edition=change.number or 0, at=clock())
    return looked


def _tried(dossier_id: int, change: ChangeInfo, at: datetime) -> bool:
    try:
        reschedule(dossier_id=dossier_id, change=change, at=at)
    except Refused:
        return False
    return True


@command
def begin_following(*, change: ChangeInfo, at: datetime) -> None:
    """Note how many open dossiers a change can concern, unless it was noted."""
    _begin(change, at)


@command
def finish_following(*, edition: int, at: datetime) -> None:
    """Note that every open dossier was looked at."""
    rows = Rescheduling.objects.filter(edition=edition, finished_at__isnull=True)
    rows.update(finished_at=at)


@command
def reschedule(*, dossier_id: int, change: ChangeInfo, at: datetime) -> bool:
    """Let one open dossier follow a change of a calendar: promise, steps, inbox. Did it move?

    The act is that of who applied the change. A dossier that has ended since does not move, and
    what was promised first (``original_due_at``) never does.

    Source: the day promised is a function of the calendar in force (docs/legal/time.md).
    """
    edition = change.number or 0
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    if dossier.state not in OPEN or dossier.calendar_edition >= edition:
        return False
    at = not_before(dossier, processes.open_items(dossier.pk), at)
    promise = _clock.running_promise(dossier)
    was, unsure = (promise.due_at, promise.provisional_years) if promise else (None, [])
    fields = _clock.reckoned(dossier, promise, edition) if promise else []
    steps = workflow.redate(subject_id=dossier.pk, was=dossier.calendar_edition, edition=edition)
    dossier.calendar_edition = edition
    moved = promise is not None and (promise.due_at, promise.provisional_years) != (was, unsure)
    if moved or steps:
        facts = _facts(promise if moved else None, was, steps, change)
        texts = {"ground": change.ground}
        seq = written(dossier, "dossier.rescheduled", facts, by=change.by, at=at, texts=texts)
        if moved and promise is not None:
            _noted(dossier, promise, was, change, seq=seq, at=at)
    if promise is not None:
        _clock.tell_of_calendars(promise)
        promise.save(update_fields=fields)
        _clock.show(dossier, promise)
    dossier.save(update_fields=["calendar_edition", "due_at", "due_on", "statutory_due_at"])
    _desk.redate(dossier, [(step.item_id, step.now) for step in steps])
    return moved


def _noted(
    dossier: Dossier,
    promise: Promise,
    was: datetime | None,
    change: ChangeInfo,
    *,
    seq: int,
    at: datetime,
) -> None:
    """The line of the ledger: from when to when, by which change, on what ground."""
    _clock.turn(
        dossier,
        LedgerEntry.Kind.CALENDAR,
        at=at,
        ground=change.ground,
        seq=seq,
        promise=promise.number,
        moved=(change.number or 0, was, promise.due_at),
    )


def _facts(
    promise: Promise | None, was: datetime | None, steps: list[Redated], change: ChangeInfo
) -> dict[str, Any]:
    promises = [{"promise": promise.number, "was": was, "now": promise.due_at}] if promise else []
    moved = [{"item": step.item_id, "was": step.was, "now": step.now} for step in steps]
    return {
        "change": change.public_id,
        "edition": change.number,
        "promises": promises,
        "steps": moved,
    }


def _begin(change: ChangeInfo, at: datetime) -> None:
    """Two who begin at once write one row: the second is told of the first by its key."""
    edition = change.number or 0
    if Rescheduling.objects.filter(edition=edition).exists():
        return
    row = Rescheduling(
        edition=edition,
        total=len(behind(change, after=0, limit=None)),
        change=change.public_id,
        started_at=at,
    )
    Rescheduling.objects.bulk_create([row], ignore_conflicts=True)
