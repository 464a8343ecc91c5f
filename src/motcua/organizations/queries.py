"""What other rooms ask of the organisation. Each costs one query unless it says otherwise.

Everything about units, areas, fields and calendars comes from :mod:`.snapshot`; posts are asked
in SQL, as people come and go. ``day`` is a Vietnamese day; where it may be left out, it is today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from motcua.kernel.actor import Actor
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.working_time import WorkingCalendar

from . import routing, snapshot
from .calendar_outlook import (
    CLEAR,
    CalendarCard,
    CalendarEdit,
    CalendarSheet,
    Certainty,
    ChangeInfo,
    ChangeState,
    DayEdit,
    DayInfo,
    DayKind,
    Outlook,
    UnitEdit,
    WeekEdit,
    applied_changes,
    calendar_cards,
    calendar_change,
    calendar_changes,
    calendar_edition,
    calendar_of,
    calendar_sheet,
    calendars_of,
    concerned,
    outlook,
    shifts_text,
    unknown_years,
)
from .errors import UnknownUnit
from .following import succeeded, successions, successor_of, with_forebears
from .infos import DelegationInfo, PostInfo, Resolution, RouteContext, Seat, UnitInfo
from .lending import LendingInfo, lendable_units, lendings, posts_in_units
from .mergers import NewAgency
from .models import Delegation, Post, Unit
from .previews import MergerInfo, merger, mergers, post_ids
from .snapshot import look_again, one_look
from .states import Level, MergerKind, PlaceClass, Role, Service, UnitKind
from .titles import TitleInfo, head_title, signature, title_of

__all__ = [
    "CLEAR",
    "CalendarCard",
    "CalendarEdit",
    "CalendarSheet",
    "Certainty",
    "ChangeInfo",
    "ChangeState",
    "DayEdit",
    "DayInfo",
    "DayKind",
    "DelegationInfo",
    "LendingInfo",
    "Level",
    "MergerInfo",
    "MergerKind",
    "NewAgency",
    "Outlook",
    "PlaceClass",
    "PostInfo",
    "Resolution",
    "Role",
    "RouteContext",
    "Seat",
    "TitleInfo",
    "UnitEdit",
    "UnitInfo",
    "UnitKind",
    "WeekEdit",
    "actor",
    "applied_changes",
    "calendar_by_code",
    "calendar_cards",
    "calendar_change",
    "calendar_changes",
    "calendar_edition",
    "calendar_of",
    "calendar_sheet",
    "calendars_of",
    "children",
    "communes",
    "concerned",
    "delegations_to",
    "external",
    "head_title",
    "holders",
    "lendable_units",
    "lendings",
    "look_again",
    "merger",
    "mergers",
    "one_look",
    "one_person",
    "one_stop_of",
    "one_stop_units",
    "outlook",
    "people_in_roles",
    "post",
    "post_ids",
    "posts_in",
    "posts_in_units",
    "posts_of",
    "resolve_unit",
    "root",
    "seats",
    "shifts_text",
    "signature",
    "subtree_ids",
    "succeeded",
    "successions",
    "successor_of",
    "title_of",
    "unit",
    "unit_by_code",
    "unit_by_key",
    "unit_by_public_id",
    "units",
    "units_of_kind",
    "unknown_years",
    "with_forebears",
]


def unit(unit_id: int, day: date | None = None) -> UnitInfo:
    """The unit, also one that is closed, with its place in the tree on ``day``.

    :raises UnknownUnit: there is none.
    """
    organisation = snapshot.current()
    row = organisation.units.get(unit_id)
    if row is None:
        raise UnknownUnit
    return organisation.info(row, day or _today())


def unit_by_public_id(public_id: str, day: date | None = None) -> UnitInfo:
    """The unit with this opaque id. :raises UnknownUnit: there is none."""
    return _first((u for u in _rows() if u.public_id == public_id), day)


def unit_by_code(code: str, day: date | None = None) -> UnitInfo:
    """The unit that has this code on ``day``, in either segment order.

    :raises UnknownUnit: no unit of that day has it.
    """
    on = day or _today()
    wanted = code.strip().upper()
    rows = snapshot.current().in_force(on)
    return _first((u for u in rows if wanted and wanted in {u.code_current, u.code_old}), on)


def unit_by_key(key: str, day: date | None = None) -> UnitInfo:
    """The unit with this key of the imports on ``day``. :raises UnknownUnit: there is none."""
    on = day or _today()
    return _first((u for u in snapshot.current().in_force(on) if key and u.key == key), on)


def units(unit_ids: Iterable[int], day: date | None = None) -> dict[int, UnitInfo]:
    """Several units by id, closed ones too; unknown ids are left out. One query for all."""
    organisation, on = snapshot.current(), day or _today()
    wanted = set(unit_ids)
    return {
        i: organisation.info(organisation.units[i], on) for i in wanted & set(organisation.units)
    }


def root(day: date) -> UnitInfo | None:
    """The province: the first unit of that kind on ``day``."""
    return next(iter(units_of_kind(day, UnitKind.PROVINCE)), None)


def children(unit_id: int, day: date) -> list[UnitInfo]:
    """Units directly below, by id."""
    organisation = snapshot.current()
    ids = organisation.children_of(unit_id, day)
    return [organisation.info(organisation.units[i], day) for i in ids]


def subtree_ids(unit_id: int, day: date) -> list[int]:
    """The unit and all below it on ``day``, parents first; an unknown unit has none."""
    organisation = snapshot.current()
    return organisation.subtree(unit_id, day) if unit_id in organisation.units else []


def units_of_kind(day: date, *kinds: str) -> list[UnitInfo]:
    """Units of these kinds that exist on ``day``, by id; all of them where no kind is given."""
    organisation = snapshot.current()
    rows = (u for u in organisation.in_force(day) if not kinds or u.kind in kinds)
    return [organisation.info(row, day) for row in rows]


def one_stop_units(day: date) -> list[UnitInfo]:
    """Units that receive dossiers from citizens: centres of the province and of communes."""
    return units_of_kind(day, UnitKind.ONE_STOP_PROVINCE, UnitKind.ONE_STOP_COMMUNE)


def communes(day: date) -> list[UnitInfo]:
    """Communes, wards and special zones."""
    return units_of_kind(day, UnitKind.COMMUNE)


def one_stop_of(commune_id: int, day: date) -> UnitInfo | None:
    """The unit that receives for the people of a commune on ``day``, or None."""
    organisation = snapshot.current()
    unit_id = organisation.serving(commune_id, Service.ONE_STOP, day)
    return organisation.info(organisation.units[unit_id], day) if unit_id else None


def external(key: str, day: date) -> UnitInfo | None:
    """The body outside with this key (``tax``), or None."""
    return next((u for u in units_of_kind(day, UnitKind.EXTERNAL) if u.key == key), None)


def calendar_by_code(code: str, at: date | datetime) -> WorkingCalendar:
    """A calendar by its code as it holds on a day; empty: that of the province itself.

    :raises LookupError: there is no such calendar, or no province on that day.
    """
    organisation, day = snapshot.current(), _day_of(at)
    if not code:
        province = root(day)
        if province is None:
            raise LookupError("no province")
        return calendar_of(province.id, at)
    for calendar_id, row in organisation.calendars().calendars.items():
        if row.code == code:
            return organisation.working_calendar(calendar_id, day)
    raise LookupError(code)


def resolve_unit(rule: str, route: RouteContext, day: date) -> Resolution:
    """The unit that a rule of a process means for a dossier's route; see :func:`routing.resolve`.

    :raises UnknownUnit: a unit of the route is unknown.
    """
    organisation = snapshot.current()
    named = {route.receiving_unit_id, route.deciding_unit_id, route.commune_id} - {None}
    if named - set(organisation.units):
        raise UnknownUnit
    return routing.resolve(organisation, rule, _as_of(organisation, route, day), day)


def _as_of(organisation: snapshot.Organisation, route: RouteContext, day: date) -> RouteContext:
    """The same route between the units of ``day``: a reform may have come since it was taken."""

    def living(unit_id: int) -> int:
        return organisation.heir_id(unit_id, day, route.field_code) or unit_id

    return RouteContext(
        receiving_unit_id=living(route.receiving_unit_id),
        deciding_unit_id=living(route.deciding_unit_id),
        commune_id=living(route.commune_id) if route.commune_id is not None else None,
        field_code=route.field_code,
    )


def post(post_id: int) -> PostInfo:
    """A post, also one that ended. :raises Post.DoesNotExist: there is none."""
    return _post_info(Post.objects.select_related("user", "unit").get(pk=post_id))


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
    return [_post_info(row) for row in rows]


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
        DelegationInfo(r.pk, _post_info(r.from_post), r.to_post_id, r.ground, r.valid.upper)
        for r in rows
    ]


def _today() -> date:
    return timezone.localdate(timezone=TZ)


def _day_of(at: date | datetime) -> date:
    return local_day(at) if isinstance(at, datetime) else at


def _rows() -> Iterable[Unit]:
    return snapshot.current().units.values()


def _first(rows: Iterable[Unit], day: date | None) -> UnitInfo:
    row = next(iter(rows), None)
    if row is None:
        raise UnknownUnit
    return snapshot.current().info(row, day or _today())


def _in_force(day: date):  # type: ignore[no-untyped-def]
    return (
        Post.objects.filter(valid__contains=day, unit__valid__contains=day, user__is_active=True)
        .select_related("user", "unit")
        .order_by("-share", "pk")
    )


def _post_info(row: Post) -> PostInfo:
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
