"""Who holds which posts, and who acts from which: asked in SQL, as people come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection

from motcua.kernel.actor import Actor

from . import snapshot
from .infos import DelegationInfo, PostInfo, Seat
from .models import Delegation, Post


def post(post_id: int) -> PostInfo:
    """A post, also one that ended. :raises Post.DoesNotExist: there is none."""
    return post_info(Post.objects.select_related("user", "unit").get(pk=post_id))


def posts_of(person_id: int, day: date) -> list[PostInfo]:
    """Posts of an active person on ``day`` in units of that day; the largest share first.

    One query, none where ``one_person`` has seen the answer.
    """
    return [post for post, _ in _own_posts(person_id, day)]


def _own_posts(person_id: int, day: date) -> tuple[tuple[PostInfo, bool], ...]:
    """Posts of a person, and of each whether anybody lends their own to it."""
    known = _people.get()
    if known is not None and (person_id, day) in known:
        return known[person_id, day]
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, [day, person_id, day, day])
        rows = cursor.fetchall()
    found = tuple((PostInfo(*row[:-2]), row[-2]) for row in rows)
    if rows:
        snapshot.seen(rows[0][-1])
    if known is not None:
        known[person_id, day] = found
    return found


@contextmanager
def one_person() -> Iterator[None]:
    """Ask for somebody's posts once, however often they are needed: around one request."""
    before = _people.set({})
    try:
        yield
    finally:
        _people.reset(before)


_people: ContextVar[dict[tuple[int, date], tuple[tuple[PostInfo, bool], ...]] | None] = ContextVar(
    "organizations.people", default=None
)
# Asked by every page of the desk, therefore not built anew each time, and with the token of the
# organisation, which the page asks for next.
_POSTS = """
SELECT p.id, p.public_id, p.user_id, a.full_name, p.unit_id, u.name, p.role, p.share,
  EXISTS (
    SELECT FROM organizations_delegation d WHERE d.to_post_id = p.id AND d.valid @> %s::date
      AND d.taken_back_at IS NULL
  ),
  (SELECT token FROM organizations_organizationversion WHERE id = 1)
FROM organizations_post p
JOIN organizations_unit u ON u.id = p.unit_id
JOIN accounts_user a ON a.id = p.user_id
WHERE p.user_id = %s AND p.valid @> %s::date AND u.valid @> %s::date AND a.is_active
ORDER BY p.share DESC, p.id
"""


def posts_in(unit_id: int, day: date, roles: Sequence[str] | None = None) -> list[PostInfo]:
    """Posts of active people in a unit on ``day``, by name; only some roles where given."""
    rows = _in_force(day).filter(unit_id=unit_id).order_by("user__full_name", "pk")
    if roles is not None:
        rows = rows.filter(role__in=roles)
    return [post_info(row) for row in rows]


def people_in_roles(
    day: date, roles: Sequence[str], unit_ids: Sequence[int] | None = None
) -> dict[int, int]:
    """Posts in these roles on ``day`` with their people's ids; of some units, or of all."""
    rows = _in_force(day).filter(role__in=roles)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return dict(rows.values_list("pk", "user_id"))


def actor(person_id: int, post_id: int | None, day: date) -> Actor | None:
    """Who acts: the person in the post asked for, else in their first one; None without any.

    The post asked for may be another's that was delegated to the person and still is on ``day``:
    then they act in its unit and role, from their own post. One query; three where the post is
    not their own.
    """
    posts = posts_of(person_id, day)
    if not posts:
        return None
    chosen = next((p for p in posts if p.id == post_id), None)
    if chosen is None and post_id is not None:
        for d in delegations_to(person_id, day):
            if d.from_post.id == post_id:
                seat = d.from_post
                name = posts[0].person_name
                return Actor(person_id, d.to_post_id, seat.unit_id, seat.role, name, seat.id)
    own = chosen or posts[0]
    return Actor(own.person_id, own.id, own.unit_id, own.role, own.person_name)


def seats(person_id: int, day: date) -> list[Seat]:
    """What the person may act from on ``day``: own posts, then those delegated.

    Two queries; one where nothing is delegated to them.
    """
    own = _own_posts(person_id, day)
    lent = _lent(own, day)
    return [Seat(p) for p, _ in own] + [Seat(d.from_post, d.last_day) for d in lent]


def holders(post_ids: Iterable[int]) -> dict[int, str]:
    """Who holds, or held, these posts, by name. One query, none for no posts."""
    wanted = set(post_ids)
    if not wanted:
        return {}
    rows = Post.objects.filter(pk__in=wanted).select_related("user")
    return {row.pk: row.user.full_name for row in rows}


def delegations_to(person_id: int, day: date) -> list[DelegationInfo]:
    """Posts that the person may act for on ``day``. Both posts must be in force.

    Two queries; one where there are none.
    """
    return _lent(_own_posts(person_id, day), day)


def _lent(own: tuple[tuple[PostInfo, bool], ...], day: date) -> list[DelegationInfo]:
    taking = [post.id for post, lent_to in own if lent_to]
    return _delegations(taking, day) if taking else []


def _delegations(own: list[int], day: date) -> list[DelegationInfo]:
    rows = (
        Delegation.objects.filter(valid__contains=day, to_post_id__in=own)
        .filter(taken_back_at__isnull=True)
        .filter(from_post__valid__contains=day, from_post__unit__valid__contains=day)
        .select_related("from_post__user", "from_post__unit")
        .order_by("pk")
    )
    return [
        DelegationInfo(r.pk, post_info(r.from_post), r.to_post_id, r.ground, r.valid.upper)
        for r in rows
    ]


def _in_force(day: date):  # type: ignore[no-untyped-def]
    return (
        Post.objects.filter(valid__contains=day, unit__valid__contains=day, user__is_active=True)
        .select_related("user", "unit")
        .order_by("-share", "pk")
    )


def post_info(row: Post) -> PostInfo:
    """A post as other rooms see it; its person and unit were read with it. No query."""
    return PostInfo(
        id=row.pk,
        public_id=row.public_id,
        person_id=row.user_id,
        person_name=row.user.full_name,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        role=row.role,
        share=row.share,
    )
