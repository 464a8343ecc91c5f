"""Roles, and which of them may change the organisation."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted

from .states import Role

__all__ = ["GRANTS", "Role", "may", "require"]

# The system itself stands for imports that an administrator started on the server.
GRANTS: dict[str, frozenset[str]] = {
    "organize": frozenset({Role.SYSTEM_ADMIN}),
    "appoint": frozenset({Role.SYSTEM_ADMIN}),
    "delegate": frozenset({Role.UNIT_LEADER, Role.DEPARTMENT_LEADER, Role.SYSTEM_ADMIN}),
    "set_calendar": frozenset({Role.SYSTEM_ADMIN, Role.CATALOGUE_ADMIN}),
    "apply_calendar": frozenset({Role.SYSTEM_ADMIN}),
}

ACTIONS = {
    "organize": _("Thay đổi tổ chức bộ máy"),
    "appoint": _("Bố trí nhân sự"),
    "delegate": _("Ủy quyền"),
    "set_calendar": _("Đặt lịch làm việc"),
    "apply_calendar": _("Áp dụng thay đổi lịch làm việc"),
}


def may(by: Actor, action: str) -> bool:
    """Whether the role has the right."""
    return by.role in GRANTS[action]


def require(by: Actor, action: str, **facts: object) -> None:
    """Refuse whom the table does not name.

    :raises NotPermitted: ``by`` acts in a role that has no such right.
    """
    if not by.is_system and by.role not in GRANTS[action]:
        raise NotPermitted(action, **facts)
