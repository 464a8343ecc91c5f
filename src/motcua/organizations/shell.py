"""The frame around every page of an officer: who it is, for which unit, from which posts."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.web.shell import PostChoice, Shell, Shortcut
from motcua.organizations import queries


def shell_of(
    actor: Actor,
    *,
    home_url: str,
    search_url: str = "",
    search_text: str = "",
    shortcuts: Sequence[Shortcut] = (),
) -> Shell:
    """The frame as a door wants it. At most two queries.

    :param search_url: where the box for dossiers leads; there is none without it.
    """
    seats = queries.seats(actor.person_id, local_day(timezone.now())) if actor.person_id else []
    return Shell(
        unit_name=queries.unit(actor.unit_id).name if actor.unit_id else "",
        person_name=actor.person_name,
        posts=[
            PostChoice(seat.label, seat.post.public_id, seat.post.id == actor.holder_id)
            for seat in seats
        ],
        post_url=reverse("accounts:post"),
        search_url=search_url,
        search_text=search_text,
        home_url=home_url,
        sign_out_url=reverse("accounts:sign-out"),
        account_url=reverse("accounts:password"),
        shortcuts=list(shortcuts),
    )
