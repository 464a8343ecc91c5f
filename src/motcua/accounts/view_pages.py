"""A person's own ways of looking at lists: saved from a list, tidied on a page of their own."""

import re
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.kernel.actor import Actor
from motcua.kernel.errors import Refused

from . import commands, queries
from .errors import UnknownView

LIST_CODE = re.compile(r"^[a-z_]{1,20}\.[a-z_]{1,19}$")


class _Person(HttpRequest):
    actor: Actor


@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """The reader's views of one list: rename, order, choose what opens first, delete."""
    code = _code(request.GET.get("list", ""))
    person_id = request.user.pk
    context = {
        "list_code": code,
        "next": _path(request, request.GET.get("next", "")),
        "views": queries.saved_views(person_id, code),
        "deleted": queries.deleted_views(person_id, code, timezone.now()),
    }
    return render(request, "accounts/views.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the present way of looking at a list under a name."""
    code = _code(request.POST.get("list", ""))
    query = request.POST.get("query", "")
    try:
        view = commands.save_view(
            list_code=code,
            name=request.POST.get("name", "")[:200],
            query=query,
            is_default=request.POST.get("default") == "1",
            by=_actor(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Đã lưu cách xem “%(name)s”.") % {"name": view.name}
        messages.success(request, said)
    back = _path(request, request.POST.get("next", ""))
    return redirect(f"{back}?{query or 'xem=tat-ca'}"[:4000])


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """One change to one of the reader's views."""
    public_id, act = request.POST.get("view", ""), request.POST.get("act", "")
    try:
        said = _change(request, act, public_id)
    except UnknownView:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    facts = {"list": _code(request.POST.get("list", "")), "next": request.POST.get("next", "")}
    return redirect(f"{reverse('accounts:views')}?{urlencode(facts)}")


def _change(request: HttpRequest, act: str, public_id: str) -> str:
    by, at = _actor(request), timezone.now()
    if act == "rename":
        name = request.POST.get("name", "")[:200]
        view = commands.rename_view(public_id=public_id, name=name, by=by, at=at)
        return _("Cách xem nay có tên “%(name)s”.") % {"name": view.name}
    if act in {"default", "undefault"}:
        view = commands.set_default_view(
            public_id=public_id, is_default=act == "default", by=by, at=at
        )
        if not view.is_default:
            return _("Danh sách lại mở với tất cả các dòng.")
        return _("Danh sách từ nay mở bằng cách xem “%(name)s”.") % {"name": view.name}
    if act == "delete":
        view = commands.delete_view(public_id=public_id, by=by, at=at)
        return _("Đã xóa cách xem “%(name)s”. Trong một ngày, bạn có thể lấy lại ở cuối trang.") % {
            "name": view.name
        }
    if act == "restore":
        view = commands.restore_view(public_id=public_id, by=by, at=at)
        return _("Đã lấy lại cách xem “%(name)s”.") % {"name": view.name}
    if act in {"up", "down"}:
        return _move(request, public_id, -1 if act == "up" else 1)
    raise UnknownView


def _move(request: HttpRequest, public_id: str, step: int) -> str:
    actor, code = _actor(request), _code(request.POST.get("list", ""))
    ids = [view.public_id for view in queries.saved_views(actor.person_id, code)]
    if public_id not in ids:
        raise UnknownView
    place = ids.index(public_id)
    target = min(max(place + step, 0), len(ids) - 1)
    ids[place], ids[target] = ids[target], ids[place]
    commands.reorder_views(list_code=code, public_ids=ids, by=actor, at=timezone.now())
    return _("Đã xếp lại các cách xem.")


def _actor(request: HttpRequest) -> Actor:
    return cast(_Person, request).actor


def _code(text: str) -> str:
    if not LIST_CODE.match(text):
        raise Http404
    return text


def _path(request: HttpRequest, wanted: str) -> str:
    """A page of ours to go back to; the start where the form names another."""
    path = wanted.split("?")[0][:200]
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else "/"
