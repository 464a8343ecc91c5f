"""The frame around the board's pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.dossiers import permissions
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.web.shell import NavItem, PostChoice, Shell
from motcua.organizations import queries as organizations


class BoardRequest(HttpRequest):
    """What a leader's page gets once the middleware has let the person in."""

    actor: Actor


def frame(request: BoardRequest, active: str = "") -> dict[str, Any]:
    """``shell`` and ``nav`` of the board's layout. At most three queries."""
    actor = request.actor
    day = local_day(timezone.now())
    seats = organizations.seats(actor.person_id, day) if actor.person_id else []
    unit = organizations.unit(actor.unit_id) if actor.unit_id else None
    nav = [NavItem(_("Điều hành"), reverse("board:live"), active == "board:live")]
    if permissions.may(actor, "take"):
        nav.insert(0, NavItem(_("Việc cần làm"), reverse("desk:inbox")))
    shell = Shell(
        unit_name=unit.name if unit else "",
        person_name=actor.person_name,
        posts=[
            PostChoice(seat.label, seat.post.public_id, seat.post.id == actor.holder_id)
            for seat in seats
        ],
        post_url=reverse("accounts:post"),
        search_url=reverse("desk:search"),
        home_url=reverse("board:live"),
        sign_out_url=reverse("accounts:sign-out"),
        account_url=reverse("accounts:password"),
    )
    return {"shell": shell, "nav": nav, "actor": actor}
