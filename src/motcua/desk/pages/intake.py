"""Receiving a dossier at the counter: one page, from the procedure to the receipt."""

from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.catalog import queries as catalog
from motcua.catalog.queries import Channel, TermInfo, VersionInfo
from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.intake import card_seal
from motcua.desk.forms.sheet import Sheet, sheet
from motcua.documents import queries as documents
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import AgencyChoice, Intake, Received
from motcua.kernel import readlog
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations import queries as organizations
from motcua.parties import queries as parties

from .dossier import visible_or_404

FILLING = {"read_card", "refresh", "take_all", "add_paper"}
"""Buttons that go on filling in: what was typed stays, nothing is judged or received."""


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
    receiving = request.method == "POST" and FILLING.isdisjoint(request.POST)
    filled = sheet_of(desk, version, now, judged=receiving)
    if receiving and filled.is_valid:
        received = _receive(desk, filled, now)
        if received is not None:
            return redirect("desk:received", received.public_id)
    if receiving:
        filled.renew(now)
    return _show(desk, filled, status=422 if receiving else 200)


@require_POST
@sensitive_post_parameters()
def card(request: HttpRequest) -> HttpResponse:
    """Read the text of an identity card's QR for the page's script; nothing is kept."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "receive")
    try:
        fields = card_fields(request.POST.get("card", ""))
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse(
        {"fields": fields, "said": _("Đã đọc thẻ: %(name)s") % {"name": fields["owner-name"]}}
    )


@require_GET
def received(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the citizen is told and given: code, promise, receipt."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.received", at=now)
    page = dossiers.page(head.id, desk.actor)
    at_once = head.handback == "collected"
    context = frame(desk, "desk:express" if at_once else "desk:intake") | {
        "head": head,
        "page": page,
        "place": page.unit_names.get(head.received_unit_id, ""),
        "deciding": page.unit_names.get(head.deciding_unit_id, ""),
        "track": settings.PUBLIC_URL + reverse("portal:dossier", args=[head.track_token]),
        "slip": next(iter(documents.slips(head.id)), None),
    }
    return render(request, "desk/received.html", context)


def _switch(desk: DeskRequest) -> dict[str, Any]:
    """Whether the search may, and does, go beyond what the own counter receives."""
    day = local_day(timezone.now())
    return {
        "others": dossiers.receives_for_others(desk.actor, day),
        "beyond": _beyond(desk),
        "beyond_too": "&ngoai=1" if _beyond(desk) else "",
    }


def _asked(desk: DeskRequest) -> str:
    return (desk.GET.get("q") or desk.GET.get("thu-tuc_text", "")).strip()[:300]


def _hits(desk: DeskRequest) -> list[catalog.Hit]:
    text = _asked(desk)
    if not text:
        return []
    day = local_day(timezone.now())
    hits = catalog.search(text, day=day, receiving_unit_id=desk.actor.unit_id, limit=12)
    if _beyond(desk) and dossiers.receives_for_others(desk.actor, day):
        return hits
    return [hit for hit in hits if hit.here]


def _chosen(desk: DeskRequest) -> VersionInfo | None:
    public_id = desk.POST.get("version") or desk.GET.get("thu-tuc", "")
    try:
        return catalog.version_by_public_id(public_id) if public_id else None
    except LookupError:
        return None


def _choose(desk: DeskRequest) -> HttpResponse:
    context = frame(desk, "desk:intake") | {
        "hits": _hits(desk),
        "text": _asked(desk),
        "start": True,
        "lost": desk.method == "POST",
        **_switch(desk),
    }
    return render(desk, "desk/intake.html", context, status=422 if context["lost"] else 200)


def sheet_of(desk: DeskRequest, version: VersionInfo, now: datetime, *, judged: bool) -> Sheet:
    """The sheet of a procedure as it was filled in so far, a card read into it if one was sent."""
    data: QueryDict | None = desk.POST if desk.method == "POST" else None
    error = ""
    if data is not None and "read_card" in data and data.get("card"):
        data = data.copy()
        try:
            data.update(card_fields(data.get("card", "")))
        except Refused as refusal:
            error = str(refusal)
    day = local_day(now)
    filled = sheet(
        version,
        data,
        judged=judged,
        now=now,
        place=_place(desk, day),
        processes=dossiers.process_choices(version, day),
        communes=[(str(u.id), u.name) for u in organizations.communes(day)],
        agencies=_agencies(desk, version, day),
    )
    filled.error = error
    return filled


def _agencies(desk: DeskRequest, version: VersionInfo, day: date) -> list[AgencyChoice]:
    """Who may decide, where the officer looks beyond the own counter or has to."""
    if not _beyond(desk) and dossiers.offered_here(version.id, desk.actor, day):
        return []
    return dossiers.agencies(version.id, desk.actor, day)


def _beyond(desk: DeskRequest) -> bool:
    """Whether the officer looks for what other agencies of the province are asked."""
    return (desk.POST.get("ngoai") or desk.GET.get("ngoai")) == "1"


def _place(desk: DeskRequest, day: date) -> dict[str, str]:
    """A commune's own counter receives for its own place unless told otherwise."""
    unit = organizations.unit(desk.actor.unit_id) if desk.actor.unit_id else None
    if unit is None or unit.level != "commune" or unit.parent_id is None:
        return {}
    return {"commune": str(unit.parent_id)}


def numbers_checked(filled: Sheet) -> bool:
    """Whether the papers' numbers look right, or the officer has compared them. Every warning
    stands at the field of the person whose number it is."""
    compared, right = filled.head.cleaned_data["accept_warnings"], True
    for party in (filled.owner, filled.submitter, filled.collector):
        told = party.party() if party.is_given else None
        if told is None or not told.number:
            continue
        for warning in parties.check_number(
            told.number_kind, told.number, birth=told.birth, gender=told.gender
        ):
            if warning.severe or not compared:
                filled.doubt(party, str(warning), severe=warning.severe)
                right = False
    return right


def wish_of(filled: Sheet) -> Intake:
    """The reception as the command takes it; every form is valid."""
    return filled.head.intake(
        filled.version,
        filled.owner.party(),
        filled.submitter.party() if filled.submitter.is_given else None,
        filled.collector.party() if filled.collector.is_given else None,
        filled.taken(),
    )


def _receive(desk: DeskRequest, filled: Sheet, now: datetime) -> Received | None:
    if not numbers_checked(filled):
        return None
    try:
        key = filled.head.cleaned_data["key"]
        return commands.receive_dossier(intake=wish_of(filled), key=key, by=desk.actor, at=now)
    except Refused as refusal:
        filled.place_error(refusal)
        return None


def card_fields(raw: str) -> dict[str, str]:
    data = parties.parse_card_qr(raw)
    return {
        "owner-kind": "person",
        "owner-number_kind": "personal_id",
        "owner-number": data.number,
        "owner-name": data.name,
        "owner-birth": f"{data.birth:%d/%m/%Y}" if data.birth else "",
        "owner-gender": data.gender,
        "owner-address": data.address,
        "owner-verified_by": card_seal(data.number, data.name, data.birth),
    }


def _other_terms(
    desk: DeskRequest, version: VersionInfo, case_id: int | None, term: TermInfo
) -> dict[str, Any]:
    """What stands beside the term of the law at this counter: the one committed, that of post, and
    what the clock does after a supplement where the procedure has its own policy."""
    offering = catalog.offering(version.id, desk.actor.unit_id or 0, local_day(timezone.now()))
    promised = {
        channel: catalog.committed(
            offering, catalog.term(version.id, case_id=case_id, channel=channel), channel
        )
        for channel in version.channels
    }
    committed = promised.get("counter")
    apart = [
        f"{str(Channel(channel).label).lower()}: {limit.text}"
        for channel, limit in promised.items()
        if limit is not None and limit != committed
    ]
    by_post = catalog.term(version.id, case_id=case_id, channel="post").text
    other = "post" in version.channels and by_post != term.text
    return {
        "committed": committed.text if committed and committed.text != term.text else "",
        "committed_apart": "; ".join(apart),
        "by_post": by_post if other else "",
        "policy": catalog.policy(version, offering),
    }


def _show(desk: DeskRequest, filled: Sheet, *, status: int) -> HttpResponse:
    version = filled.version
    term = catalog.term(version.id, case_id=filled.case_id, channel="counter")
    fees = list(dict.fromkeys(fee.displayed for fee in version.fees))[:2]
    context: dict[str, Any] = {"sheet": filled, "version": version, "term": term, "fees": fees}
    context["beyond"] = _beyond(desk)
    context |= _other_terms(desk, version, filled.case_id, term)
    if desk.htmx:
        return render(desk, "desk/_sheet.html", context, status=status)
    context |= frame(desk, "desk:intake") | {"text": version.name} | _switch(desk)
    return render(desk, "desk/intake.html", context, status=status)
