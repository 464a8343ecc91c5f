"""Ways of looking at lists that people have named for themselves. Doors call ``commands``."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.text import clean
from motcua.kernel.transactions import command

from .errors import TooManyViews, UnknownView, ViewNameMissing, ViewNameTaken, ViewTooLong
from .infos import ViewInfo
from .models import SavedView, User

MOST_VIEWS = 30
LONGEST_QUERY = 2000
UNDO_FOR = timedelta(days=1)
"""How long a deleted view can be brought back."""


@command
def save_view(
    *, list_code: str, name: str, query: str, by: Actor, at: datetime, is_default: bool = False
) -> ViewInfo:
    """Name a way of looking at a list; it goes to the end of the person's menu.

    :param query: filters, order and columns as they stand in the address, without a page.
    :param is_default: opens whenever the list is opened without any query; the former is none more.
    :raises NotPermitted: the system itself has no views.
    :raises ViewNameMissing: no name.
    :raises ViewNameTaken: the person has a view of this list with this name.
    :raises TooManyViews: the menu is full.
    :raises ViewTooLong: the query is longer than 2,000 characters.
    """
    person_id = _lock(by)
    rows = SavedView.objects.filter(person_id=person_id, list_code=list_code)
    rows.filter(deleted_at__lt=at - UNDO_FOR).delete()
    kept = rows.filter(deleted_at__isnull=True)
    if len(query) > LONGEST_QUERY:
        raise ViewTooLong
    if kept.count() >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    view = SavedView(
        person_id=person_id,
        list_code=list_code,
        name=_free_name(name, person_id, list_code),
        query=query,
        position=(kept.aggregate(last=Max("position"))["last"] or 0) + 1,
        saved_at=at,
    )
    if is_default:
        kept.filter(is_default=True).update(is_default=False)
        view.is_default = True
    view.save()
    return view_info(view)


@command
def rename_view(*, public_id: str, name: str, by: Actor, at: datetime) -> ViewInfo:
    """Give a view another name.

    :raises UnknownView: no such view of this person.
    :raises ViewNameMissing: no name.
    :raises ViewNameTaken: another view of the list has it.
    """
    view = _own(public_id, by)
    view.name = _free_name(name, view.person_id, view.list_code, but=view.pk)
    view.save(update_fields=["name"])
    return view_info(view)


@command
def set_default_view(*, public_id: str, is_default: bool, by: Actor, at: datetime) -> ViewInfo:
    """Make a view the one that a list opens with, or no longer.

    :raises UnknownView: no such view of this person.
    """
    view = _own(public_id, by)
    others = SavedView.objects.filter(person_id=view.person_id, list_code=view.list_code)
    others.filter(is_default=True).update(is_default=False)
    view.is_default = is_default
    view.save(update_fields=["is_default"])
    return view_info(view)


@command
def reorder_views(*, list_code: str, public_ids: Sequence[str], by: Actor, at: datetime) -> None:
    """Put the person's views of a list in this order; those not named keep theirs behind them."""
    person_id = _lock(by)
    rows = SavedView.objects.filter(
        person_id=person_id, list_code=list_code, deleted_at__isnull=True
    ).order_by("position", "pk")
    wanted = {public_id: place for place, public_id in enumerate(public_ids)}
    ordered = sorted(rows, key=lambda row: wanted.get(row.public_id, len(wanted)))
    for place, row in enumerate(ordered, start=1):
        row.position = place
    SavedView.objects.bulk_update(ordered, ["position"])


@command
def delete_view(*, public_id: str, by: Actor, at: datetime) -> ViewInfo:
    """Take a view out of the menu; for a day it can be brought back.

    :raises UnknownView: no such view of this person.
    """
    view = _own(public_id, by)
    view.deleted_at, view.is_default = at, False
    view.save(update_fields=["deleted_at", "is_default"])
    return view_info(view)


@command
def restore_view(*, public_id: str, by: Actor, at: datetime) -> ViewInfo:
    """Bring a deleted view back to where it stood.

    :raises UnknownView: no such deleted view of this person, or deleted more than a day ago.
    :raises ViewNameTaken: a new view has its name by now.
    """
    view = _own(public_id, by, deleted=True)
    if view.deleted_at is None or view.deleted_at < at - UNDO_FOR:
        raise UnknownView
    _free_name(view.name, view.person_id, view.list_code)
    view.deleted_at = None
    view.save(update_fields=["deleted_at"])
    return view_info(view)


def view_info(row: SavedView) -> ViewInfo:
    """The row as doors see it."""
    return ViewInfo(row.public_id, row.list_code, row.name, row.query, row.is_default)


def _lock(by: Actor) -> int:
    """One person's views change one after the other."""
    person_id = by.person_id
    if person_id is None:
        raise NotPermitted("save_view")
    User.objects.select_for_update(no_key=True).get(pk=person_id)
    return person_id


def _own(public_id: str, by: Actor, *, deleted: bool = False) -> SavedView:
    person_id = _lock(by)
    rows = SavedView.objects.filter(public_id=public_id, person_id=person_id)
    view = rows.filter(deleted_at__isnull=not deleted).first()
    if view is None:
        raise UnknownView
    return view


def _free_name(name: str, person_id: int, list_code: str, but: int | None = None) -> str:
    if not (wanted := clean(name, 60)):
        raise ViewNameMissing
    rows = SavedView.objects.filter(
        person_id=person_id, list_code=list_code, name=wanted, deleted_at__isnull=True
    )
    if rows.exclude(pk=but or 0).exists():
        raise ViewNameTaken(name=wanted)
    return wanted
