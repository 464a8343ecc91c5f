"""The frame around the board's pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers import permissions
from motcua.kernel.actor import Actor
from motcua.kernel.web.shell import NavItem
from motcua.organizations import queries as organizations
from motcua.organizations.shell import shell_of


class BoardRequest(HttpRequest):
    """What a leader's page gets once the middleware has let the person in."""

    actor: Actor


def scope_name(actor: Actor, day: date) -> str:
    """Whose figures the actor sees, by name."""
    if permissions.sees_everything(actor) or actor.unit_id is None:
        root = organizations.root(day)
        return root.name if root else ""
    return organizations.unit(actor.unit_id).name


def frame(request: BoardRequest, active: str = "") -> dict[str, Any]:
    """``shell`` and ``nav`` of the board's layout. At most three queries."""
    actor = request.actor
    pages = {
        "board:live": _("Điều hành"),
        "board:warnings": _("Cảnh báo"),
        "board:targets": _("19 chỉ tiêu"),
        "board:figures": _("Số liệu kỳ"),
        "board:work": _("Nút thắt"),
    }
    nav = [NavItem(label, reverse(page), active == page) for page, label in pages.items()]
    if permissions.may(actor, "take"):
        nav.insert(0, NavItem(_("Việc cần làm"), reverse("desk:inbox")))
    shell = shell_of(actor, home_url=reverse("board:live"), search_url=reverse("desk:search"))
    return {"shell": shell, "nav": nav, "actor": actor}
