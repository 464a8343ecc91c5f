"""Papers of a dossier: printed, handed over at the counter, put on top when scanning."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.desk.context import DeskRequest
from motcua.documents import queries as documents
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel import readlog
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused

from .dossier import visible_or_404


@require_POST
def deliver(request: HttpRequest, public_id: str, notice: str) -> HttpResponse:
    """Note that a notice, or its paper, was handed over at the counter."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    permissions.require(desk.actor, "deliver_notice")
    try:
        commands.deliver_notice(dossier_id=head.id, notice=notice, by=desk.actor, at=now)
        messages.success(request, _("Đã ghi là đã giao tại quầy."))
    except LookupError:
        raise Http404 from None
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:dossier", head.public_id)


@require_GET
def cover(request: HttpRequest, public_id: str) -> HttpResponse:
    """The cover for scanning, as the dossier is now."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.cover", at=now)
    data = dossiers.cover(head.id)
    pdf = documents.print_form("cover", data, day=local_day(head.received_at), at=now)
    return documents.pdf_response(pdf, name=f"to-bia-{head.code}.pdf")


@require_GET
def guide(request: HttpRequest, public_id: str) -> HttpResponse:
    """The slip that was given before reception, as the PDF that was, or is now, rendered once."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "guide")
    told = dossiers.guidance(public_id, desk.actor)
    slip = documents.slip(told.slip) if told and told.slip else None
    if slip is None:
        raise Http404
    return documents.pdf_response(documents.slip_pdf(slip.id), name=f"phieu-{public_id}.pdf")
