"""Who may change the catalogue: its administrator, and imports started on the server."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.organizations.permissions import Role

GRANTS: dict[str, frozenset[str]] = {
    "import_procedures": frozenset({Role.CATALOGUE_ADMIN}),
    "publish_procedure": frozenset({Role.CATALOGUE_ADMIN}),
    "offer_procedure": frozenset({Role.CATALOGUE_ADMIN}),
}

ACTIONS = {
    "import_procedures": _("Nhập danh mục thủ tục"),
    "publish_procedure": _("Công bố phiên bản thủ tục"),
    "offer_procedure": _("Giao thủ tục cho đơn vị tiếp nhận"),
}


def require(by: Actor, action: str, **facts: object) -> None:
    """Refuse whom the table does not name.

    :raises NotPermitted: ``by`` acts in a role that has no such right.
    """
    if not by.is_system and by.role not in GRANTS[action]:
        raise NotPermitted(action, **facts)
