"""Before reception: telling somebody in writing what is missing, or why nothing is received."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.catalog import queries as catalog
from motcua.catalog.queries import VersionInfo
from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.endings import RefuseIntakeForm
from motcua.desk.forms.sheet import in_order
from motcua.desk.forms.supplements import GuideForm
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused

from .acts import PAGE, posted


def _chosen(request: HttpRequest, public_id: str) -> tuple[DeskRequest, VersionInfo]:
    """The procedure of an address, if the counter receives it.

    :raises Http404: otherwise.
    """
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "guide")
    version = catalog.version_by_public_id(public_id)
    day = local_day(timezone.now())
    if version is None or catalog.offering(version.id, desk.actor.unit_id or 0, day) is None:
        raise Http404
    return desk, version


def _case(version: VersionInfo, asked: str) -> int | None:
    """The case of an address; the first where none is named, none where there are no cases."""
    known = [case.id for case in version.cases]
    return next((i for i in known if str(i) == asked), known[0] if known else None)


def _asked(
    desk: DeskRequest,
    version: VersionInfo,
    form: forms.Form,
    title: str,
    act: Callable[[dict[str, Any]], str],
    case_id: int | None = None,
) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect("desk:guidance", act(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = frame(desk, "desk:intake") | {
        "version": version,
        "form": form,
        "title": title,
        "case_id": case_id,
    }
    return render(desk, "desk/guide.html", context, status=422 if form.errors else 200)


@PAGE
def guide(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is missing, once and in full; where cases ask for different papers, of one case."""
    desk, version = _chosen(request, public_id)
    case_id = _case(version, request.GET.get("truong-hop", ""))
    papers = [(c.id, c.name) for c in in_order(version.papers_for(case_id))]
    form = GuideForm(posted(request), papers=papers, again=False)

    def act(data: dict[str, Any]) -> str:
        return commands.guide_applicant(
            version_id=version.id,
            items=data["items"],
            note=data["note"],
            name=data["name"],
            by=desk.actor,
            at=timezone.now(),
        )

    return _asked(desk, version, form, _("Hướng dẫn hoàn thiện hồ sơ"), act, case_id)


@PAGE
def refuse(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why nothing is received."""
    desk, version = _chosen(request, public_id)
    form = RefuseIntakeForm(posted(request))

    def act(data: dict[str, Any]) -> str:
        return commands.refuse_intake(
            version_id=version.id,
            reason=data["reason"],
            text=data["text"],
            name=data["name"],
            by=desk.actor,
            at=timezone.now(),
        )

    return _asked(desk, version, form, _("Từ chối tiếp nhận"), act)


@require_GET
def slip(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was told, to be printed."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "guide")
    told = dossiers.guidance(public_id, desk.actor)
    if told is None:
        raise Http404
    return render(request, "desk/guidance.html", {"told": told})
