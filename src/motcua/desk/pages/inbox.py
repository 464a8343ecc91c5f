"""What waits for the officer, most urgent first."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.catalog import queries as catalog
from motcua.desk.context import DeskRequest, frame
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The inbox of the post the person works in; roles without one get what they can do."""
    desk = cast(DeskRequest, request)
    if not permissions.may(desk.actor, "take"):
        return render(request, "desk/no_inbox.html", frame(desk, "desk:inbox"))
    now = timezone.now()
    shown = request.GET.get("loc", "")
    filters = dossiers.InboxFilter(
        text=request.GET.get("q", "")[:200],
        field_code=request.GET.get("linh-vuc", "")[:40],
        mine=shown == "cua-toi",
        waiting={"cho": True, "lam": False}.get(shown),
        late_before=now if shown == "qua-han" else None,
    )
    page = dossiers.inbox(desk.actor, filters=filters, after=request.GET.get("sau", "")[:80])
    query = request.GET.copy()
    query["sau"] = page.next_key
    context = frame(desk, "desk:inbox") | {
        "page": page,
        "filters": filters,
        "shown": shown,
        "fields": catalog.fields(),
        "now": now,
        "next_url": f"?{query.urlencode()}" if page.next_key else "",
        "choices": CHOICES,
    }
    return render(request, "desk/inbox.html", context)


CHOICES = [("", "all"), ("cua-toi", "mine"), ("qua-han", "late"), ("cho", "waiting")]
