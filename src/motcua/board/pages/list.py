"""The dossiers behind one number of the live board."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.accounts import queries as accounts
from motcua.board.frame import BoardRequest, frame
from motcua.board.pages.live import period_of
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import MEASURES, ListRow, Period
from motcua.kernel.actor import Actor
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing

SPEC = dossiers.board_list("so", "ky")


@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """The dossiers behind one number, as a list of its own."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    period, name = period_of(desk)
    measure = request.GET.get("so", "")
    context = frame(desk, "board:live")
    context |= {
        "title": MEASURES.get(measure, SPEC.title),
        "period": period,
        "back": f"{reverse('board:live')}?ky={name}",
    }
    listing = _listing(desk.actor, measure, period, context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="board/list.html", context=context
    )


def _listing(actor: Actor, measure: str, period: Period, place: str) -> Listing[ListRow]:
    unknown = measure and measure not in MEASURES
    said = _("Không có số liệu “%(name)s”, nên không có dòng nào.") % {"name": measure[:40]}
    return Listing(
        spec=SPEC,
        look=dossiers.look_at(period.now),
        page=lambda asked: dossiers.dossiers(
            actor, dossiers.list_filter(asked, measure), period, sort=asked.order, after=asked.after
        ),
        rows=lambda asked: dossiers.dossier_rows(
            actor, dossiers.list_filter(asked, measure), period, sort=asked.order
        ),
        href=lists.leads_to("desk:dossier"),
        views=accounts.saved_views(actor.person_id, SPEC.code),
        place=place,
        problems=(said,) if unknown else (),
    )
