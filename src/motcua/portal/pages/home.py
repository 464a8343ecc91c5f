"""The front door: one search box, the way to follow a dossier, and where to go with papers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.catalog import queries as catalog
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitKind
from motcua.portal.frame import frame
from motcua.portal.words import commune_name

MOST_FIELDS = 8


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, fields, and the office of the commune that was chosen. At most six queries."""
    day = local_day(timezone.now())
    units = organizations.units_of_kind(
        day, UnitKind.ONE_STOP_PROVINCE, UnitKind.ONE_STOP_COMMUNE, UnitKind.COMMUNE
    )
    communes = [u for u in units if u.kind == UnitKind.COMMUNE]
    chosen = next((u for u in communes if u.public_id == request.GET.get("xa", "")), None)
    context = frame("portal:home") | {
        "fields": catalog.offered_fields(day)[:MOST_FIELDS],
        "centres": [u for u in units if u.kind == UnitKind.ONE_STOP_PROVINCE],
        "communes": [(u.public_id, commune_name(u.name)) for u in communes],
        "chosen": chosen,
        "office": organizations.one_stop_of(chosen.id, day) if chosen else None,
    }
    return render(request, "portal/home.html", context)
