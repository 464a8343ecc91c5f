"""The frame around every staff page: who works here, in which post, and where to go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.desk.admin import entries_for
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.actor import Actor
from motcua.kernel.watch import permissions as watch_permissions
from motcua.kernel.web.shell import NavItem, Shell, Shortcut
from motcua.organizations.shell import shell_of


class DeskRequest(HttpRequest):
    """What a staff page gets once the middleware has let the person in. For the type checker."""

    actor: Actor
    htmx: Any


def frame(request: DeskRequest, active: str = "", search_text: str = "") -> dict[str, Any]:
    """``shell`` and ``nav`` of the layouts. At most four queries.

    :param active: url name of the entry that is open.
    """
    actor = request.actor
    return {"shell": _shell(actor, search_text), "nav": _nav(actor, active), "actor": actor}


def _shell(actor: Actor, search_text: str) -> Shell:
    finds = permissions.may(actor, "view")
    shortcuts = [Shortcut("Ctrl+K", _("Tìm hồ sơ"))] if finds else []
    if permissions.may(actor, "receive"):
        shortcuts.insert(0, Shortcut("F2", _("Tiếp nhận hồ sơ mới"), reverse("desk:intake")))
    return shell_of(
        actor,
        home_url=reverse("desk:inbox"),
        search_url=reverse("desk:search") if finds else "",
        search_text=search_text,
        shortcuts=shortcuts,
    )


def _nav(actor: Actor, active: str) -> list[NavItem]:
    entries: list[tuple[str, str, int | None]] = []
    answers = permissions.may(actor, "answer_consultation") and actor.unit_id is not None
    works = permissions.may(actor, "take")
    inbox, asked = dossiers.waiting_counts(actor) if works or answers else (0, 0)
    if works:
        entries.append((_("Việc cần làm"), "desk:inbox", inbox))
        entries.append((_("Cảnh báo"), "desk:warnings", None))
    if answers:
        if asked or active == "desk:questions":
            entries.append((_("Được xin ý kiến"), "desk:questions", asked))
    if permissions.may(actor, "receive"):
        entries.append((_("Tiếp nhận"), "desk:intake", None))
    if permissions.may(actor, "express"):
        entries.append((_("Trả ngay"), "desk:express", None))
    if permissions.may(actor, "view"):
        entries.append((pgettext("danh sách", "Hồ sơ"), "desk:search", None))
        entries.append((_("Hồ sơ giấy"), "desk:papers", None))
    if permissions.may(actor, "board"):
        entries.append((_("Điều hành"), "board:live", None))
    if watch_permissions.may(actor, "operate"):
        entries.append((_("Vận hành"), "desk:operations", None))
    if entries_for(actor):
        entries.append((_("Quản trị"), "desk:admin", None))
    entries.append((_("Thủ tục và quy trình"), "desk:processes", None))
    entries.append((_("Quy định"), "desk:rules", None))
    return [NavItem(label, reverse(name), name == active, count) for label, name, count in entries]
