"""Sáp nhập, chia tách, đổi tên: a plan, what it would change, and its carrying out."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.catalog import queries as catalog
from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.mergers import MergeForm, MergerForm, RenameForm, SplitForm
from motcua.dossiers import commands as dossiers
from motcua.dossiers import queries as held
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations import commands, permissions
from motcua.organizations import queries as organizations
from motcua.organizations.errors import UnknownMerger
from motcua.organizations.queries import MergerKind, NewAgency

from .acts import PAGE, attempt, posted


@require_GET
def mergers(request: HttpRequest) -> HttpResponse:
    """All plans, and the three ways to begin one."""
    desk = _let_in(request)
    context = {"plans": organizations.mergers(), "kinds": MergerKind.choices}
    return render(request, "desk/mergers.html", frame(desk, "desk:admin") | context)


@PAGE
def prepare(request: HttpRequest, kind: str) -> HttpResponse:
    """A new plan of one kind."""
    desk = _let_in(request)
    if kind not in MergerKind.values:
        raise Http404
    form, made = _form(kind, posted(request)), [""]

    def act() -> None:
        made[0] = commands.prepare_merger(
            kind=kind, by=desk.actor, at=timezone.now(), **_said(kind, form)
        )

    done = _("Đã lập phương án. Hãy xem kỹ bản xem trước rồi mới thực hiện.")
    if form.is_valid() and attempt(request, form, act, done):
        return redirect("desk:merger", made[0])
    context = {"form": form, "title": MergerKind(kind).label}
    status = 422 if form.errors else 200
    page = frame(desk, "desk:admin") | context
    return render(request, "desk/merger_new.html", page, status=status)


@require_GET
def merger(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a plan would change, and what may be done with it."""
    desk = _let_in(request)
    day = local_day(timezone.now())
    preview = _found(public_id)
    olds = sorted({share.old_id for share in preview.heirs})
    holdings = held.holdings(olds, preview.place_ids)
    units = organizations.units(olds, day)
    lines = [
        (
            units[line.unit_id].name,
            organizations.Role(line.role).label,
            preview.heir_name(line.unit_id, line.field_code, line.in_places),
            line,
        )
        for line in holdings.inboxes
    ]
    context = {
        "preview": preview,
        "info": preview.info,
        "holdings": holdings,
        "inboxes": lines,
        "ready": preview.info.state == "prepared" and preview.info.on <= day,
        "choices": [key for key, _name in preview.targets] if preview.info.kind == "split" else [],
        "fields": {field.code: field.name for field in catalog.fields()},
    }
    return render(request, "desk/merger.html", frame(desk, "desk:admin") | context)


@require_POST
def adjust(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what was said of the units below and of posts."""
    _let_in(request)
    preview = _found(public_id)
    sent = request.POST
    ids = organizations.post_ids([line.public_id for line in preview.posts])
    names = {line.old_id: sent.get(f"ten-{line.old_public_id}", "") for line in preview.below}
    below = {
        line.old_id: sent[f"ve-{line.old_public_id}"]
        for line in preview.below
        if sent.get(f"ve-{line.old_public_id}")
    }
    posts = {
        ids[line.public_id]: sent[f"vi-tri-{line.public_id}"]
        for line in preview.posts
        if sent.get(f"vi-tri-{line.public_id}", "theo") != "theo"
    }
    return _act(
        request,
        public_id,
        lambda how: commands.adjust_merger(names=names, below=below, posts=_ended(posts), **how),
        _("Đã ghi lại phương án."),
    )


@require_POST
def carry_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Carry the plan out now."""
    done = _("Đã thực hiện. Hồ sơ, việc đang làm và vị trí công tác đã chuyển sang đơn vị mới.")

    def act(how: dict[str, Any]) -> None:
        dossiers.apply_merger(**how)
        dossiers.follow_mergers(by=how["by"], at=timezone.now())

    return _act(request, public_id, act, done)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the plan back."""
    done = _("Đã rút phương án. Không có gì thay đổi.")
    return _act(request, public_id, lambda how: commands.withdraw_merger(**how), done)


def _let_in(request: HttpRequest) -> DeskRequest:
    """:raises NotPermitted: the reader does not administer the system."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "organize")
    return desk


def _found(public_id: str) -> Any:
    try:
        return organizations.merger(public_id, local_day(timezone.now()))
    except UnknownMerger:
        raise Http404 from None


def _act(
    request: HttpRequest, public_id: str, act: Callable[[dict[str, Any]], None], done: str
) -> HttpResponse:
    desk = _let_in(request)
    _found(public_id)
    try:
        act({"public_id": public_id, "by": desk.actor, "at": timezone.now()})
        messages.success(request, done)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:merger", public_id)


def _ended(posts: dict[int, str]) -> dict[int, str]:
    """What the page calls "ends" is no unit's key."""
    return {post: "" if key == "thoi" else key for post, key in posts.items()}


def _form(kind: str, data: QueryDict | None) -> MergerForm:
    day = local_day(timezone.now())
    found = (u for u in organizations.units_of_kind(day) if u.kind not in {"province", "external"})
    units = [(u.public_id, u.name) for u in sorted(found, key=lambda u: (u.kind, u.name))]
    fields = [(field.code, field.name) for field in catalog.fields()]
    places = [(unit.public_id, unit.name) for unit in organizations.communes(day)]
    made: dict[str, Callable[[], MergerForm]] = {
        MergerKind.MERGE: lambda: MergeForm(data, units=units),
        MergerKind.SPLIT: lambda: SplitForm(data, units=units, fields=fields, places=places),
        MergerKind.RENAME: lambda: RenameForm(data, units=units),
    }
    return made[kind]()


def _said(kind: str, form: forms.Form) -> dict[str, Any]:
    """What the form says, as the command asks it."""
    said = form.cleaned_data
    agencies = [NewAgency(said["name"], said["short_name"], said["code"])]
    if kind == MergerKind.SPLIT:
        agencies.append(
            NewAgency(
                said["second_name"],
                said["second_short_name"],
                said["second_code"],
                tuple(said["fields_moved"]),
                tuple(organizations.unit_by_public_id(p).id for p in said["places_moved"]),
            )
        )
    chosen = cast(MergerForm, form).chosen
    return {
        "unit_ids": [organizations.unit_by_public_id(public_id).id for public_id in chosen],
        "agencies": agencies,
        "on": said["on"],
        "ground": said["ground"],
    }
