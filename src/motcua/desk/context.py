"""The frame around every staff page: who works here, in which post, and where to go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.watch import permissions as watch_permissions
from motcua.kernel.web.shell import NavItem, PostChoice, Shell, Shortcut
from motcua.organizations import queries as organizations


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
    day = local_day(timezone.now())
    seats = organizations.seats(actor.person_id, day) if actor.person_id else []
    unit = organizations.unit(actor.unit_id) if actor.unit_id else None
    shortcuts = [Shortcut("Ctrl+K", _("Tìm hồ sơ"))]
    if permissions.may(actor, "receive"):
        shortcuts.insert(0, Shortcut("F2", _("Tiếp nhận hồ sơ mới"), reverse("desk:intake")))
    return Shell(
        unit_name=unit.name if unit else "",
        person_name=actor.person_name,
        posts=[
            PostChoice(seat.label, seat.post.public_id, seat.post.id == actor.holder_id)
            for seat in seats
        ],
        post_url=reverse("accounts:post"),
        search_url=reverse("desk:search") if permissions.may(actor, "view") else "",
        search_text=search_text,
        home_url=reverse("desk:inbox"),
        sign_out_url=reverse("accounts:sign-out"),
        account_url=reverse("accounts:password"),
        shortcuts=shortcuts,
    )


def _nav(actor: Actor, active: str) -> list[NavItem]:
    entries: list[tuple[str, str, int | None]] = []
    answers = permissions.may(actor, "answer_consultation") and actor.unit_id is not None
    works = permissions.may(actor, "take")
    inbox, asked = dossiers.waiting_counts(actor) if works or answers else (0, 0)
    if works:
        entries.append((_("Việc cần làm"), "desk:inbox", inbox))
    if answers:
        if asked or active == "desk:questions":
            entries.append((_("Được xin ý kiến"), "desk:questions", asked))
    if permissions.may(actor, "receive"):
        entries.append((_("Tiếp nhận"), "desk:intake", None))
    if permissions.may(actor, "view"):
        entries.append((pgettext("danh sách", "Hồ sơ"), "desk:search", None))
    if permissions.may(actor, "board"):
        entries.append((_("Điều hành"), "board:live", None))
    if watch_permissions.may(actor, "operate"):
        entries.append((_("Vận hành"), "desk:operations", None))
    entries.append((_("Thủ tục và quy trình"), "desk:processes", None))
    entries.append((_("Quy định"), "desk:rules", None))
    return [NavItem(label, reverse(name), name == active, count) for label, name, count in entries]
