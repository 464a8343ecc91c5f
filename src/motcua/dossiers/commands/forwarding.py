"""A step goes to another unit of the same kind, or is taken back before anybody has seen it."""

from datetime import datetime

from motcua.dossiers import permissions
from motcua.dossiers._aside import seen_since, undoable
from motcua.dossiers.errors import NothingToUndo, ReasonMissing, SeenAlready
from motcua.dossiers.states import HandoverMode
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.errors import WrongState
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes
from motcua.workflow.errors import NotBackable

from ._common import follow, moving, not_before, written
from .steps import hand_over, moved_payload


@command
def forward_item(
    *,
    item_id: int,
    unit_id: int,
    reason: str,
    handover: str = HandoverMode.ELECTRONIC,
    by: Actor,
    at: datetime,
) -> None:
    """Give a step that came to the wrong unit to the same role of another one.

    :param unit_id: one of ``queries.forwardable``.
    :raises NotPermitted: the step is another unit's, role's or person's.
    :raises UnitUnfit: nobody of that role works there.
    :raises ReasonMissing: the colleague is owed a reason.
    :raises WrongState: it was finished a moment ago, or papers are waited for.
    """
    dossier = moving(processes.subject_of(item_id))
    permissions.require(by, "forward")
    if not (reason := clean(reason, 4000)):
        raise ReasonMissing
    at = not_before(dossier, processes.open_items(dossier.pk), at)
    movement = workflow.forward(item_id=item_id, unit_id=unit_id, by=by, at=at)
    payload = moved_payload(item_id, movement) | {"unit": unit_id}
    texts = {"reason": reason}
    seq = written(dossier, "step.forwarded", payload, by=by, at=at, handover=handover, texts=texts)
    hand_over(dossier, movement, handover, by=by, at=at)
    follow(dossier, movement, seq=seq, at=at)


@command
def undo_step(*, dossier_id: int, by: Actor, at: datetime) -> None:
    """Take back the step that one has just finished, while nobody has opened what came of it.

    :raises NotPermitted: by role.
    :raises NothingToUndo: the last act was no such step of one's own, or it did more than hand on.
    :raises SeenAlready: the next one has taken it, or opened the dossier.
    """
    dossier = moving(dossier_id)
    permissions.require(by, "undo")
    last = undoable(dossier, history.entries(dossier.year, dossier.pk), by)
    if last is None:
        raise NothingToUndo
    if seen_since(dossier, last, by):
        raise SeenAlready
    at = not_before(dossier, processes.open_items(dossier.pk), at)
    try:
        movement = workflow.undo(
            item_id=last.payload["item"], opened_id=last.payload["opened"][0], by=by, at=at
        )
    except (NotBackable, WrongState):
        raise SeenAlready from None
    opened = [item.id for item in movement.opened]
    payload = {"item": last.payload["item"], "undone": last.seq, "opened": opened}
    seq = written(dossier, "step.undone", payload, by=by, at=at)
    follow(dossier, movement, seq=seq, at=at)
