"""Giving leaders their titles, and ending them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q

from motcua.kernel.actor import Actor
from motcua.kernel.dates import since as from_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.organizations import permissions
from motcua.organizations.errors import NoPostThere, TitleIncomplete, TitleTaken, UnknownUnit
from motcua.organizations.mergers import Plan
from motcua.organizations.models import Post, Title, Unit
from motcua.organizations.models.titles import LEADING
from motcua.organizations.states import Standing

from ._dated import end


@command
def entitle(
    *,
    person_id: int,
    unit_id: int,
    standing: str,
    name: str,
    since: date,
    by: Actor,
    at: datetime,
    head_title: str = "",
    collective: str = "",
    until: date | None = None,
) -> int:
    """Give a leader a title in a unit; ``until`` is the first day without it. Returns its id.

    :param standing: of `Standing`: as what they sign.
    :param head_title: of a deputy: what the head of the unit is called, also while there is none.
    :param collective: the body in whose name (TM.) they sign, as in "Ủy ban nhân dân".
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises TitleIncomplete: a name is missing, or a deputy is called as the head is.
    :raises NoPostThere: they hold no post in that unit on the first day.
    :raises TitleTaken: they have a title there, or the unit a head, on some of these days.
    """
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    permissions.require(by, "appoint")
    if unit is None:
        raise UnknownUnit
    name, head = clean(name, 120), clean(head_title, 120)
    deputy = standing == Standing.DEPUTY
    if standing not in Standing.values or not name or (deputy and head in ("", name)):
        raise TitleIncomplete
    posts = Post.objects.filter(user_id=person_id, unit_id=unit_id).select_related("user")
    post = posts.filter(valid__contains=since).first()
    if post is None:
        holder = posts.first()
        raise NoPostThere(person=holder.user.full_name if holder else "—", unit=unit.name)
    valid = from_day(since, until)
    _refuse_taken(unit, person_id, standing, valid)
    return Title.objects.create(
        user_id=person_id,
        unit=unit,
        standing=standing,
        name=name,
        head_title=head if deputy else name,
        collective=clean(collective, 120),
        valid=valid,
    ).pk


@command
def end_title(*, title_id: int, on: date, by: Actor, at: datetime) -> None:
    """End a title: ``on`` is the first day without it. One that would only begin is taken back.

    :raises NotPermitted: ``by`` is not a system administrator.
    """
    rows = Title.objects.select_for_update().filter(pk=title_id)
    permissions.require(by, "appoint")
    end(rows, on)


def follow_titles(plan: Plan, ids: Mapping[str, int], day: date) -> None:
    """Titles end with their units; where one unit goes on as one other, they go on there.

    Of two that became one, or of one that became two, nobody is called anything until the
    authorities appoint. Only who has a post in the new unit keeps the title.
    """
    rows = Title.objects.select_for_update().filter(unit_id__in=plan.olds).order_by("pk")
    held = list(rows.filter(Q(valid__endswith__gt=day) | Q(valid__upper_inf=True)))
    uppers = {row.pk: row.valid.upper for row in held}
    for row in held:
        new_id = ids.get(_only_heir(plan, row.unit_id))
        first, until = max(day, row.valid.lower), uppers[row.pk]
        end([row], day)
        if new_id is None:
            continue
        posts = Post.objects.filter(user_id=row.user_id, unit_id=new_id, valid__contains=first)
        if posts.exists():
            row.pk, row.unit_id, row.valid = None, new_id, from_day(first, until)
            row.save(force_insert=True)


def _only_heir(plan: Plan, unit_id: int) -> str:
    """Key of the unit that goes on as this one alone does; empty: there is none."""
    news = {move.new for move in plan.moves if move.old == unit_id}
    olds = {move.old for move in plan.moves if move.new in news}
    return news.pop() if len(news) == 1 == len(olds) else ""


def _refuse_taken(unit: Unit, person_id: int, standing: str, valid: object) -> None:
    same = Q(user_id=person_id)
    if standing in LEADING:
        same |= Q(standing__in=LEADING)
    rows = Title.objects.filter(same, unit=unit, valid__overlap=valid).select_related("user")
    if taken := rows.first():
        raise TitleTaken(person=taken.user.full_name, title=taken.name, unit=unit.name)
