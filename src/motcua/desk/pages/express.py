"""Received, resolved and returned on one page; and certified copies, one line after the other."""

from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.catalog import queries as catalog
from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.express import CopyForm, DecisionForm
from motcua.desk.forms.intake import IntakeForm
from motcua.desk.forms.sheet import Sheet
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import AtOnce, Received
from motcua.kernel.clock import local, local_day
from motcua.kernel.errors import Refused

from .intake import FILLING, numbers_checked, sheet_of, wish_of

PAGE = require_http_methods(["GET", "POST"])


@PAGE
@sensitive_post_parameters()
def express(request: HttpRequest) -> HttpResponse:
    """Choose the procedure, fill in the sheet and the result, one button."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "express")
    offered = dossiers.at_once(desk.actor, local_day(now))
    chosen = _chosen(desk, offered)
    if chosen is None:
        context = frame(desk, "desk:express") | {"offered": offered}
        status = 200 if request.method == "GET" else 422
        return render(request, "desk/express.html", context, status=status)
    acting = request.method == "POST" and FILLING.isdisjoint(request.POST)
    version = catalog.version(chosen.version_id)
    filled = sheet_of(desk, version, now, judged=acting)
    result = DecisionForm(request.POST if acting else None, prefix="result", initial=_typed(desk))
    if acting and all([filled.is_valid, result.is_valid()]):
        received = _do(desk, filled, result, now)
        if received is not None:
            return redirect("desk:received", received.public_id)
    if acting:
        filled.renew(now)
    return _show(desk, filled, result, chosen, status=422 if acting else 200)


def _chosen(desk: DeskRequest, offered: list[AtOnce]) -> AtOnce | None:
    public_id = desk.POST.get("version") or desk.GET.get("thu-tuc", "")
    return next((one for one in offered if one.public_id == public_id), None)


def _typed(desk: DeskRequest) -> dict[str, Any]:
    """What was typed about the result while the sheet is still being filled in."""
    sent = {k: v for k, v in desk.POST.items() if k.startswith("result-")}
    return {key.removeprefix("result-"): value for key, value in sent.items()}


def _do(desk: DeskRequest, filled: Sheet, result: DecisionForm, now: datetime) -> Received | None:
    if not numbers_checked(filled):
        return None
    try:
        return commands.resolve_at_once(
            intake=wish_of(filled),
            decision=result.decision(local(now)),
            key=filled.head.cleaned_data["key"],
            by=desk.actor,
            at=now,
        )
    except Refused as refusal:
        if refusal.field in result.fields:
            result.add_error(refusal.field, str(refusal))
        else:
            filled.place_error(refusal)
        return None


def _show(
    desk: DeskRequest, filled: Sheet, result: DecisionForm, chosen: AtOnce, *, status: int
) -> HttpResponse:
    version = filled.version
    context: dict[str, Any] = {
        "sheet": filled,
        "result": result,
        "chosen": chosen,
        "version": version,
        "term": catalog.term(version.id, case_id=filled.case_id, channel="counter"),
        "fees": list(dict.fromkeys(fee.displayed for fee in version.fees))[:2],
    }
    if desk.htmx:
        return render(desk, "desk/_express_sheet.html", context, status=status)
    return render(desk, "desk/express.html", context | frame(desk, "desk:express"), status=status)


@PAGE
@sensitive_post_parameters()
def copies(request: HttpRequest) -> HttpResponse:
    """Certified copies: a line, Enter, the next line."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "express")
    offered = [one for one in dossiers.at_once(desk.actor, local_day(now)) if one.copies]
    if not offered:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = CopyForm(sent, initial=_next_line(desk, now))
    if form.is_valid() and _certify(desk, form, offered[0], now):
        return redirect("desk:certified-copies")
    if sent is not None and {"key", "opened"} & set(form.errors):
        form.data = sent.copy() | _fresh(now)
    lines = dossiers.copy_lines(desk.actor, local_day(now))
    context = frame(desk, "desk:express") | {
        "form": form,
        "lines": lines,
        "total": sum(line.fee_vnd or 0 for line in lines),
        "fee": dossiers.copy_fee(1, 1, local_day(now)),
        "next": dossiers.next_number(desk.actor.seat()[0], _book(desk, now)),
    }
    return render(request, "desk/copies.html", context, status=422 if form.errors else 200)


def _book(desk: DeskRequest, now: datetime) -> str:
    """The book that was written in last; before the first line, the first of the year."""
    return dossiers.last_book(desk.actor.seat()[0]) or f"01/{local_day(now).year}-SCT/BS"


def _next_line(desk: DeskRequest, now: datetime) -> dict[str, Any]:
    """The next line: the same person again until another name is typed."""
    last = next(iter(dossiers.copy_lines(desk.actor, local_day(now), most=1)), None)
    return {"name": last.owner_name if last else "", "book": _book(desk, now), **_fresh(now)}


def _fresh(now: datetime) -> dict[str, str]:
    return {"key": uuid4().hex, "opened": IntakeForm.sign(now)}


def _certify(desk: DeskRequest, form: CopyForm, procedure: AtOnce, now: datetime) -> bool:
    try:
        commands.resolve_at_once(
            intake=form.intake(procedure.version_id),
            decision=form.decision(local(now)),
            key=form.cleaned_data["key"],
            by=desk.actor,
            at=now,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    messages.success(desk, _("Đã ghi vào sổ và trả bản sao."))
    return True
