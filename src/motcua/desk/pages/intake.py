"""Receiving a dossier at the counter: one page, from the procedure to the receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.catalog import queries as catalog
from motcua.catalog.queries import ComponentInfo, VersionInfo
from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.intake import IntakeForm, PaperForm, PartyForm
from motcua.documents import queries as documents
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import ComponentInput, Received
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations import queries as organizations
from motcua.parties import queries as parties

from .dossier import visible_or_404


@dataclass(slots=True)
class Sheet:
    """All forms of one intake."""

    version: VersionInfo
    head: IntakeForm
    owner: PartyForm
    submitter: PartyForm
    collector: PartyForm
    papers: list[tuple[ComponentInfo, PaperForm]]
    warnings: list[str]
    error: str = ""

    @property
    def forms(self) -> list[Form]:
        """Every form, in the order of the page."""
        return [
            self.head,
            self.owner,
            self.submitter,
            self.collector,
            *(form for _component, form in self.papers),
        ]

    @property
    def is_valid(self) -> bool:
        """Whether every form is; each is asked, so that every error is shown at once."""
        return all([form.is_valid() for form in self.forms])


@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """The hits of the procedure box, as its list."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "receive")
    return render(request, "desk/_procedures.html", {"hits": _hits(desk)})


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def intake(request: HttpRequest) -> HttpResponse:
    """Find the procedure, fill in the sheet, receive."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "receive")
    now = timezone.now()
    version = _chosen(desk)
    if version is None:
        return _choose(desk)
    sheet = _sheet(desk, version, now)
    if request.method == "POST" and "read_card" in request.POST:
        return _show(desk, sheet, status=200)
    if request.method == "POST" and sheet.is_valid:
        received = _receive(desk, sheet, now)
        if received is not None:
            return redirect("desk:received", received.public_id)
    return _show(desk, sheet, status=422 if request.method == "POST" else 200)


@require_POST
@sensitive_post_parameters()
def card(request: HttpRequest) -> HttpResponse:
    """Read the text of an identity card's QR for the page's script; nothing is kept."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "receive")
    try:
        fields = _card_fields(request.POST.get("card", ""))
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"fields": fields})


@require_GET
def received(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the citizen is told and given: code, promise, receipt."""
    desk = cast(DeskRequest, request)
    head = visible_or_404(public_id, desk.actor, timezone.now())
    page = dossiers.page(head.id, desk.actor)
    context = frame(desk, "desk:intake") | {
        "head": head,
        "page": page,
        "slip": next(iter(documents.slips(head.id)), None),
    }
    return render(request, "desk/received.html", context)


def _hits(desk: DeskRequest) -> list[catalog.Hit]:
    text = desk.GET.get("q") or desk.GET.get("thu-tuc_text", "")
    if not text.strip():
        return []
    day = local_day(timezone.now())
    return catalog.search(text[:300], day=day, receiving_unit_id=desk.actor.unit_id, limit=12)


def _chosen(desk: DeskRequest) -> VersionInfo | None:
    public_id = desk.POST.get("version") or desk.GET.get("thu-tuc", "")
    return catalog.version_by_public_id(public_id) if public_id else None


def _choose(desk: DeskRequest) -> HttpResponse:
    text = desk.GET.get("q") or desk.GET.get("thu-tuc_text", "")
    context = frame(desk, "desk:intake") | {"hits": _hits(desk), "text": text}
    return render(desk, "desk/intake_choose.html", context)


def _sheet(desk: DeskRequest, version: VersionInfo, now: datetime) -> Sheet:
    data: QueryDict | None = desk.POST if desk.method == "POST" else None
    error = ""
    if data is not None and "read_card" in data:
        data = data.copy()
        try:
            data.update(_card_fields(data.get("card", "")))
        except Refused as refusal:
            error = str(refusal)
    day = local_day(now)
    head = IntakeForm(
        data,
        version=version,
        processes=dossiers.process_choices(version, day),
        communes=[(str(u.id), u.name) for u in organizations.communes(day)],
        initial={"key": uuid4().hex, "opened": IntakeForm.sign(now), **_place(desk, day)},
    )
    asked = data.get("case", "") if data is not None else desk.GET.get("truong-hop", "")
    return Sheet(
        version=version,
        head=head,
        owner=PartyForm(data, prefix="owner"),
        submitter=PartyForm(data, prefix="submitter"),
        collector=PartyForm(data, prefix="collector"),
        papers=[(c, _paper(data, c)) for c in _papers(version, asked)],
        warnings=[],
        error=error,
    )


def _papers(version: VersionInfo, case: str) -> tuple[ComponentInfo, ...]:
    """The papers of the chosen case; all of them while none is chosen."""
    return version.papers_for(int(case)) if case.isdigit() else version.components


def _place(desk: DeskRequest, day: Any) -> dict[str, str]:
    """A commune's own counter receives for its own place unless told otherwise."""
    unit = organizations.unit(desk.actor.unit_id) if desk.actor.unit_id else None
    if unit is None or unit.level != "commune" or unit.parent_id is None:
        return {}
    return {"commune": str(unit.parent_id)}


def _paper(data: Any, component: ComponentInfo) -> PaperForm:
    initial = {"originals": component.originals or 0, "copies": component.copies or 0}
    return PaperForm(data, prefix=f"paper-{component.id}", initial=initial)


def _receive(desk: DeskRequest, sheet: Sheet, now: datetime) -> Received | None:
    owner = sheet.owner.party()
    submitter = sheet.submitter.party() if sheet.submitter.is_given else None
    collector = sheet.collector.party() if sheet.collector.is_given else None
    if owner.number and not sheet.head.cleaned_data["accept_warnings"]:
        found = parties.check_number(
            owner.number_kind, owner.number, birth=owner.birth, gender=owner.gender
        )
        sheet.warnings = [str(warning) for warning in found]
        if sheet.warnings:
            return None
    intake_ = sheet.head.intake(sheet.version, owner, submitter, collector, _taken(sheet))
    try:
        key = sheet.head.cleaned_data["key"]
        return commands.receive_dossier(intake=intake_, key=key, by=desk.actor, at=now)
    except Refused as refusal:
        _place_error(sheet, refusal)
        return None


def _place_error(sheet: Sheet, refusal: Refused) -> None:
    """Put a refusal at the field it speaks of; the rest goes above the page."""
    form, _dash, name = refusal.field.partition("_")
    named = {"owner": sheet.owner, "submitter": sheet.submitter, "collector": sheet.collector}
    if form in named and name in named[form].fields:
        named[form].add_error(name, str(refusal))
    elif refusal.field in sheet.owner.fields:
        sheet.owner.add_error(refusal.field, str(refusal))
    elif refusal.field in sheet.head.fields:
        sheet.head.add_error(refusal.field, str(refusal))
    else:
        sheet.error = str(refusal)


def _taken(sheet: Sheet) -> tuple[ComponentInput, ...]:
    return tuple(
        ComponentInput(
            component_id=component.id,
            name=component.name,
            originals=form.cleaned_data["originals"] or 0,
            copies=form.cleaned_data["copies"] or 0,
            provenance=form.cleaned_data["provenance"] or "paper",
            state_held=form.cleaned_data["state_held"],
        )
        for component, form in sheet.papers
        if form.cleaned_data["taken"] or form.cleaned_data["state_held"]
    )


def _card_fields(raw: str) -> dict[str, str]:
    data = parties.parse_card_qr(raw)
    return {
        "owner-kind": "person",
        "owner-number_kind": "personal_id",
        "owner-number": data.number,
        "owner-name": data.name,
        "owner-birth": f"{data.birth:%d/%m/%Y}" if data.birth else "",
        "owner-gender": data.gender,
        "owner-address": data.address,
        "owner-verified_by": "card_qr",
    }


def _show(desk: DeskRequest, sheet: Sheet, *, status: int) -> HttpResponse:
    if sheet.warnings:
        sheet.error = sheet.error or _("Hãy đối chiếu lại giấy tờ trước khi tiếp nhận.")
    term = catalog.term(sheet.version.id, case_id=None, channel="counter")
    context = frame(desk, "desk:intake") | {"sheet": sheet, "version": sheet.version, "term": term}
    return render(desk, "desk/intake.html", context, status=status)
