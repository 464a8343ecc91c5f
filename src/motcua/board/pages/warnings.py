"""Early warnings over everything that a leader sees."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.accounts import queries as accounts
from motcua.board.frame import BoardRequest, frame, scope_name
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing, Look
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import BOARD_WARNING_LIST, WarningRow


@require_GET
def warnings(request: HttpRequest) -> HttpResponseBase:
    """What will be late, is near its due day or was touched by nobody, wherever it lies."""
    desk, now = cast(BoardRequest, request), timezone.now()
    permissions.require(desk.actor, "board")
    shown, url = request.GET.get("loai", ""), reverse("board:warnings")
    counts = monitoring.warning_counts(desk.actor, now, whole=True)
    context = frame(desk, "board:warnings") | {
        "scope": scope_name(desk.actor, local_day(now)),
        "kinds": [
            (str(name), f"{url}?loai={kind}", kind == shown, counts[kind])
            for kind, name in monitoring.WARNINGS.items()
        ],
    }
    listing = _listing(desk.actor, dossiers.look_at(now), context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="board/warnings.html", context=context
    )


def _listing(actor: Actor, look: Look, place: str) -> Listing[WarningRow]:
    return Listing(
        spec=BOARD_WARNING_LIST,
        look=look,
        page=lambda asked: monitoring.warnings(
            actor,
            monitoring.warning_filter(asked),
            look.now,
            whole=True,
            sort=asked.order,
            after=asked.after,
        ),
        rows=lambda asked: monitoring.warning_rows(
            actor, monitoring.warning_filter(asked), look.now, whole=True, sort=asked.order
        ),
        href=lists.leads_to("desk:dossier"),
        views=accounts.saved_views(actor.person_id, BOARD_WARNING_LIST.code),
        place=place,
    )
