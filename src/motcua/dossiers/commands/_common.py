"""What every later act begins and ends with: the locked row, and what a movement does to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from motcua.dossiers import _clock, _desk
from motcua.dossiers.errors import Closed, ResultMissing, WaitsForSupplement
from motcua.dossiers.inputs import ComponentInput
from motcua.dossiers.models import Dossier, DossierComponent, LedgerEntry, Promise, Result
from motcua.dossiers.states import OPEN, Clock, Handback, Money, State
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.clock import LOCK_WAIT, follows, local_day
from motcua.kernel.rows import insert
from motcua.kernel.text import clean
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo, Movement

MOVING = (
    "state", "clock", "money", "handback", "outcome", "due_at", "due_on", "done_on", "done_at",
    "ended_at",
)  # fmt: skip
"""The columns that a movement may change; the others are frozen or follow other acts."""
STEP_CLOCK = {"finance": Clock.FINANCE, "applicant": Clock.OUTSIDE, "external": Clock.OUTSIDE}


def locked(dossier_id: int) -> Dossier:
    """The row, held until the command ends, so that two people cannot decide at once.

    :raises Closed: the dossier has ended, also when a colleague ended it a moment ago.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    organizations.look_again()
    if dossier.state not in OPEN:
        raise Closed(dossier=dossier.code, state=dossier.get_state_display())
    return dossier


def moving(dossier_id: int) -> Dossier:
    """The locked row of a dossier whose steps may move: it does not wait for papers.

    :raises Closed: as for `locked`.
    :raises WaitsForSupplement: the applicant is to answer first.
    """
    dossier = locked(dossier_id)
    if dossier.clock == Clock.SUPPLEMENT:
        raise WaitsForSupplement(dossier=dossier.code)
    return dossier


def not_before(dossier: Dossier, items: Iterable[ItemInfo], at: datetime) -> datetime:
    """The moment of an act, never before what was done under the lock just before it.

    Who pressed first may get the lock second; no act begins before the one it follows.

    :raises ClockBehind: it is longer than a wait for the lock can be.
    """
    turned = LedgerEntry.objects.filter(dossier=dossier).order_by("-no").values_list("at")
    known = [at, *(t for (t,) in turned[:1])]
    for item in items:
        known += [item.opened_at, item.taken_at or item.opened_at]
    latest = max(known)
    follows(latest, at, within=LOCK_WAIT)
    return latest


def written(
    dossier: Dossier,
    kind: str,
    payload: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    handover: str = "",
    texts: dict[str, str] | None = None,
) -> int:
    """Append the act to the history; its number."""
    entry = history.record(
        year=dossier.year,
        subject_id=dossier.pk,
        kind=kind,
        payload=payload,
        by=by,
        at=at,
        channel=dossier.channel,
        handover=handover,
        command_id=uuid4(),
        texts=texts,
    )
    return entry.seq


def follow(dossier: Dossier, movement: Movement, *, seq: int, at: datetime) -> None:
    """Let the dossier follow what its process did: inboxes, clock, state. Saves the row.

    :raises ResultMissing: the processing is over and nothing was decided.
    """
    if movement.closed and dossier.state == State.ACCEPTED:
        dossier.state = State.PROCESSING
    if movement.waits_ended:
        _let_go_on(dossier, movement.waits_ended, seq=seq, at=at)
    for wait in movement.waits_opened:
        _stop_for(dossier, wait, seq=seq, at=at)
    if _is_over(dossier, movement):
        _finish(dossier, seq=seq, at=at)
    _desk.remove_rows([*movement.closed, *movement.waits_ended])
    opened = [*movement.opened, *movement.waits_opened]
    if opened:
        _desk.show_to(dossier, [(i.unit_id, "holds") for i in opened if i.unit_id], at)
        _desk.add_rows(dossier, opened)
    if movement.waits_opened or movement.waits_ended:
        _desk.refresh_due(dossier)
    dossier.save(update_fields=MOVING)


def _is_over(dossier: Dossier, movement: Movement) -> bool:
    """Whether nothing is left but to return the result: every branch has come to its end.

    A branch that returns does not end the dossier while another one still works. No query unless
    this movement opened nothing else.
    """
    if movement.ended:
        return True
    if movement.waits_opened or any(item.step_kind != "return" for item in movement.opened):
        return False
    return all(item.step_kind == "return" for item in processes.open_items(dossier.pk))


def _stops(wait: ItemInfo) -> bool:
    return wait.stops_clock or wait.ends_promise > 0


def _stop_for(dossier: Dossier, wait: ItemInfo, *, seq: int, at: datetime) -> None:
    """A wait has opened: what was promised until then is kept, or the clock stands still."""
    clock = STEP_CLOCK.get(wait.step_kind, Clock.OUTSIDE)
    promise = _clock.running_promise(dossier)
    if wait.ends_promise and promise is not None and promise.number == wait.ends_promise:
        following = dossier.promises.filter(number__gt=promise.number).exists()
        if following:
            if dossier.clock != Clock.RUNNING:
                _clock.resume(dossier, at=at, ground=wait.name, seq=seq)
                promise.refresh_from_db()
            end_promise(dossier, promise, ground=wait.name, seq=seq, at=at)
            _clock.show(dossier, None)
            dossier.clock = clock
            return
    if wait.stops_clock and dossier.clock == Clock.RUNNING:
        _clock.pause(dossier, clock, at=at, ground=wait.name, seq=seq)


def _let_go_on(dossier: Dossier, waits: tuple[ItemInfo, ...], *, seq: int, at: datetime) -> None:
    """Waits have ended: the clock goes on when none that stops it is left."""
    if dossier.money == Money.DUE and any(wait.step_kind == "finance" for wait in waits):
        dossier.money = Money.SETTLED
    if dossier.clock == Clock.RUNNING or not any(_stops(wait) for wait in waits):
        return
    left = [i for i in processes.open_items(dossier.pk) if i.kind == "wait" and _stops(i)]
    if left:
        dossier.clock = STEP_CLOCK.get(left[0].step_kind, Clock.OUTSIDE)
        return
    _clock.resume(dossier, at=at, ground=waits[-1].name, seq=seq)


def end_promise(dossier: Dossier, promise: Promise, *, ground: str, seq: int, at: datetime) -> None:
    """What was promised is done: kept, and noted in the ledger."""
    _clock.keep(promise, at)
    _clock.turn(
        dossier, LedgerEntry.Kind.END, at=at, ground=ground, seq=seq, promise=promise.number
    )


def _finish(dossier: Dossier, *, seq: int, at: datetime) -> None:
    """State 9: what was promised is done. The result may wait to be collected."""
    if dossier.state == State.DONE:
        return
    result = Result.objects.filter(dossier=dossier).first()
    if result is None:
        raise ResultMissing
    promise = _clock.running_promise(dossier)
    if promise is not None:
        end_promise(dossier, promise, ground=result.number, seq=seq, at=at)
    dossier.state, dossier.clock = State.DONE, Clock.ENDED
    dossier.done_at = dossier.ended_at = at
    dossier.done_on = local_day(at)
    dossier.outcome = result.outcome
    dossier.handback = Handback.READY


def add_components(
    dossier: Dossier, received: Sequence[ComponentInput], *, behind: int
) -> list[DossierComponent]:
    """Write the papers that came, numbered behind those that were there. One statement."""
    rows = [
        DossierComponent(
            dossier=dossier,
            no=no,
            component_id=paper.component_id,
            name=clean(paper.name, 4000),
            originals=paper.originals,
            copies=paper.copies,
            provenance=paper.provenance,
            state_held=paper.state_held,
            file_id=paper.file_id,
        )
        for no, paper in enumerate(received, behind + 1)
    ]
    insert(*rows)
    return rows
