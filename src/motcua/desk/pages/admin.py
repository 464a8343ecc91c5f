"""The page "Quản trị": what the reader may change, in one list of links."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.desk.admin import entries_for
from motcua.desk.context import DeskRequest, frame
from motcua.kernel.errors import NotPermitted


@require_GET
def admin(request: HttpRequest) -> HttpResponse:
    """The list of what the reader may change.

    :raises NotPermitted: the reader administers nothing.
    """
    desk = cast(DeskRequest, request)
    entries = entries_for(desk.actor)
    if not entries:
        raise NotPermitted("administer")
    return render(request, "desk/admin.html", frame(desk, "desk:admin") | {"entries": entries})
