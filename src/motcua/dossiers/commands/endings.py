"""A dossier that ends before its result: given back, withdrawn by its owner, or stopped."""

from datetime import datetime

from motcua.dossiers import _clock, _desk, _owed, permissions
from motcua.dossiers._aside import worded
from motcua.dossiers.errors import DecidedAlready
from motcua.dossiers.models import Dossier, EarlyEnd, Promise, Result
from motcua.dossiers.states import Clock, RefusalReason, State, StopReason
from motcua.kernel.actor import Actor
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes

from ._common import end_promise, locked, not_before, written


@command
def refuse(*, dossier_id: int, reason: str, text: str = "", by: Actor, at: datetime) -> None:
    """Give a received dossier back unresolved, with a written reason.

    Shown to the national portal as stopped (8); in no count of decisions (conventions 13-14).

    :param reason: one of ``RefusalReason``; ``other`` is told in words.
    :raises NotPermitted: the actor neither holds a step of the dossier nor leads who does.
    :raises UnknownReason, ReasonMissing: see each.
    :raises WrongState: it has ended, or a decision was recorded.

    Source: NĐ 61/2018/NĐ-CP art. 19 (unverified wording); Mẫu 03.
    """
    dossier = locked(dossier_id)
    permissions.require_do(by, "refuse", dossier, processes.items(dossier.pk))
    text = worded(reason, text, RefusalReason.values)
    _end_early(dossier, State.REFUSED, reason, text, by=by, at=at)


@command
def withdraw(*, dossier_id: int, reason_text: str = "", by: Actor, at: datetime) -> None:
    """Note at the counter that the owner takes the dossier back; nothing more is decided.

    :param reason_text: what the owner gave as the reason, if anything.
    :raises NotPermitted: the dossier was received at another counter.
    :raises WrongState: it has ended, or a decision was recorded.
    """
    dossier = locked(dossier_id)
    permissions.require_do(by, "withdraw", dossier, processes.items(dossier.pk))
    _end_early(dossier, State.WITHDRAWN, "", clean(reason_text, 4000), by=by, at=at)


@command
def stop(*, dossier_id: int, reason: str, text: str = "", by: Actor, at: datetime) -> None:
    """Stop the processing for good: an end, no pause (convention 10).

    :param reason: one of ``StopReason``; ``other`` is told in words.
    :raises NotPermitted: the actor does not lead the unit that decides or holds the dossier.
    :raises UnknownReason, ReasonMissing: see each.
    :raises WrongState: it has ended, or a decision was recorded.

    Source: TT 03/2025/TT-VPCP Mẫu 05 (only before there is a decision [seen]; a decision that was
    never handed out since nobody paid for it may be stopped too [derived]).
    """
    dossier = locked(dossier_id)
    permissions.require_do(by, "stop", dossier, processes.items(dossier.pk))
    text = worded(reason, text, StopReason.values)
    _end_early(dossier, State.STOPPED, reason, text, by=by, at=at)


def _end_early(
    dossier: Dossier, state: State, reason: str, text: str, *, by: Actor, at: datetime
) -> None:
    """Nothing stays open: the process is cancelled, the clock ends, the inboxes are emptied."""
    decided = Result.objects.filter(dossier=dossier).first()
    if decided is not None and reason != StopReason.OBLIGATION_UNMET:
        raise DecidedAlready(dossier=dossier.code, number=decided.number)
    at = not_before(dossier, processes.open_items(dossier.pk), at)
    movement = workflow.cancel(subject_id=dossier.pk, at=at)
    left = [*movement.closed, *movement.waits_ended]
    payload = {"reason": reason, "cancelled": [item.id for item in left]}
    texts = {"reason": text} if text else None
    seq = written(dossier, f"dossier.{state.value}", payload, by=by, at=at, texts=texts)
    promise = _clock.running_promise(dossier)
    if promise is not None:
        end_promise(dossier, promise, ground=str(state.label), seq=seq, at=at)
    else:
        started = Promise.objects.filter(dossier=dossier, starts_at__isnull=False)
        _clock.show(dossier, started.order_by("-number").first())
    dossier.state, dossier.clock, dossier.ended_at = state, Clock.ENDED, at
    dossier.save()
    _desk.remove_rows(left)
    EarlyEnd.objects.create(
        dossier=dossier,
        state=state,
        reason=reason,
        text=text,
        at=at,
        history_seq=seq,
        by_post_id=by.seat()[1],
    )
    _owed.ended_early(dossier, reason, text, left, by=by, at=at)
