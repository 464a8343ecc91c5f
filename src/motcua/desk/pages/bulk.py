"""One act on several lines of the inbox: each succeeds or fails on its own, with its sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.acts import ReturnForm
from motcua.desk.forms.bulk import BulkBackForm, BulkFinishForm, BulkForwardForm
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.errors import NothingOnItsWay, NotReadyYet
from motcua.dossiers.queries import DossierInfo
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations.queries import UnitInfo
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo

from .acts import found

MOST = 200
"""Lines at once; a page of the inbox has fewer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step that was ticked, and what came of it; ``told`` is empty when it was done."""

    item: ItemInfo
    head: DossierInfo
    done: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """One act on several steps: what it asks first (nothing, or a form), and how one is done."""

    act: str
    title: str | Promise
    form: Callable[[Any, list[Line], datetime], forms.Form] | None
    do: Callable[[DeskRequest, ItemInfo, dict[str, Any], datetime], object]


def page_of(bulk: Bulk) -> Callable[[HttpRequest], HttpResponse]:
    """The page of an act on several steps."""

    def view(request: HttpRequest) -> HttpResponse:
        desk, now = cast(DeskRequest, request), timezone.now()
        permissions.require(desk.actor, bulk.act)
        lines, strange = _ticked(request)
        context: dict[str, Any] = {"title": bulk.title, "strange": strange}
        sent = request.POST if "sure" in request.POST else None
        form = bulk.form(sent, lines, now) if bulk.form else None
        if lines and (form is None or form.is_valid()):
            data = form.cleaned_data if form else {}
            context["lines"] = [_tried(bulk, desk, line, data, now) for line in lines]
            return render(request, "desk/bulk_done.html", frame(desk, "desk:inbox") | context)
        context |= frame(desk, "desk:inbox") | {"lines": lines, "form": form}
        status = 422 if not lines or (form and form.errors) else 200
        return render(request, "desk/bulk.html", context, status=status)

    view.__name__ = f"bulk_{bulk.act}"
    return require_POST(view)


def _ticked(request: HttpRequest) -> tuple[list[Line], int]:
    """The steps that were ticked and may be known of, each once; how many may not."""
    lines, strange = [], 0
    for public_id in list(dict.fromkeys(request.POST.getlist("item")))[:MOST]:
        try:
            _desk, item, head = found(request, public_id[:40])
        except (Http404, ValueError):
            strange += 1
            continue
        lines.append(Line(item, head))
    return lines, strange


def _tried(bulk: Bulk, desk: DeskRequest, line: Line, data: dict[str, Any], at: datetime) -> Line:
    """One step: done, or why not. A fault of ours is not caught."""
    try:
        bulk.do(desk, line.item, data, at)
    except Refused as refusal:
        return Line(line.item, line.head, told=str(refusal))
    except PermissionDenied:
        return Line(line.item, line.head, told=_("Bước này không phải việc của bạn."))
    return Line(line.item, line.head, done=True)


def _confirm(desk: DeskRequest, item: ItemInfo, _data: dict[str, Any], at: datetime) -> None:
    waiting = dossiers.pending_handovers(item.subject_id, desk.actor)
    if not waiting:
        raise NothingOnItsWay
    for handover_id in waiting:
        commands.confirm_handover(handover_id=handover_id, by=desk.actor, at=at)


def _finish(desk: DeskRequest, item: ItemInfo, data: dict[str, Any], at: datetime) -> None:
    outcome = item.outcomes[0].code if len(item.outcomes) == 1 else ""
    facts = {"note": data["note"], "handover": data["handover"], "by": desk.actor, "at": at}
    commands.finish_item(item_id=item.id, outcome=outcome, **facts)


def _take(desk: DeskRequest, item: ItemInfo, _data: dict[str, Any], at: datetime) -> None:
    commands.take_item(item_id=item.id, by=desk.actor, at=at)


def _return_form(data: Any, lines: list[Line], _at: datetime) -> ReturnForm:
    """One person collects them all: the owner, where it is one and the same."""
    owners = {line.head.owner_name for line in lines}
    return ReturnForm(data, initial={"name": owners.pop() if len(owners) == 1 else ""})


def _return(desk: DeskRequest, item: ItemInfo, data: dict[str, Any], at: datetime) -> None:
    if item.step_kind != "return":
        raise NotReadyYet
    commands.return_result(dossier_id=item.subject_id, by=desk.actor, at=at, **data)


def _send_back(desk: DeskRequest, item: ItemInfo, data: dict[str, Any], at: datetime) -> None:
    nodes = processes.backable_nodes(item.id)
    commands.send_back_item(
        item_id=item.id,
        node_id=nodes[-1].node_id if nodes else "",
        reason=data["reason"],
        handover=data["handover"],
        by=desk.actor,
        at=at,
    )


def _units(lines: list[Line], at: datetime) -> dict[str, UnitInfo]:
    """Units that could do every one of the ticked steps."""
    each = [dossiers.forwardable(line.item, local_day(at)) for line in lines]
    if not each:
        return {}
    common = set.intersection(*({u.id for u in units} for units in each))
    return {u.public_id: u for u in each[0] if u.id in common}


def _forward_form(data: Any, lines: list[Line], at: datetime) -> BulkForwardForm:
    units = _units(lines[:1], at)
    return BulkForwardForm(data, units=[(key, u.name) for key, u in units.items()])


def _forward(desk: DeskRequest, item: ItemInfo, data: dict[str, Any], at: datetime) -> None:
    units = {u.public_id: u.id for u in dossiers.forwardable(item, local_day(at))}
    commands.forward_item(
        item_id=item.id,
        unit_id=units.get(data["unit"], 0),
        reason=data["reason"],
        handover=data["handover"],
        by=desk.actor,
        at=at,
    )


accept = page_of(Bulk("confirm_handover", _l("Xác nhận đã nhận hồ sơ giấy"), None, _confirm))
take = page_of(Bulk("take", _l("Nhận nhiều việc"), None, _take))
give_back = page_of(
    Bulk("return_result", _l("Trả nhiều kết quả cho một người"), _return_form, _return)
)
finish = page_of(
    Bulk(
        "finish",
        _l("Hoàn thành bước của nhiều hồ sơ"),
        lambda data, _lines, _at: BulkFinishForm(data),
        _finish,
    )
)
send_back = page_of(
    Bulk(
        "send_back",
        _l("Chuyển lại bước trước của nhiều hồ sơ"),
        lambda data, _lines, _at: BulkBackForm(data),
        _send_back,
    )
)
forward = page_of(
    Bulk("forward", _l("Chuyển nhiều hồ sơ sang đơn vị khác"), _forward_form, _forward)
)
