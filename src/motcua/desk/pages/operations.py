"""The operator's page: what is not well, what to do about it, and the buttons for it."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts import commands as accounts
from motcua.accounts.errors import UnknownUser
from motcua.desk.context import DeskRequest, frame
from motcua.desk.operations import shown
from motcua.kernel.actor import Actor
from motcua.kernel.errors import Refused
from motcua.kernel.watch import commands, permissions
from motcua.kernel.watch.errors import UnknownProjection


@require_GET
def operations(request: HttpRequest) -> HttpResponse:
    """The page; its figures ask again by themselves."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "operate")
    context = frame(desk, "desk:operations") | shown(timezone.now())
    return render(request, "desk/operations.html", context)


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What changes on the page; 304 while nothing has."""
    desk = cast(DeskRequest, request)
    permissions.require(desk.actor, "operate")
    response = render(request, "desk/_operations.html", shown(timezone.now()))
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response["ETag"] = etag
    return response


Doing = Callable[[Actor, str], str]
"""Does something to what the address names; the sentence that says so."""


def _act(do: Doing) -> Callable[..., HttpResponse]:
    """A view that does it for an operator and comes back to the page."""

    @require_POST
    @wraps(do)
    def view(request: HttpRequest, name: str) -> HttpResponse:
        actor = cast(DeskRequest, request).actor
        permissions.require(actor, "operate")
        try:
            messages.success(request, do(actor, name))
        except (UnknownProjection, UnknownUser):
            raise Http404 from None
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("desk:operations")

    return view


@_act
def retry_job(actor: Actor, name: str) -> str:
    """Let one job run now."""
    commands.retry_job(job_id=_number(name), by=actor, at=timezone.now())
    return _("Việc này sẽ chạy lại ngay.")


@_act
def retry_jobs(actor: Actor, name: str) -> str:
    """Let all dead and waiting jobs of one kind run now."""
    count = commands.retry_jobs(job=name, by=actor, at=timezone.now())
    told = ngettext("%(count)s việc sẽ chạy lại ngay.", "%(count)s việc sẽ chạy lại ngay.", count)
    return told % {"count": count}


@_act
def rebuild(actor: Actor, name: str) -> str:
    """Have a read model made anew."""
    commands.rebuild_projection(name=name, by=actor, at=timezone.now())
    return _("Bảng số liệu đang được tính lại từ lịch sử; trang vẫn dùng được trong lúc đó.")


@_act
def unlock(actor: Actor, name: str) -> str:
    """Let somebody who typed a wrong password too often try again now."""
    accounts.unlock(user_id=_number(name), by=actor, at=timezone.now())
    return _("Đã mở khóa. Người dùng đăng nhập lại được ngay bằng mật khẩu cũ.")


def _number(text: str) -> int:
    """The number in an address; 404 for anything else, also for one beyond the database's."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
