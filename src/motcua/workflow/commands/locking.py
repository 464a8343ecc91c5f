"""What every act on an instance begins with: the lock, the permission, the state."""

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local
from motcua.kernel.errors import NotPermitted
from motcua.workflow import offices, permissions
from motcua.workflow.errors import ItemClosed, NothingRunning, UnknownItem
from motcua.workflow.models import Instance, WorkItem
from motcua.workflow.states import ItemKind, ItemState


def lock_by_item(item_id: int) -> tuple[Instance, WorkItem]:
    """Lock the instance of an item, then read the item as it is now. Two queries.

    :raises UnknownItem: no such item.
    """
    instance = Instance.objects.select_for_update(of=("self",)).filter(items__id=item_id).first()
    if instance is None:
        raise UnknownItem
    return instance, WorkItem.objects.get(pk=item_id)


def lock_by_subject(subject_id: int) -> Instance:
    """Lock the instance that runs for a subject.

    :raises NothingRunning: none does.
    """
    running = Instance.objects.select_for_update().filter(
        subject_id=subject_id, ended_at__isnull=True
    )
    instance = running.first()
    if instance is None:
        raise NothingRunning
    return instance


def require_task_of(item: WorkItem, by: Actor, act: str) -> None:
    """Permission, then state: the item is for the acting post, is open, and no other holds it.

    :raises NotPermitted: another unit or role, a wait, or a colleague holds it.
    :raises ItemClosed: it is no longer open; says who closed it, and when.
    """
    if item.kind != ItemKind.TASK or not permissions.works_there(
        by, unit_id=item.unit_id, role=item.role
    ):
        raise NotPermitted(act, item_id=item.pk)
    require_open(item)
    if not permissions.holds(by, item.post_id):
        raise NotPermitted(act, item_id=item.pk, held_by=item.post_id)


def require_open(item: WorkItem) -> None:
    """:raises ItemClosed: the item is no longer open; says who closed it, and when."""
    if item.state == ItemState.OPEN:
        return
    closed_at = item.finished_at
    raise ItemClosed(
        step=item.name,
        who=offices.person_name(item.closed_by_id) or "hệ thống",
        when=f"{local(closed_at):%H:%M %d/%m/%Y}" if closed_at else "",
    )
