"""What waits for the officer, most urgent first."""

from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from motcua.accounts import queries as accounts
from motcua.desk.context import DeskRequest, frame
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import INBOX_LIST, InboxItem
from motcua.kernel.actor import Actor
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing, Look


class BulkAct(NamedTuple):
    """Something that may be done to several lines at once.

    ``url_name`` takes a POST with ``item`` (public ids of work items, several) and ``next``;
    ``permission`` is an act of ``dossiers.permissions``.
    """

    label: str | Promise
    url_name: str
    permission: str


BULK: list[BulkAct] = [
    BulkAct(_l("Nhận việc"), "desk:bulk-take", "take"),
    BulkAct(_l("Hoàn thành bước"), "desk:bulk-finish", "finish"),
    BulkAct(_l("Chuyển lại bước trước"), "desk:bulk-send-back", "send_back"),
    BulkAct(_l("Chuyển sang đơn vị khác"), "desk:bulk-forward", "forward"),
    BulkAct(_l("Xác nhận đã nhận hồ sơ giấy"), "desk:bulk-accept", "confirm_handover"),
    BulkAct(_l("Trả kết quả cho một người"), "desk:bulk-return", "return_result"),
]


@require_GET
def inbox(request: HttpRequest) -> HttpResponseBase:
    """The inbox of the post the person works in; roles without one get what they can do."""
    desk = cast(DeskRequest, request)
    context = frame(desk, "desk:inbox")
    if not permissions.may(desk.actor, "take"):
        return render(request, "desk/no_inbox.html", context)
    listing = _listing(desk.actor, dossiers.look_at(timezone.now()), context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="desk/inbox.html", context=context
    )


def _listing(actor: Actor, look: Look, place: str) -> Listing[InboxItem]:
    return Listing(
        spec=INBOX_LIST,
        look=look,
        page=lambda asked: dossiers.inbox(
            actor,
            filters=dossiers.inbox_filter(asked, look),
            sort=asked.order,
            after=asked.after,
        ),
        rows=lambda asked: dossiers.inbox_rows(
            actor, filters=dossiers.inbox_filter(asked, look), sort=asked.order
        ),
        href=lists.leads_to("desk:dossier", by="dossier_public_id"),
        views=accounts.saved_views(actor.person_id, INBOX_LIST.code),
        bulk=[
            lists.BulkAct(str(act.label), reverse(act.url_name))
            for act in BULK
            if permissions.may(actor, act.permission)
        ],
        ident=lambda row: row.item_public_id,
        place=place,
    )
