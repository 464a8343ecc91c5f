"""Switching between one's posts, and what to do without any."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from motcua.kernel.clock import local_day

from . import queries
from .middleware import SESSION_KEY


@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act from another of one's posts, or one delegated to one; of others nothing is known."""
    wanted = request.POST.get("post", "")
    seats = queries.seats(request.user.pk or 0, local_day(timezone.now()))
    chosen = next((s.post for s in seats if wanted in {s.post.public_id, str(s.post.id)}), None)
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.id
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_safe
def no_post(request: HttpRequest) -> HttpResponse:
    """Say what to do to a person without any post in force."""
    if request.actor is not None:  # type: ignore[attr-defined]
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "organizations/no_post.html")
