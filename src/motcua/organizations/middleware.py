"""Who acts: the signed-in person in the post they chose."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day

from . import queries

SESSION_KEY = "mc_post"
WITHOUT_POST = frozenset({"accounts:no-post", "accounts:password", "accounts:sign-out"})


class CurrentPost:
    """Sets ``request.actor`` for signed-in people, None for others. One query a request.

    A post that ended, also a minute ago, no longer counts: the next one in force takes its place.
    Who has none sees a page that says what to do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with queries.one_person(), queries.one_look():
            request.actor = _actor(request)  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Show who has no post what to do; open pages stay open."""
        if not request.user.is_authenticated or request.actor is not None:  # type: ignore[attr-defined]
            return None
        match = request.resolver_match
        if not getattr(view, "login_required", True) or (
            match is not None and match.view_name in WITHOUT_POST
        ):
            return None
        return HttpResponseRedirect(reverse("accounts:no-post"))


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated or request.user.pk is None:
        return None
    chosen = request.session.get(SESSION_KEY)
    return queries.actor(request.user.pk, chosen, local_day(timezone.now()))
