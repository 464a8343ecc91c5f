"""What of the reader's own work will be late, is near its due day, or was touched by nobody."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.accounts import queries as accounts
from motcua.desk.context import DeskRequest, frame
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.actor import Actor
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing, Look
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import WARNING_LIST, WarningRow


@require_GET
def warnings(request: HttpRequest) -> HttpResponseBase:
    """The early warnings of the post: a leader's are those of the unit."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "take")
    shown, url = request.GET.get("loai", ""), reverse("desk:warnings")
    counts = monitoring.warning_counts(desk.actor, now, whole=False)
    context = frame(desk, "desk:warnings") | {
        "drafts": dossiers.draft_count(desk.actor),
        "kinds": [
            (str(name), f"{url}?loai={kind}", kind == shown, counts[kind])
            for kind, name in monitoring.WARNINGS.items()
        ],
    }
    listing = _listing(desk.actor, dossiers.look_at(now), context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="desk/warnings.html", context=context
    )


def _listing(actor: Actor, look: Look, place: str) -> Listing[WarningRow]:
    return Listing(
        spec=WARNING_LIST,
        look=look,
        page=lambda asked: monitoring.warnings(
            actor,
            monitoring.warning_filter(asked),
            look.now,
            whole=False,
            sort=asked.order,
            after=asked.after,
        ),
        rows=lambda asked: monitoring.warning_rows(
            actor, monitoring.warning_filter(asked), look.now, whole=False, sort=asked.order
        ),
        href=lists.leads_to("desk:dossier"),
        views=accounts.saved_views(actor.person_id, WARNING_LIST.code),
        place=place,
    )
