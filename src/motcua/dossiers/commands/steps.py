"""Working on a dossier: one act at a time, by whoever holds the step."""

from datetime import datetime

from motcua.dossiers import _apologies, _custody, _owed, permissions
from motcua.dossiers.errors import ReasonMissing, ReturnedAtCounter
from motcua.dossiers.models import Dossier, InboxRow
from motcua.dossiers.states import HandoverMode
from motcua.kernel import idempotency
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo, Movement

from ._common import follow, locked, moving, written


@command
def take_item(*, item_id: int, by: Actor, at: datetime) -> None:
    """Take a step that waits for the role into one's own hands. Pressed twice, it is one act.

    :raises NotPermitted: the step is another unit's or role's.
    :raises WrongState: a colleague has taken or finished it a moment ago.
    """
    dossier = locked(processes.subject_of(item_id))
    permissions.require(by, "take")
    if workflow.take(item_id=item_id, by=by, at=at).taken_at != at:
        return  # it was in these hands already: the answer to the first press was lost
    InboxRow.objects.filter(item_id=item_id).update(post_id=by.holder_id)
    written(dossier, "step.taken", {"item": item_id}, by=by, at=at)


@command
def assign_item(*, item_id: int, post_id: int, by: Actor, at: datetime) -> None:
    """Give a step of one's unit to a person of that unit. Pressed twice, it is one act.

    :param post_id: the post that shall do it; of the step's unit and role.
    :raises NotPermitted: the actor leads no unit, or not this one.
    :raises WrongState: the step was finished a moment ago.
    """
    dossier = locked(processes.subject_of(item_id))
    permissions.require(by, "assign")
    before = processes.item(item_id).person_post_id
    workflow.assign(item_id=item_id, post_id=post_id, by=by, at=at)
    if before == post_id:
        return  # it was given already: the answer to the first press was lost
    InboxRow.objects.filter(item_id=item_id).update(post_id=post_id)
    written(dossier, "step.assigned", {"item": item_id, "post": post_id}, by=by, at=at)


@command
def finish_item(
    *,
    item_id: int,
    outcome: str = "",
    note: str = "",
    handover: str = HandoverMode.ELECTRONIC,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Movement | None:
    """Finish a step with its outcome; the dossier goes on to whom the process says.

    :param outcome: one of the step's outcomes; empty where it has only one.
    :param note: what the next one should know; free text, erasable.
    :param handover: how the dossier reaches another unit, if it does.
    :param key: made when the form was shown; the same form twice is one act. None is returned
        for the repetition.
    :raises NotPermitted: the step is another unit's, role's or person's.
    :raises WrongState: it was finished a moment ago; tells by whom.
    :raises ResultMissing: it is the last one before the return, and nothing was decided.
    :raises ReturnedAtCounter: it is the return itself: that ends with `return_result`.
    :raises KeyReused: the form was sent before with another outcome or note.
    :raises WaitsForSupplement: papers were asked for and have not come.
    """
    permissions.require(by, "finish")
    sent = {"item": item_id, "outcome": outcome, "note": note, "post": by.post_id}
    if key and idempotency.claim("dossiers.finish", key, sent | {"mode": handover}) is not None:
        return None
    dossier = moving(processes.subject_of(item_id))
    movement, seq = finish_step(dossier, item_id, outcome, note, handover, by=by, at=at)
    _owed.done(dossier, at=at)
    if key:
        idempotency.answer("dossiers.finish", key, {"seq": seq})
    return movement


def finish_step(
    dossier: Dossier,
    item_id: int,
    outcome: str,
    note: str,
    handover: str,
    *,
    by: Actor,
    at: datetime,
) -> tuple[Movement, int]:
    """Finish a step of a locked dossier; what moved, and the number of its entry.

    Errors as for `finish_item`.
    """
    movement = workflow.finish(item_id=item_id, outcome=outcome, variables={}, by=by, at=at)
    if any(item.step_kind == "return" for item in movement.closed):
        raise ReturnedAtCounter
    _apologies.may_be_signed(dossier, movement, at)
    seq = written(
        dossier,
        "step.finished",
        moved_payload(item_id, movement) | {"outcome": outcome},
        by=by,
        at=at,
        handover=handover if _others(movement, by) else "",
        texts={"note": clean(note, 4000)} if note else None,
    )
    hand_over(dossier, movement, handover, by=by, at=at)
    follow(dossier, movement, seq=seq, at=at)
    return movement, seq


@command
def send_back_item(
    *,
    item_id: int,
    node_id: str,
    reason: str,
    handover: str = HandoverMode.ELECTRONIC,
    by: Actor,
    at: datetime,
) -> Movement:
    """Send a dossier back to an earlier step, saying why.

    :param node_id: one of ``workflow.queries.backable_nodes``.
    :raises ReasonMissing: the colleague is owed a reason.
    :raises NotPermitted, WrongState: as for finishing.
    """
    dossier = moving(processes.subject_of(item_id))
    permissions.require(by, "send_back")
    if not (reason := clean(reason, 4000)):
        raise ReasonMissing
    movement = workflow.send_back(item_id=item_id, to_node_id=node_id, by=by, at=at)
    seq = written(
        dossier,
        "step.sent_back",
        moved_payload(item_id, movement) | {"node": node_id},
        by=by,
        at=at,
        handover=handover if _others(movement, by) else "",
        texts={"reason": reason},
    )
    hand_over(dossier, movement, handover, by=by, at=at)
    follow(dossier, movement, seq=seq, at=at)
    return movement


@command
def end_wait(*, item_id: int, document: str, by: Actor, at: datetime) -> Movement:
    """Note that somebody outside has done what the dossier waited for; the clock goes on.

    :param document: the paper that proves it (number and day), for example the tax receipt.
    :raises ReasonMissing: no document is named.
    :raises NotPermitted: the dossier was received elsewhere and the actor never worked on it.
    :raises WrongState: a colleague noted it a moment ago.
    """
    wait = processes.item(item_id)
    dossier = moving(wait.subject_id)
    permissions.require(by, "end_wait")
    items = processes.items(dossier.pk)
    if not permissions.may_end_wait(by, items, dossier.received_unit_id):
        raise NotPermitted("end_wait")
    if not (document := clean(document, 500)):
        raise ReasonMissing(field="document")
    movement = workflow.end_wait(wait_id=item_id, variables={}, at=at)
    seq = written(
        dossier,
        "wait.ended",
        moved_payload(item_id, movement),
        by=by,
        at=at,
        texts={"document": document},
    )
    follow(dossier, movement, seq=seq, at=at)
    _owed.done(dossier, at=at)
    return movement


def moved_payload(item_id: int, movement: Movement) -> dict[str, object]:
    """What a movement opened and closed, for the history."""
    return {
        "item": item_id,
        "opened": [i.id for i in [*movement.opened, *movement.waits_opened]],
        "closed": [i.id for i in [*movement.closed, *movement.waits_ended]],
    }


def _others(movement: Movement, by: Actor) -> list[ItemInfo]:
    """Opened steps of other units: the dossier leaves this one."""
    return [i for i in movement.opened if i.unit_id not in (None, by.unit_id)]


def hand_over(dossier: Dossier, movement: Movement, mode: str, *, by: Actor, at: datetime) -> None:
    """Note what leaves the unit. Electronic ones are there at once; paper waits to be confirmed.

    Where several units get the dossier at once, the paper goes to the first of them.

    :raises PapersOnTheWay, PapersElsewhere: there is no paper here to be given.
    """
    others = _others(movement, by)
    if mode == HandoverMode.ELECTRONIC or not others or others[0].unit_id is None:
        return
    _custody.give(dossier, others[0].unit_id, mode, by=by, at=at)
