"""Letters of apology: the leader's drafts on one screen, and the acts on one letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts import queries as accounts
from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.put_right import ApologyForm, HandOverApologyForm, WaiverForm
from motcua.documents import queries as documents
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import DRAFT_LIST, DossierInfo, DraftRow
from motcua.kernel import readlog
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted, Refused
from motcua.kernel.web import lists
from motcua.kernel.web.lists import Listing, Look
from motcua.workflow import queries as processes

from .dossier import visible_or_404
from .dossier_acts import ActPage, Scene, page_of

MOST = 200
"""Letters signed at once; a page of the list has fewer."""
LETTER = "desk/act_apology.html"


@dataclass(frozen=True, slots=True)
class Line:
    """One letter that was ticked, and what came of it; ``told`` is empty when it went out."""

    head: DossierInfo
    done: bool = False
    told: str = ""


@require_GET
def apologies(request: HttpRequest) -> HttpResponseBase:
    """Drafts that wait for the leader's signature; many are signed at once."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "approve_apology")
    context = frame(desk, "desk:warnings")
    listing = _listing(desk.actor, dossiers.look_at(now), context["shell"].unit_name)
    return lists.answer(
        request, listing, actor=desk.actor, template="desk/apologies.html", context=context
    )


def _listing(actor: Actor, look: Look, place: str) -> Listing[DraftRow]:
    return Listing(
        spec=DRAFT_LIST,
        look=look,
        page=lambda asked: dossiers.drafts(
            actor, look.now, text=asked.text("q"), sort=asked.order, after=asked.after
        ),
        rows=lambda asked: dossiers.draft_rows(
            actor, look.now, text=asked.text("q"), sort=asked.order
        ),
        href=lists.leads_to("desk:edit-apology"),
        views=accounts.saved_views(actor.person_id, DRAFT_LIST.code),
        bulk=[lists.BulkAct(_("Ký và gửi thư"), reverse("desk:bulk-apologies"))],
        ident=lambda row: row.public_id,
        place=place,
    )


@require_POST
def approve_many(request: HttpRequest) -> HttpResponse:
    """Sign the letters that were ticked, each on its own."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "approve_apology")
    lines = []
    for public_id in list(dict.fromkeys(request.POST.getlist("item")))[:MOST]:
        try:
            head = visible_or_404(public_id[:40], desk.actor, now)
        except Http404:
            continue
        lines.append(_tried(desk.actor, head, now))
    context = frame(desk, "desk:warnings") | {"lines": lines}
    status = 200 if lines else 422
    return render(request, "desk/apologies_done.html", context, status=status)


def _tried(actor: Actor, head: DossierInfo, at: datetime) -> Line:
    try:
        commands.approve_apology(dossier_id=head.id, by=actor, at=at)
    except Refused as refusal:
        return Line(head, told=str(refusal))
    except PermissionDenied:
        return Line(head, told=_("Hồ sơ này không do đơn vị bạn giải quyết hay đang giữ."))
    return Line(head, done=True)


@require_GET
def draft_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The letter as it would be printed, marked as a draft; kept nowhere."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    if not permissions.may_do(
        desk.actor,
        "approve_apology",
        processes.items(head.id),
        received_unit_id=head.received_unit_id,
        deciding_unit_id=head.deciding_unit_id,
    ):
        raise NotPermitted("approve_apology")
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.apology", at=now)
    try:
        pdf = dossiers.apology_draft_pdf(head.id, desk.actor, now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", head.public_id)
    return documents.pdf_response(pdf, name=f"du-thao-thu-xin-loi-{head.code}.pdf")


def _edit_form(data: Any, scene: Scene) -> forms.Form:
    known = dossiers.apology_of(scene.head.id)
    first = {"cause": known.cause, "reason": known.reason, "until": known.until_on} if known else {}
    return ApologyForm(data, causes=dossiers.delay_causes(), initial=first)


edit_apology = page_of(
    ActPage(
        "edit_apology",
        _edit_form,
        lambda scene, data: commands.edit_apology(**data, **scene.facts),
        _l("Đã lưu dự thảo thư xin lỗi."),
        words=_l("Ngày hẹn đầu tiên không đổi. Thư chỉ gửi đi khi lãnh đạo ký."),
        template=LETTER,
    )
)
draft_apology = page_of(
    ActPage(
        "draft_apology",
        lambda data, _scene: forms.Form(data),
        lambda scene, _data: commands.draft_apology(**scene.facts),
        _l("Đã lập dự thảo. Hãy xem lại lý do và ngày hẹn lại, rồi ký."),
        words=_l("Dự thảo có sẵn lý do, bước chịu trách nhiệm và ngày hẹn lại để sửa."),
    )
)
approve_apology = page_of(
    ActPage(
        "approve_apology",
        lambda data, _scene: forms.Form(data),
        lambda scene, _data: commands.approve_apology(**scene.facts),
        _l("Đã ký và gửi thư xin lỗi."),
        words=_l("Thư có số, được in và báo cho công dân. Ngày hẹn đầu tiên không đổi."),
        template=LETTER,
    )
)
hand_over_apology = page_of(
    ActPage(
        "hand_over_apology",
        lambda data, _scene: HandOverApologyForm(data, channels=dossiers.channels()),
        lambda scene, data: commands.hand_over_apology(**data, **scene.facts),
        _l("Đã ghi việc giao thư xin lỗi."),
        words=_l("In thư trong phần giấy tờ của hồ sơ rồi giao cho công dân."),
    )
)
waive_apology = page_of(
    ActPage(
        "waive_apology",
        lambda data, _scene: WaiverForm(data),
        lambda scene, data: commands.waive_apology(**data, **scene.facts),
        _l("Đã ghi lý do. Hồ sơ trình ký được; sổ thư xin lỗi nêu hồ sơ này."),
        words=_l("Hồ sơ quá hẹn phải có thư xin lỗi mới được trình ký. Việc cho qua được nêu tên."),
    )
)
