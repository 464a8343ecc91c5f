"""The acts on a dossier, one page each: ask, do, or say why not."""

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.acts import AssignForm, EndWaitForm, FinishForm, SendBackForm
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import DossierInfo
from motcua.kernel import readlog
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted, Refused
from motcua.organizations import queries as organizations
from motcua.workflow import permissions as work
from motcua.workflow import queries as processes
from motcua.workflow.errors import UnknownItem
from motcua.workflow.queries import ItemInfo

from .dossier import visible_or_404

PAGE = require_http_methods(["GET", "POST"])


def found(request: HttpRequest, item: str) -> tuple[DeskRequest, ItemInfo, DossierInfo]:
    """The step of an address and its dossier, if the person may know of them.

    :raises Http404: otherwise.
    """
    desk = cast(DeskRequest, request)
    try:
        info = processes.item_by_public_id(item)
    except UnknownItem:
        raise Http404 from None
    page = dossiers.public_id_of(info.subject_id)
    return desk, info, visible_or_404(page, desk.actor, timezone.now())


def for_whom_holds(desk: DeskRequest, info: ItemInfo, act: str) -> None:
    """Stop who may see the dossier but not do this: a form that must be refused is not shown.

    :raises NotPermitted: the step is another unit's or role's.
    """
    permissions.require(desk.actor, act)
    if not work.works_there(desk.actor, unit_id=info.unit_id, role=info.role):
        raise NotPermitted(act)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing at all: an empty form is told what is missing."""
    return request.POST if request.method == "POST" else None


def attempt(request: HttpRequest, form: forms.Form, act: Callable[[], Any], done: str) -> bool:
    """Do an act whose form is valid; a refusal becomes the form's own error."""
    try:
        act()
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return False
    messages.success(request, done)
    return True


def show(
    desk: DeskRequest,
    head: DossierInfo,
    form: forms.Form,
    title: str,
    *,
    template: str = "desk/act.html",
    **more: Any,
) -> HttpResponse:
    """The page of an act, with the form as it is; the look is noted in the read log."""
    readlog.saw(
        by=desk.actor, year=head.year, subject_id=head.id, page="desk.act", at=timezone.now()
    )
    context = frame(desk) | {"head": head, "form": form, "title": title} | more
    return render(desk, template, context, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, item: str) -> HttpResponse:
    """Take a step into one's hands."""
    desk, info, head = found(request, item)
    try:
        commands.take_item(item_id=info.id, by=desk.actor, at=timezone.now())
        messages.success(request, _("Bạn đã nhận việc này."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:dossier", head.public_id)


@PAGE
def finish(request: HttpRequest, item: str) -> HttpResponse:
    """Finish a step; the dossier goes on."""
    desk, info, head = found(request, item)
    for_whom_holds(desk, info, "finish")
    outcomes = [(o.code, o.label) for o in info.outcomes]
    form = FinishForm(posted(request), outcomes=outcomes, initial={"key": uuid4().hex})

    def act() -> None:
        data = form.cleaned_data
        commands.finish_item(
            item_id=info.id,
            outcome=data.get("outcome") or (outcomes[0][0] if outcomes else ""),
            note=data["note"],
            handover=data["handover"],
            key=data["key"],
            by=desk.actor,
            at=timezone.now(),
        )

    done = _("Đã hoàn thành bước «%(step)s».") % {"step": info.name}
    if form.is_valid() and attempt(request, form, act, done):
        return redirect("desk:dossier", head.public_id)
    upcoming = processes.next_steps(head.id)
    return show(desk, head, form, _("Hoàn thành bước này"), item=info, upcoming=upcoming)


@PAGE
def send_back(request: HttpRequest, item: str) -> HttpResponse:
    """Send the dossier back to an earlier step."""
    desk, info, head = found(request, item)
    for_whom_holds(desk, info, "send_back")
    nodes = [(node.node_id, node.name) for node in processes.backable_nodes(info.id)]
    form = SendBackForm(posted(request), nodes=nodes)

    def act() -> None:
        data = form.cleaned_data
        commands.send_back_item(
            item_id=info.id,
            node_id=data["node"],
            reason=data["reason"],
            handover=data["handover"],
            by=desk.actor,
            at=timezone.now(),
        )

    if form.is_valid() and attempt(request, form, act, _("Đã chuyển lại hồ sơ.")):
        return redirect("desk:dossier", head.public_id)
    return show(desk, head, form, _("Chuyển lại bước trước"), item=info)


@PAGE
def assign(request: HttpRequest, item: str) -> HttpResponse:
    """Give a step to a person of the unit."""
    desk, info, head = found(request, item)
    permissions.require(desk.actor, "assign")
    if not work.may_assign(
        desk.actor, unit_id=info.unit_id, role=info.role, post_id=info.person_post_id
    ):
        raise NotPermitted("assign")
    day = local_day(timezone.now())
    posts = organizations.posts_in(info.unit_id, day, roles=[info.role]) if info.unit_id else []
    form = AssignForm(posted(request), posts=[(p.public_id, p.person_name) for p in posts])

    def act() -> None:
        chosen = {p.public_id: p.id for p in posts}[form.cleaned_data["post"]]
        commands.assign_item(item_id=info.id, post_id=chosen, by=desk.actor, at=timezone.now())

    if form.is_valid() and attempt(request, form, act, _("Đã phân công.")):
        return redirect("desk:dossier", head.public_id)
    return show(desk, head, form, _("Phân công xử lý"), item=info)


@PAGE
def end_wait(request: HttpRequest, item: str) -> HttpResponse:
    """Note that the outside party has done its part; the clock goes on."""
    desk, info, head = found(request, item)
    if info.kind != "wait":
        raise Http404
    if not permissions.may_end_wait(desk.actor, processes.items(head.id), head.received_unit_id):
        raise NotPermitted("end_wait")
    form = EndWaitForm(posted(request))

    def act() -> None:
        commands.end_wait(
            item_id=info.id,
            document=form.cleaned_data["document"],
            by=desk.actor,
            at=timezone.now(),
        )

    if form.is_valid() and attempt(request, form, act, _("Đã ghi nhận, đồng hồ chạy tiếp.")):
        return redirect("desk:dossier", head.public_id)
    return show(desk, head, form, _("Xác nhận đã hoàn thành việc chờ"), item=info)


@require_POST
def confirm_handover(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm that papers have arrived at one's unit."""
    desk = cast(DeskRequest, request)
    handover = dossiers.handover(public_id)
    if handover is None:
        raise Http404
    head = visible_or_404(handover.dossier_public_id, desk.actor, timezone.now())
    try:
        commands.confirm_handover(handover_id=handover.id, by=desk.actor, at=timezone.now())
        messages.success(request, _("Đã xác nhận nhận bàn giao hồ sơ giấy."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:dossier", head.public_id)
