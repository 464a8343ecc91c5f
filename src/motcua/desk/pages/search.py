"""Finding any dossier that the officer may see."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.desk.context import DeskRequest, frame
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.clock import local_day


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Dossiers by code or names, newest first."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "view")
    now = timezone.now()
    text = request.GET.get("q", "")[:200]
    today = local_day(now)
    period = dossiers.Period(today - timedelta(days=30), today, now)
    page = dossiers.dossiers(
        desk.actor,
        dossiers.ListFilter(text=text),
        period,
        after=request.GET.get("sau", "")[:40],
    )
    query = request.GET.copy()
    query["sau"] = page.next_key
    context = frame(desk, "desk:search", text) | {
        "page": page,
        "text": text,
        "now": now,
        "next_url": f"?{query.urlencode()}" if page.next_key else "",
    }
    return render(request, "desk/search.html", context)
