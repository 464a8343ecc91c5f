"""Who lends which post to whom: for the page on which it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.kernel.actor import Actor

from . import snapshot
from .infos import PostInfo
from .models import Delegation, Post
from .people import post_info
from .states import Role


@dataclass(frozen=True, slots=True, repr=False)
class LendingInfo:
    """A post that is, was or will be lent; both days count."""

    id: int
    lent: PostInfo
    to: PostInfo
    since: date
    last_day: date
    ground: str
    made_at: datetime | None
    taken_back_at: datetime | None

    def stands(self, day: date) -> str:
        """``now``, ``later``, ``past`` or ``taken_back``, as of a day."""
        if self.taken_back_at is not None:
            return "taken_back"
        if self.last_day < day:
            return "past"
        return "now" if self.since <= day else "later"


def lendable_units(actor: Actor, day: date) -> list[int] | None:
    """Units whose posts the actor may lend: a leader's own and below, all (None) for an
    administrator. No query."""
    if actor.role == Role.SYSTEM_ADMIN:
        return None
    return snapshot.current().subtree(actor.unit_id, day) if actor.unit_id else []


def lendings(unit_ids: list[int] | None, most: int = 200) -> list[LendingInfo]:
    """Posts of some units, or of all, that were lent; the last first. One query."""
    rows = Delegation.objects.select_related(
        "from_post__user", "from_post__unit", "to_post__user", "to_post__unit"
    ).order_by("-pk")
    if unit_ids is not None:
        rows = rows.filter(from_post__unit_id__in=unit_ids)
    return [
        LendingInfo(
            r.pk,
            post_info(r.from_post),
            post_info(r.to_post),
            r.valid.lower,
            r.valid.upper - timedelta(days=1),
            r.ground,
            r.made_at,
            r.taken_back_at,
        )
        for r in rows[:most]
    ]


def posts_in_units(unit_ids: Iterable[int], day: date) -> list[PostInfo]:
    """Posts of active people in some units on a day, by unit and name. One query."""
    rows = Post.objects.filter(
        unit_id__in=list(unit_ids), valid__contains=day, user__is_active=True
    ).select_related("user", "unit")
    return [post_info(row) for row in rows.order_by("unit__name", "user__full_name", "pk")]
