"""Paper files at a unit: what comes, what went, lists for the carrier, what lies on which shelf."""

from collections.abc import Sequence
from itertools import groupby
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.papers import GivePapersForm, ShelfForm, TakeBackForm
from motcua.documents import queries as documents
from motcua.dossiers import commands, permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import Carried, CarrierList, PaperPlace
from motcua.kernel.clock import local_day
from motcua.kernel.errors import NotPermitted, Refused

from .acts import PAGE, attempt, posted, show
from .dossier import visible_or_404


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """What is on its way to and from the reader's unit, and what was lost on the way."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "view")
    outgoing = dossiers.outgoing(desk.actor, now)
    unlisted = sorted((c for c in outgoing if not c.list_public_id), key=_receiver)
    context = frame(desk, "desk:papers") | {
        "incoming": dossiers.incoming(desk.actor, now),
        "outgoing": [c for c in outgoing if c.list_public_id],
        "groups": [(name, list(rows)) for (name, _id), rows in groupby(unlisted, _receiver)],
        "lost": dossiers.lost(desk.actor, now),
        "may_give": permissions.may(desk.actor, "hand_over"),
        "may_confirm": permissions.may(desk.actor, "confirm_handover"),
        "now": now,
    }
    return render(request, "desk/papers.html", context)


def _receiver(one: Carried) -> tuple[str, int]:
    return one.to_name, one.to_unit_id


@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """One code, typed or scanned: a list opens its page, a dossier's papers are confirmed."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "confirm_handover")
    typed = request.POST.get("code", "")[:400]
    if known := dossiers.list_named(typed):
        return redirect("desk:handover-list", known)
    found = dossiers.scanned(desk.actor, typed)
    if found is None:
        messages.warning(request, _not_here(typed))
    else:
        _confirmed(desk, [found], typed)
    return redirect("desk:papers")


@require_POST
def make_list(request: HttpRequest) -> HttpResponse:
    """Put chosen files for one receiver on a list that is printed."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "hand_over")
    chosen = set(request.POST.getlist("handover"))
    mine = dossiers.outgoing(desk.actor, timezone.now())
    ids = [one.id for one in mine if one.public_id in chosen]
    try:
        public_id = commands.list_handovers(handover_ids=ids, by=desk.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:papers")
    messages.success(request, _("Đã lập danh sách bàn giao. Hãy in và gửi kèm hồ sơ giấy."))
    return redirect("desk:handover-list", public_id)


@require_http_methods(["GET", "POST"])
def handover_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """A list with its lines: the receiver confirms one by one, by scanning, or all of them."""
    desk = cast(DeskRequest, request)
    found = _list_or_404(desk, public_id)
    mine = found.to_unit_id == desk.actor.unit_id
    may = mine and permissions.may(desk.actor, "confirm_handover")
    if request.method == "POST":
        if not may:
            raise NotPermitted("confirm_handover")
        _receive(desk, found)
        return redirect("desk:handover-list", public_id)
    context = frame(desk, "desk:papers") | {
        "found": found,
        "may_confirm": may,
        "is_giver": found.from_unit_id == desk.actor.unit_id,
        "now": timezone.now(),
    }
    return render(request, "desk/handover_list.html", context)


def _receive(desk: DeskRequest, found: CarrierList) -> None:
    """Confirm the line that was pressed or scanned, or every one that is still on its way."""
    waiting = [line for line in found.lines if line.on_its_way]
    typed = desk.POST.get("code", "")[:400]
    if "all" in desk.POST:
        _confirmed(desk, [line.id for line in waiting], "")
        return
    wanted = desk.POST.get("line", "")
    plain = "".join(typed.split()).casefold()
    rows = [o for o in waiting if o.public_id == wanted or (plain and o.code.casefold() == plain)]
    if rows:
        _confirmed(desk, [rows[0].id], rows[0].code)
    else:
        messages.warning(desk, _not_here(typed))


def _confirmed(desk: DeskRequest, ids: Sequence[int], code: str) -> None:
    """Confirm each on its own; say how many came, and of each refusal why."""
    done = 0
    for handover_id in ids:
        try:
            commands.confirm_handover(handover_id=handover_id, by=desk.actor, at=timezone.now())
            done += 1
        except Refused as refusal:
            messages.warning(desk, str(refusal))
    if done == 1 and code:
        messages.success(desk, _("Đã nhận hồ sơ giấy %(code)s.") % {"code": code.strip()})
    elif done:
        messages.success(desk, _("Đã nhận %(count)s hồ sơ giấy.") % {"count": done})


def _not_here(typed: str) -> str:
    return _(
        "Không có hồ sơ giấy nào mang mã «%(code)s» đang chuyển đến đây. Hãy kiểm tra lại mã; nếu "
        "giấy đã cầm trên tay, hãy nhờ bên giao ghi bàn giao."
    ) % {"code": typed.strip()[:80]}


@require_GET
def list_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper of a list, as it was printed first."""
    desk = cast(DeskRequest, request)
    found = _list_or_404(desk, public_id)
    if found.slip is None:
        raise Http404
    try:
        content = documents.slip_pdf(found.slip.id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:handover-list", public_id)
    return documents.pdf_response(content, name=f"ban-giao-{found.no.replace('/', '-')}.pdf")


def _list_or_404(desk: DeskRequest, public_id: str) -> CarrierList:
    found = dossiers.carrier_list(public_id, desk.actor, timezone.now())
    if found is None:
        raise Http404
    return found


@require_GET
def shelves(request: HttpRequest) -> HttpResponse:
    """The paper files of the reader's unit, by shelf; found by place, code or owner."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "view")
    text = request.GET.get("q", "")[:100]
    context = frame(desk, "desk:papers") | {
        "files": dossiers.shelved(desk.actor, text),
        "text": text,
    }
    return render(request, "desk/shelves.html", context)


def _for_who_has_them(desk: DeskRequest, dossier_id: int, act: str) -> PaperPlace:
    """Stop who may see the dossier but does not answer for its papers.

    :raises NotPermitted: another unit does.
    """
    permissions.require(desk.actor, act)
    place = dossiers.paper_place(dossier_id)
    if place.unit_id != desk.actor.unit_id:
        raise NotPermitted(act)
    return place


@PAGE
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the papers of a dossier to another unit."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    _for_who_has_them(desk, head.id, "hand_over")
    units = {u.public_id: u for u in dossiers.consultable(desk.actor, local_day(now))}
    form = GivePapersForm(posted(request), units=[(key, u.name) for key, u in units.items()])

    def act() -> None:
        commands.hand_over_papers(
            dossier_id=head.id,
            unit_id=units[form.cleaned_data["unit"]].id,
            note=form.cleaned_data["note"],
            by=desk.actor,
            at=now,
        )

    done = _("Đã ghi giao hồ sơ giấy. Đơn vị bạn chịu trách nhiệm đến khi bên nhận xác nhận.")
    if form.is_valid() and attempt(request, form, act, done):
        return redirect("desk:papers")
    words = _("Chỉ giao giấy; bước xử lý trên máy không đổi.")
    return show(desk, head, form, dossiers.act_name("hand_over"), words=words)


@PAGE
def note_shelf(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note where the papers lie."""
    desk, now = cast(DeskRequest, request), timezone.now()
    head = visible_or_404(public_id, desk.actor, now)
    place = _for_who_has_them(desk, head.id, "note_shelf")
    form = ShelfForm(posted(request), initial={"shelf": place.shelf, "kept": place.kept})

    def act() -> None:
        data = form.cleaned_data
        commands.note_shelf(
            dossier_id=head.id, shelf=data["shelf"], kept=data["kept"], by=desk.actor, at=now
        )

    if form.is_valid() and attempt(request, form, act, _("Đã ghi chỗ để hồ sơ giấy.")):
        return redirect("desk:dossier", head.public_id)
    return show(desk, head, form, dossiers.act_name("note_shelf"))


@PAGE
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that papers which were handed over are with the giver after all."""
    desk, now = cast(DeskRequest, request), timezone.now()
    handover = dossiers.handover(public_id)
    if handover is None:
        raise Http404
    head = visible_or_404(handover.dossier_public_id, desk.actor, now)
    permissions.require(desk.actor, "take_back")
    if handover.from_unit_id != desk.actor.unit_id:
        raise NotPermitted("take_back")
    form = TakeBackForm(posted(request))

    def act() -> None:
        commands.take_back_papers(
            handover_id=handover.id, reason=form.cleaned_data["reason"], by=desk.actor, at=now
        )

    if form.is_valid() and attempt(request, form, act, _("Đã ghi lấy lại hồ sơ giấy.")):
        return redirect("desk:papers")
    return show(desk, head, form, dossiers.act_name("take_back"))
