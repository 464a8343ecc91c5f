"""Lending a post for a time: who acts for whom, and taking it back."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.desk.context import DeskRequest, frame
from motcua.desk.forms.delegations import LendForm
from motcua.kernel.clock import local_day
from motcua.kernel.errors import Refused
from motcua.organizations import commands, permissions
from motcua.organizations import queries as organizations
from motcua.organizations.queries import PostInfo


@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Lend a post of one's people, see what is lent, take it back."""
    desk, now = cast(DeskRequest, request), timezone.now()
    permissions.require(desk.actor, "delegate")
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(desk, now)
    day = local_day(now)
    lent, others = _posts(desk, day)
    sent = request.POST if request.method == "POST" else None
    first = {"since": day}
    form = LendForm(sent, lent=lent, to=others, initial=first)
    if form.is_valid() and _lend(desk, form, lent, others, now):
        return redirect("desk:delegations")
    units = organizations.lendable_units(desk.actor, day)
    rows = [(row, row.stands(day)) for row in organizations.lendings(units)]
    context: dict[str, Any] = frame(desk, "desk:admin") | {
        "form": form,
        "current": [row for row, stands in rows if stands in ("now", "later")],
        "past": [(row, stands) for row, stands in rows if stands in ("past", "taken_back")],
        "today": day,
        "agencies": _agencies(desk, day),
        "agency": desk.GET.get("don-vi", ""),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/delegations.html", context, status=status)


def _posts(desk: DeskRequest, day: date) -> tuple[list[PostInfo], list[PostInfo]]:
    """Posts that may be lent, and the people who may act for them: those of the same agency."""
    units = organizations.lendable_units(desk.actor, day)
    if units is None:
        units = organizations.subtree_ids(_agency(desk, day), day)
        posts = organizations.posts_in_units(units, day)
        return posts, posts
    own = organizations.unit(desk.actor.seat()[0], day)
    around = organizations.subtree_ids(own.agency_id or own.id, day)
    return (
        organizations.posts_in_units(units, day),
        organizations.posts_in_units({*units, *around}, day),
    )


def _agencies(desk: DeskRequest, day: date) -> list[tuple[str, str]]:
    """The agencies an administrator chooses from; none for a leader."""
    if organizations.lendable_units(desk.actor, day) is not None:
        return []
    units = [u for u in organizations.units_of_kind(day) if u.agency and u.kind != "external"]
    return [(u.public_id, u.name) for u in sorted(units, key=lambda u: u.name)]


def _agency(desk: DeskRequest, day: date) -> int:
    """The agency that an administrator looks at; at first their own."""
    wanted = desk.GET.get("don-vi", "")
    if wanted in dict(_agencies(desk, day)):
        return organizations.unit_by_public_id(wanted, day).id
    return desk.actor.seat()[0]


def _lend(
    desk: DeskRequest,
    form: LendForm,
    lent: list[PostInfo],
    others: list[PostInfo],
    now: datetime,
) -> bool:
    data = form.cleaned_data
    try:
        commands.delegate(
            from_post_id={p.public_id: p.id for p in lent}[data["lent"]],
            to_post_id={p.public_id: p.id for p in others}[data["to"]],
            since=data["since"],
            until=data["last_day"] + timedelta(days=1),
            ground=data["ground"],
            by=desk.actor,
            at=now,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    messages.success(desk, _("Đã giao. Người làm thay thấy vị trí này khi bấm vào tên mình."))
    return True


def _take_back(desk: DeskRequest, now: datetime) -> HttpResponse:
    wanted = desk.POST.get("take_back", "")
    units = organizations.lendable_units(desk.actor, local_day(now))
    known = {str(row.id): row.id for row in organizations.lendings(units)}
    if wanted not in known:
        raise Http404
    try:
        commands.take_back_post(delegation_id=known[wanted], by=desk.actor, at=now)
        messages.success(desk, _("Đã thu lại. Từ giờ người ấy không làm thay nữa."))
    except Refused as refusal:
        messages.warning(desk, str(refusal))
    return redirect("desk:delegations")
