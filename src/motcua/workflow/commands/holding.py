"""Who holds a task: take it oneself, or give it to somebody."""

from datetime import datetime

from motcua.kernel.actor import Actor
from motcua.kernel.clock import follows, local_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.transactions import part_of_command
from motcua.workflow import offices, permissions
from motcua.workflow.definitions import graph_of
from motcua.workflow.errors import ItemHeld, PostUnfit
from motcua.workflow.infos import item_info
from motcua.workflow.models import WorkItem
from motcua.workflow.states import ItemKind
from motcua.workflow.values import ItemInfo

from .locking import lock_by_item, require_open


@part_of_command
def take(*, item_id: int, by: Actor, at: datetime) -> ItemInfo:
    """Take a task for the acting post. Taking again what one holds changes nothing.

    :raises NotPermitted: the item is for another unit or role.
    :raises ItemClosed: it is no longer open; says who closed it, and when.
    :raises ItemHeld: a colleague holds it; says who.
    """
    instance, item = lock_by_item(item_id)
    if item.kind != ItemKind.TASK or not permissions.works_there(
        by, unit_id=item.unit_id, role=item.role
    ):
        raise NotPermitted("take", item_id=item_id)
    require_open(item)
    if not permissions.holds(by, item.post_id):
        raise ItemHeld(step=item.name, who=offices.person_name(item.post_id))
    if item.taken_at is None:
        _give(item, by.holder_id, taken_at=at)
    return item_info(item, graph_of(instance.definition_id))


@part_of_command
def assign(*, item_id: int, post_id: int, by: Actor, at: datetime) -> ItemInfo:
    """Give a task to somebody of its unit and role; it counts as taken when they take it.

    :raises NotPermitted: `by` neither leads the unit nor works on this item.
    :raises ItemClosed: it is no longer open; says who closed it, and when.
    :raises PostUnfit: the post is of another unit or role, or not in force today.
    """
    instance, item = lock_by_item(item_id)
    if item.kind != ItemKind.TASK or not permissions.may_assign(
        by, unit_id=item.unit_id, role=item.role, post_id=None
    ):
        raise NotPermitted("assign", item_id=item_id)
    require_open(item)
    if not permissions.may_assign(by, unit_id=item.unit_id, role=item.role, post_id=item.post_id):
        raise NotPermitted("assign", item_id=item_id, held_by=item.post_id)
    if not offices.may_hold(post_id, item.unit_id, item.role, local_day(at)):
        raise PostUnfit
    if item.post_id != post_id:
        _give(item, post_id, taken_at=None)
    return item_info(item, graph_of(instance.definition_id))


def _give(item: WorkItem, post_id: int | None, *, taken_at: datetime | None) -> None:
    if taken_at is not None:
        follows(item.opened_at, taken_at)
    item.post_id, item.taken_at = post_id, taken_at
    item.save(update_fields=["post", "taken_at"])
