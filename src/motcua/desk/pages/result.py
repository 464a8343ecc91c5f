"""Recording what was decided, and handing it over."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.desk.context import DeskRequest
from motcua.desk.forms.acts import ResultForm, ReturnForm
from motcua.documents import commands as documents
from motcua.documents import queries as files
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel import readlog
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted, Refused
from motcua.workflow import queries as processes

from .acts import PAGE, attempt, posted, show
from .dossier import visible_or_404


@PAGE
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record number, day and file of the result."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    if not permissions.may_record(desk.actor, processes.items(head.id)):
        raise NotPermitted("record_result")
    form = ResultForm(posted(request), request.FILES or None)

    def act() -> None:
        data = form.cleaned_data
        upload = data["file"]
        staged = documents.stage(name=upload.name, content=upload.read()) if upload else None
        commands.record_result(
            dossier_id=head.id,
            outcome=data["outcome"],
            number=data["number"],
            day=data["day"] or local_day(now),
            note=data["note"],
            file=staged,
            by=desk.actor,
            at=now,
        )

    if form.is_valid() and attempt(request, form, act, _("Đã ghi kết quả giải quyết.")):
        return redirect("desk:dossier", head.public_id)
    return show(desk, head, form, _("Ghi kết quả giải quyết"), upload=True)


@PAGE
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand the result to the person who may collect it."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    items = processes.items(head.id)
    if not permissions.may_return(desk.actor, items, head.received_unit_id):
        raise NotPermitted("return_result")
    form = ReturnForm(posted(request), initial={"name": head.owner_name})

    def act() -> None:
        data = form.cleaned_data
        commands.return_result(
            dossier_id=head.id,
            name=data["name"],
            relation=data["relation"],
            checked=data["checked"],
            authority=data["authority"],
            by=desk.actor,
            at=now,
        )

    if form.is_valid() and attempt(request, form, act, _("Đã trả kết quả cho người dân.")):
        return redirect("desk:dossier", head.public_id)
    return show(desk, head, form, _("Trả kết quả"))


@require_GET
def result_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The result's file, for those who may see the dossier."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    page = dossiers.page(head.id, desk.actor)
    if page.result is None or page.result.file_id is None:
        raise Http404
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.file", at=now)
    return files.file_response(page.result.file_id)


@require_GET
def receipt(request: HttpRequest, public_id: str, slip: str) -> HttpResponse:
    """A slip of the dossier as the PDF that was, or is now, rendered once."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    known = {s.public_id: s for s in files.slips(head.id)}.get(slip)
    if known is None:
        raise Http404
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.receipt", at=now)
    try:
        content = files.slip_pdf(known.id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", head.public_id)
    return files.pdf_response(content, name=f"{known.kind.replace('_', '-')}-{head.code}.pdf")
