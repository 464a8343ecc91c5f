"""Finding any dossier that the officer may see."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.accounts import queries as accounts
from motcua.desk.context import DeskRequest, frame
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import DOSSIER_LIST, ListRow
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing, Look


@require_GET
def search(request: HttpRequest) -> HttpResponseBase:
    """Dossiers by code or names, newest first."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "view")
    context = frame(desk, "desk:search", request.GET.get("q", "")[:200])
    listing = _listing(desk.actor, dossiers.look_at(timezone.now()), context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="desk/search.html", context=context
    )


def _listing(actor: Actor, look: Look, place: str) -> Listing[ListRow]:
    today = local_day(look.now)
    period = dossiers.Period(today - timedelta(days=30), today, look.now)
    return Listing(
        spec=DOSSIER_LIST,
        look=look,
        page=lambda asked: dossiers.dossiers(
            actor, dossiers.list_filter(asked), period, sort=asked.order, after=asked.after
        ),
        rows=lambda asked: dossiers.dossier_rows(
            actor, dossiers.list_filter(asked), period, sort=asked.order
        ),
        href=lists.leads_to("desk:dossier"),
        views=accounts.saved_views(actor.person_id, DOSSIER_LIST.code),
        place=place,
    )
