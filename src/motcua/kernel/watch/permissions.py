"""Who may look after the installation. Roles are given by organisations; here they are names."""

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted

GRANTS = {"operate": frozenset({"system_admin"})}


def may(by: Actor, action: str) -> bool:
    """Whether the role has the right."""
    return by.role in GRANTS[action]


def require(by: Actor, action: str) -> None:
    """Refuse whom the table does not name.

    :raises NotPermitted: ``by`` acts in a role that has no such right.
    """
    if not by.is_system and not may(by, action):
        raise NotPermitted(action)
