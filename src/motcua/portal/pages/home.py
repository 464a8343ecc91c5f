"""The front door: one search box, and the way to follow a dossier."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.catalog import queries as catalog
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.portal.frame import frame


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Search, fields, and where to go with papers."""
    day = local_day(timezone.now())
    context = frame("portal:home") | {
        "fields": catalog.fields(),
        "offices": organizations.one_stop_units(day),
    }
    return render(request, "portal/home.html", context)
