"""What other rooms ask of the organisation. Each costs one query unless it says otherwise.

Everything about units, areas, fields and calendars comes from :mod:`.snapshot`; posts are asked
in :mod:`.people`. ``day`` is a Vietnamese day; where it may be left out, it is today.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

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
from .following import (
    HeirOf,
    divided_by_place,
    heir_of,
    in_place,
    succeeded,
    successions,
    successor_of,
    with_forebears,
)
from .infos import DelegationInfo, Heir, PostInfo, Resolution, RouteContext, Seat, UnitInfo
from .lending import LendingInfo, lendable_units, lendings, posts_in_units
from .mergers import NewAgency
from .models import Unit
from .people import (
    actor,
    delegations_to,
    holders,
    one_person,
    people_in_roles,
    post,
    posts_in,
    posts_of,
    seats,
)
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
    "Heir",
    "HeirOf",
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
    "divided_by_place",
    "external",
    "head_title",
    "heir_of",
    "holders",
    "in_place",
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


def subtree_ids(unit_id: int | None, day: date) -> list[int]:
    """The unit and all below it on ``day``, parents first; an unknown unit has none, and whoever
    has no unit, without a query.
    """
    if unit_id is None:
        return []
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
        place = route.commune_id
        return organisation.heir_id(unit_id, day, route.field_code, place) or unit_id

    return RouteContext(
        receiving_unit_id=living(route.receiving_unit_id),
        deciding_unit_id=living(route.deciding_unit_id),
        commune_id=living(route.commune_id) if route.commune_id is not None else None,
        field_code=route.field_code,
    )


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
