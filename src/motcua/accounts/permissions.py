"""Who may change accounts. Roles are given by organisations; here they are only names."""

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted

GRANTS = {"manage_users": frozenset({"system_admin"})}


def require(by: Actor, action: str) -> None:
    """Refuse whom the table does not name.

    :raises NotPermitted: ``by`` acts in a role that has no such right.
    """
    if not by.is_system and by.role not in GRANTS[action]:
        raise NotPermitted(action)
