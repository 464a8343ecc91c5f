"""The register of letters of apology: late dossiers with and without, and why."""

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
from motcua.dossiers.queries import REGISTER, REGISTER_LIST, LateRow, Period
from motcua.kernel.actor import Actor
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing


@require_GET
def apologies(request: HttpRequest) -> HttpResponseBase:
    """Late dossiers of a period by how they were apologised for."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    period, name = period_of(desk)
    part = request.GET.get("phan", "all")
    counts, url = dossiers.register_counts(desk.actor, period), reverse("board:apologies")
    context = frame(desk, "board:warnings") | {
        "period": period,
        "back": reverse("board:warnings"),
        "parts": [
            (str(words), f"{url}?phan={key}&ky={name}", key == part, counts[key])
            for key, words in REGISTER.items()
        ],
    }
    listing = _listing(desk.actor, part, period, context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="board/apologies.html", context=context
    )


def _listing(actor: Actor, part: str, period: Period, place: str) -> Listing[LateRow]:
    said = _("Không có phần “%(name)s”, nên không có dòng nào.") % {"name": part[:40]}
    return Listing(
        spec=REGISTER_LIST,
        look=dossiers.look_at(period.now),
        page=lambda asked: dossiers.register(
            actor, period, part, text=asked.text("q"), sort=asked.order, after=asked.after
        ),
        rows=lambda asked: dossiers.register_rows(
            actor, period, part, text=asked.text("q"), sort=asked.order
        ),
        href=lists.leads_to("desk:dossier"),
        views=accounts.saved_views(actor.person_id, REGISTER_LIST.code),
        place=place,
        problems=() if part in REGISTER else (said,),
    )
