"""Sessions end when nobody is there or when they get too old; a handed-out password is changed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from . import session

# Pages that refresh themselves say so: a screen left alone must not keep its session alive.
BACKGROUND = "Mc-Background"
ALWAYS_OPEN = frozenset({"accounts:password", "accounts:sign-out"})


class SessionLimits:
    """After ``AuthenticationMiddleware``: idle and absolute limits of staff, ``no-store``.

    Rules ``session.idle_minutes`` and ``session.absolute_hours``; TCVN 11930:2017, level 3
    [unverified]. One session write every half minute of work.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        at = timezone.now()
        if why := session.ended(request.session, at):
            logout(request)
            return _to_sign_in(request, why)
        if BACKGROUND not in request.headers:
            session.touch(request.session, at)
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send who still has a handed-out password to the page that changes it."""
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in ALWAYS_OPEN:
            return None
        return _go(request, reverse("accounts:password"))


def _to_sign_in(request: HttpRequest, why: session.Ended) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else ""
    query = {"ly-do": why.value} | ({"next": back} if back else {})
    return _go(request, f"{reverse('accounts:sign-in')}?{urlencode(query)}")


def _go(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204, headers={"HX-Redirect": url})
    else:
        response = HttpResponseRedirect(url)
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, no_store=True, private=True)
    return response
