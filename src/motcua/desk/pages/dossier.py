"""One dossier: papers, data, timeline, what the reader may do now and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.desk.context import DeskRequest, frame
from motcua.documents import queries as documents
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import Act, DossierInfo, DossierPage
from motcua.kernel import readlog
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.monitoring import queries as monitoring
from motcua.parties import queries as parties
from motcua.workflow import queries as processes


def visible_or_404(public_id: str, actor: Actor, at: datetime) -> DossierInfo:
    """The dossier, if the actor may know that there is one.

    :raises Http404: otherwise; also for roles that see no dossier at all.
    """
    found = dossiers.visible(public_id, actor, at) if permissions.may(actor, "view") else None
    if found is None:
        raise Http404
    return found


STEP_ACTS = {
    "take": "desk:take",
    "finish": "desk:finish",
    "send_back": "desk:send-back",
    "assign": "desk:assign",
    "end_wait": "desk:end-wait",
    "forward": "desk:forward",
}
"""Acts on a step; all others are on the dossier, at an address of their own name."""
KEYS = {"take": "F4", "finish": "F9", "record_result": "F7", "return_result": "F9"}
POSTED = {"take", "undo"}
"""Acts that ask nothing: their button does them."""
MAIN = {"finish", "return_result", "respond_supplement"}
ASIDE = (frozenset(permissions.SEATS) | {"forward", "hand_over", "note_shelf", "undo"}) - MAIN
"""Acts that are in no drawing: below the others, in quieter words."""


@dataclass(frozen=True, slots=True)
class Link:
    """One act as a button: where it leads, by which key, how loud."""

    label: str
    url: str
    key: str
    kind: str
    posts: bool


def links(acts: tuple[Act, ...], public_id: str) -> tuple[list[Link], list[Link]]:
    """The acts of a page as buttons: what brings the dossier on, and what else may happen."""
    main: list[Link] = []
    aside: list[Link] = []
    for act in acts:
        if act.item is not None and act.code in STEP_ACTS:
            url = reverse(STEP_ACTS[act.code], args=[act.item.public_id])
        else:
            url = reverse(f"desk:{act.code.replace('_', '-')}", args=[public_id])
        kind = "primary" if act.code in MAIN else "secondary"
        link = Link(act.label, url, KEYS.get(act.code, ""), kind, act.code in POSTED)
        (aside if act.code in ASIDE else main).append(link)
    aside.sort(key=lambda link: not link.posts)  # what was just done can be taken back: first
    return main, aside


def _may_waive(actor: Actor, page: DossierPage) -> bool:
    """Whether the reader may let a late dossier go to signature without its letter."""
    return permissions.may_do(
        actor,
        "waive_apology",
        list(page.items),
        received_unit_id=page.head.received_unit_id,
        deciding_unit_id=page.head.deciding_unit_id,
    )


@require_GET
def dossier(request: HttpRequest, public_id: str) -> HttpResponse:
    """The dossier's page; the look is noted in the read log."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    may = permissions.may(desk.actor, "view")
    page = dossiers.visible_page(public_id, desk.actor, now) if may else None
    if page is None:
        raise Http404
    head = page.head
    main, aside = links(page.acts, head.public_id)
    people = parties.parties({head.owner_id, head.submitter_id, head.collector_id})
    context = frame(desk) | {
        "page": page,
        "main_acts": main,
        "aside_acts": aside,
        "head": head,
        "now": now,
        "owner": people[head.owner_id],
        "submitter": people[head.submitter_id],
        "collector": people[head.collector_id],
        "outlooks": monitoring.outlooks(page, now),
        "apology": dossiers.apology_of(head.id) if page.letters else None,
        "waives": page.needs_letter(local_day(now)) and _may_waive(desk.actor, page),
        "open_items": [i for i in page.items if i.state == "open"],
        "issued": dossiers.issued(head.id, told=page.told),
        "may_deliver": permissions.may(desk.actor, "deliver_notice"),
        "result_file": documents.file(page.result.file_id)
        if page.result and page.result.file_id
        else None,
        "pending_handovers": [
            h for h in page.handovers if h.on_its_way and h.to_unit_id == desk.actor.unit_id
        ],
    }
    answer = render(request, "desk/dossier.html", context)
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.dossier", at=now)
    return answer


@require_GET
def process(request: HttpRequest, public_id: str) -> HttpResponse:
    """The drawing of the dossier's process, with where it stands."""
    desk = cast(DeskRequest, request)
    now = timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    readlog.saw(by=desk.actor, year=head.year, subject_id=head.id, page="desk.process", at=now)
    context = frame(desk) | {
        "head": head,
        "definition": processes.definition(head.definition_id),
        "drawing": processes.diagram_svg(head.definition_id, head.id),
        "rows": processes.diagram_table(head.definition_id, head.id),
    }
    return render(request, "desk/process.html", context)
