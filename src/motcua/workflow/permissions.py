"""Who may do what to a work item. One table, asked by commands and by pages alike."""

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.organizations.permissions import Role

from .states import ItemKind, ItemState
from .values import ItemInfo

LEADERS = frozenset({Role.UNIT_LEADER.value, Role.DEPARTMENT_LEADER.value})
PUBLISHERS = frozenset({Role.CATALOGUE_ADMIN.value})


def works_there(by: Actor, *, unit_id: int | None, role: str) -> bool:
    """Whether the acting post is of this unit and this role."""
    return unit_id is not None and by.unit_id == unit_id and by.role == role


def holds(by: Actor, post_id: int | None) -> bool:
    """Whether nobody holds it, or the acting post does (also on behalf of another)."""
    return post_id is None or post_id in (by.post_id, by.on_behalf_of_id)


def may_assign(by: Actor, *, unit_id: int | None, role: str, post_id: int | None) -> bool:
    """A leader of the unit may give work to its people; a holder may pass on what is theirs."""
    if unit_id is None or by.unit_id != unit_id:
        return False
    return by.role in LEADERS or (by.role == role and holds(by, post_id))


def acts_on(item: ItemInfo, by: Actor) -> frozenset[str]:
    """What the acting post may do to an item now: of take, finish, send_back, assign.

    For buttons. The commands decide again under a lock.
    """
    if item.kind != ItemKind.TASK or item.state != ItemState.OPEN:
        return frozenset()
    acts: set[str] = set()
    if works_there(by, unit_id=item.unit_id, role=item.role) and holds(by, item.person_post_id):
        acts |= {"finish", "send_back"}
        if item.taken_at is None:
            acts.add("take")
    if may_assign(by, unit_id=item.unit_id, role=item.role, post_id=item.person_post_id):
        acts.add("assign")
    return frozenset(acts)


def require_publisher(by: Actor) -> None:
    """Publishing is for catalogue administrators, and for imports that run as the system.

    :raises NotPermitted: anybody else.
    """
    if not by.is_system and by.role not in PUBLISHERS:
        raise NotPermitted("publish_process")
