"""Ways that no drawing shows: give a task to another unit, take a step back, begin again."""

from datetime import datetime

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.transactions import part_of_command
from motcua.workflow import offices
from motcua.workflow.definitions import graph_of
from motcua.workflow.engine import Advance
from motcua.workflow.errors import NotBackable, NothingRunning, UnitUnfit
from motcua.workflow.models import Instance, Token, WorkItem
from motcua.workflow.states import Ending, ItemKind, ItemState
from motcua.workflow.values import Movement

from .locking import lock_by_item, require_open, require_task_of
from .rows import close, movement, open_rests


@part_of_command
def forward(*, item_id: int, unit_id: int, by: Actor, at: datetime) -> Movement:
    """Give a task to the same role of another unit; nobody there holds it yet.

    :raises NotPermitted: the item is for another unit or role, or a colleague holds it.
    :raises ItemClosed: it was finished a moment ago.
    :raises UnitUnfit: nobody of that role works there, or it is there already.
    """
    instance, item = lock_by_item(item_id)
    require_task_of(item, by, "forward")
    if unit_id == item.unit_id or not offices.works(unit_id, item.role, local_day(at)):
        raise UnitUnfit
    _give_up(item, by, at, ItemState.SENT_BACK)
    graph = graph_of(instance.definition_id)
    moved = Advance(rests=[item.node_id])
    opened = open_rests(instance, graph, moved, at, unit_id=unit_id)
    return movement(graph, opened=opened, closed=[item], ended=False)


@part_of_command
def undo(*, item_id: int, opened_id: int, by: Actor, at: datetime) -> Movement:
    """Take a finished task back: what it opened is cancelled, and it is open again as it was.

    :param opened_id: the one task that finishing it opened.
    :raises ItemClosed: what it opened was finished a moment ago.
    :raises NotBackable: somebody has taken what it opened, or it was somebody else's.
    """
    instance, item = lock_by_item(item_id)
    after = WorkItem.objects.get(pk=opened_id, instance=instance)
    require_open(after)
    mine = item.state == ItemState.DONE and item.closed_by_id == by.post_id
    if not mine or after.kind != ItemKind.TASK or after.taken_at is not None:
        raise NotBackable(offered="—")
    close([after], ItemState.CANCELLED, "", at)
    Token.objects.filter(pk=after.token_id).update(left_at=at)
    graph = graph_of(instance.definition_id)
    moved = Advance(rests=[item.node_id])
    opened = open_rests(instance, graph, moved, at, again=item, unit_id=item.unit_id)
    for row in opened:
        row.due_at, row.allotted = item.due_at, item.allotted
        row.save(update_fields=["due_at", "allotted"])
    return movement(graph, opened=opened, closed=[after], ended=False)


@part_of_command
def reopen(*, subject_id: int, at: datetime) -> Movement:
    """Let a cancelled process go on where it stood; whoever held a step then gets it again.

    :raises NothingRunning: no cancelled process of this subject.
    """
    cancelled = Instance.objects.select_for_update().filter(
        subject_id=subject_id, ended_as=Ending.CANCELLED
    )
    instance = cancelled.order_by("-id").first()
    if instance is None:
        raise NothingRunning
    ended_at = instance.ended_at
    instance.ended_at, instance.ended_as = None, Ending.RUNNING
    instance.save(update_fields=["ended_at", "ended_as"])
    graph = graph_of(instance.definition_id)
    waiting = instance.tokens.filter(left_at=ended_at).exclude(arrived_by="")
    parked = [(token.node_id, token.arrived_by) for token in waiting]
    opened = open_rests(instance, graph, Advance(parked=parked), at)
    for item in instance.items.filter(state=ItemState.CANCELLED, finished_at=ended_at):
        moved = Advance(rests=[item.node_id])
        opened += open_rests(instance, graph, moved, at, again=item, unit_id=item.unit_id)
    return movement(graph, opened=opened, closed=[], ended=False)


def _give_up(item: WorkItem, by: Actor, at: datetime, state: ItemState) -> None:
    item.post_id = item.post_id or by.holder_id
    item.closed_by_id = by.post_id
    close([item], state, "", at)
    Token.objects.filter(pk=item.token_id).update(left_at=at)
