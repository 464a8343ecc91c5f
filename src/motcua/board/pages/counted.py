"""The dossiers behind a figure of a period: by construction the very ones that it counts."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.accounts import queries as accounts
from motcua.board.asked import Asked, read
from motcua.board.frame import BoardRequest, frame, scope_name
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import ListRow, Period
from motcua.kernel.actor import Actor
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing
from motcua.monitoring import queries as monitoring

SPEC = dossiers.board_list("so", "ky", "tu", "den", "biet", "theo", "dia-gioi")


@require_GET
def counted(request: HttpRequest) -> HttpResponseBase:
    """The list of a number; an unknown number has none."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    asked = read(request.GET, timezone.now())
    measure = request.GET.get("so", "")
    context = frame(desk, "board:figures") | {
        "title": monitoring.MEASURES.get(measure, SPEC.title),
        "period": asked.period,
        "back": asked.url("board:figures"),
        "asked": asked,
        "scope": scope_name(desk.actor, asked.period.end),
        "known_now_url": asked.url("board:counted", biet="", so=measure),
    }
    listing = _listing(desk.actor, measure, asked, context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="board/counted.html", context=context
    )


def _listing(actor: Actor, measure: str, asked: Asked, place: str) -> Listing[ListRow]:
    days = Period(asked.period.first, asked.period.last, asked.now)
    within = monitoring.dossier_ids(actor, period=asked.period, measure=measure, only=asked.only)
    return Listing(
        spec=SPEC,
        look=dossiers.look_at(asked.now),
        page=lambda one: dossiers.dossiers(
            actor,
            dossiers.list_filter(one),
            days,
            sort=one.order,
            after=one.after,
            within=within,
        ),
        rows=lambda one: dossiers.dossier_rows(
            actor, dossiers.list_filter(one), days, sort=one.order, within=within
        ),
        href=lists.leads_to("desk:dossier"),
        views=accounts.saved_views(actor.person_id, SPEC.code),
        place=place,
    )
