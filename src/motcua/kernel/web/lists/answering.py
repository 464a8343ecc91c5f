"""From an address to an answer: the page of a list, or the same rows as a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.kernel import readlog
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.paging import Slice
from motcua.kernel.text import fold
from motcua.kernel.web import vn

from . import export
from .asking import Asked, read
from .cells import plain
from .showing import BulkAct, Shown, View
from .spec import ListSpec, Look, R

_IDENT = "this-row"


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A list in the hands of one reader: where its rows come from and where they lead.

    :param page: the page that is asked for.
    :param rows: all rows of the question, in its order, one by one from the database's cursor.
    :param href: address that opens a row.
    :param ident: what a row's checkbox sends as ``item``.
    :param place: name of the unit where the reader works, for files.
    :param problems: sentences on what the page itself did not understand of the address.
    """

    spec: ListSpec[R]
    look: Look
    page: Callable[[Asked[R]], Slice[R]]
    rows: Callable[[Asked[R]], Iterator[R]]
    href: Callable[[R], str]
    views: Sequence[View] = ()
    bulk: Sequence[BulkAct] = ()
    ident: Callable[[R], str] = lambda row: ""
    place: str = ""
    problems: tuple[str, ...] = ()


def leads_to(name: str, by: str = "public_id") -> Callable[[Any], str]:
    """Where the rows of a list lead: the page of this name, for ``Listing.href``.

    :param by: the row's attribute that stands in the address: letters, digits, ``-`` and ``_``.

    The address is worked out once, not for every row.
    """
    begin, end = reverse(name, args=[_IDENT]).split(_IDENT)
    ident = attrgetter(by)
    return lambda row: f"{begin}{ident(row)}{end}"


def answer(
    request: HttpRequest,
    listing: Listing[R],
    *,
    actor: Actor,
    template: str,
    context: Mapping[str, Any],
) -> HttpResponseBase:
    """The list's page; a file where the address asks for one; a person's own default view.

    Who may see the list is asked before: this knows no permissions.
    """
    usual = next((view.query for view in listing.views if view.is_default), "")
    if usual and not request.META.get("QUERY_STRING"):
        return redirect(f"{request.path}?{usual}")
    now = listing.look.now
    asked = read(listing.spec, request.GET, local_day(now))
    if asked.export:
        return _file(asked, listing, actor, now)
    response = render(request, template, {**context, "list": show(asked, listing)})
    if request.headers.get("HX-Request") and not asked.panel:
        response["HX-Push-Url"] = f"{request.path}{asked.address(sau=asked.after)}"
    return response


def show(asked: Asked[R], listing: Listing[R]) -> Shown[R]:
    """The page that is asked for, ready to be drawn."""
    found = listing.page(asked)
    restarted = (_("Trang này không còn hoặc địa chỉ bị sửa; đây là trang đầu."),)
    return Shown(
        asked=asked.but() if found.restarted else asked,
        rows=found.rows,
        total=found.total,
        more=found.more,
        next_key=found.next_key,
        look=listing.look,
        href=listing.href,
        views=listing.views,
        bulk=listing.bulk,
        ident=listing.ident,
        problems=(*listing.problems, *(restarted if found.restarted else ())),
    )


def _file(asked: Asked[R], listing: Listing[R], actor: Actor, now: datetime) -> HttpResponseBase:
    spec, look = listing.spec, listing.look
    sheet = export.Sheet(
        name=str(spec.title),
        lines=_lines(asked, listing, actor, now),
        heads=tuple((str(column.label), column.width) for column in asked.columns),
    )
    rows = (
        tuple(plain(column.value(row, look), look) for column in asked.columns)
        for row in listing.rows(asked)
    )
    target, count = export.write(asked.export, sheet, rows)
    readlog.exported(
        by=actor,
        list_code=spec.code,
        rows=count,
        asked=_without_words(asked),
        file_format=asked.export,
        at=now,
    )
    place = _slug(listing.place) or pgettext("tên tệp", "toan-tinh")
    name = f"{spec.file_name}_{place}_{local_day(now).isoformat()}.{asked.export}"
    return FileResponse(
        target, as_attachment=True, filename=name, content_type=export.TYPES[asked.export]
    )


def _lines(asked: Asked[R], listing: Listing[R], actor: Actor, now: datetime) -> tuple[str, ...]:
    chosen = "; ".join(f"{one.label}: {words}" for one, words in asked.chosen())
    filters = _("Bộ lọc: %(filters)s") % {"filters": chosen} if chosen else _("Không lọc.")
    who = ", ".join(part for part in (actor.person_name, listing.place) if part)
    order = Shown(asked, (), 0, False, "", listing.look, listing.href).order_words
    when = _("Xuất lúc %(moment)s; người xuất: %(who)s") % {
        "moment": vn.moment_text(now, short=True),
        "who": who,
    }
    return (str(listing.spec.title), filters, order[:1].upper() + order[1:], when)


def _without_words(asked: Asked[R]) -> str:
    """The question for the read log: what was typed may be somebody's name."""
    values = {
        key: "…" if (one := asked.spec.filter(key)) and one.kind == "text" else value
        for key, value in asked.values.items()
    }
    return asked.but(values=values).query()


def _slug(text: str) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text)).split()
    return "-".join(words)[:60]
