"""Lending a post for a time, and taking it back."""

from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.dates import since as from_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.organizations import permissions, snapshot
from motcua.organizations.errors import (
    DelegationOver,
    DelegationTooWide,
    LendingGroundMissing,
    LentAlready,
)
from motcua.organizations.models import Delegation, Post
from motcua.organizations.states import Role


@command
def delegate(
    *,
    from_post_id: int,
    to_post_id: int,
    since: date,
    until: date,
    ground: str,
    by: Actor,
    at: datetime,
) -> int:
    """Let one post act for another one from ``since`` up to, not including, ``until``.

    :raises NotPermitted: ``by`` is neither the holder of the post, a leader of its unit, nor an
        administrator.
    :raises DelegationTooWide: one of the posts does not hold on all of these days.
    :raises LendingGroundMissing: no paper is named that allows it.
    :raises LentAlready: it is lent to the same post on some of these days.
    """
    posts = {
        p.pk: p for p in Post.objects.select_for_update().filter(pk__in=[from_post_id, to_post_id])
    }
    if by.post_id != from_post_id:
        permissions.require(by, "delegate")
        _require_own_people(by, posts.get(from_post_id), local_day(at))
    if len(posts) < 2 or since >= until:
        raise DelegationTooWide
    if not (ground := clean(ground, 300)):
        raise LendingGroundMissing
    valid = from_day(since, until)
    for post in posts.values():
        if post.valid.lower > since or (post.valid.upper and post.valid.upper < until):
            raise DelegationTooWide
    _refuse_lent_already(from_post_id, to_post_id, valid)
    return Delegation.objects.create(
        from_post_id=from_post_id,
        to_post_id=to_post_id,
        valid=valid,
        ground=ground,
        made_at=at,
        made_by_post_id=by.post_id,
    ).pk


@command
def take_back_post(*, delegation_id: int, by: Actor, at: datetime) -> None:
    """Take a lent post back: from now on nobody acts for it by this delegation.

    What was done until now stays done. The row stays with who took it back.

    :raises NotPermitted: as for lending it.
    :raises DelegationOver: it has ended, or a colleague took it back a moment ago.
    """
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation_id)
    if by.post_id != row.from_post_id:
        permissions.require(by, "delegate")
        _require_own_people(by, row.from_post, local_day(at))
    if row.taken_back_at is not None or row.valid.upper <= local_day(at):
        raise DelegationOver
    row.taken_back_at, row.taken_back_by_post_id = at, by.post_id
    row.save(update_fields=["taken_back_at", "taken_back_by_post"])


def _refuse_lent_already(from_post_id: int, to_post_id: int, valid: DateRange) -> None:
    rows = Delegation.objects.filter(
        from_post_id=from_post_id, to_post_id=to_post_id, taken_back_at__isnull=True
    )
    if rows.filter(valid__overlap=valid).exists():
        raise LentAlready


def _require_own_people(by: Actor, lent: Post | None, day: date) -> None:
    """A leader lends the posts of the own unit and of those below it, and of no other."""
    if by.is_system or by.role == Role.SYSTEM_ADMIN or lent is None:
        return
    own = snapshot.current().subtree(by.unit_id, day) if by.unit_id else []
    if lent.unit_id not in own:
        raise NotPermitted("delegate")
