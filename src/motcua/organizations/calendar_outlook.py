"""Calendars and their changes as pages and other rooms see them; re-exported by :mod:`.queries`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import Shift, WorkingCalendar

from . import snapshot
from .calendar_edits import CLEAR, CalendarEdit, DayEdit, UnitEdit, WeekEdit, plan
from .calendars import CalendarRows, Week
from .errors import NoCalendar, UnknownCalendar, UnknownChange, UnknownUnit
from .infos import covers
from .models import CalendarChange, Post
from .states import Certainty, ChangeState, DayKind

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
    "Outlook",
    "UnitEdit",
    "WeekEdit",
    "applied_changes",
    "calendar_cards",
    "calendar_change",
    "calendar_changes",
    "calendar_sheet",
    "concerned",
    "outlook",
    "shifts_text",
    "unknown_years",
]


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A calendar in a list: of which it takes the rest, and who has it as their own."""

    code: str
    name: str
    parent_code: str
    parent_name: str
    units: tuple[str, ...]
    known_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DayInfo:
    """A day unlike its weekday. ``own``: said by the calendar itself, not by one above."""

    day: date
    kind: str
    kind_label: str
    label: str
    ground: str
    certainty: str
    own: bool
    like_weekday: int | None


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """A calendar in full for one year. ``weeks``: from which day, shifts by weekday, own or not."""

    card: CalendarCard
    weeks: tuple[tuple[date | None, Week, bool], ...]
    days: tuple[DayInfo, ...]


@dataclass(frozen=True, slots=True)
class ChangeInfo:
    """A change of a calendar: what it says, why, by whom, and how far it has come."""

    public_id: str
    calendar_code: str
    calendar_name: str
    edit: CalendarEdit
    ground: str
    certainty: str
    state: str
    state_label: str
    number: int | None
    drafted_at: datetime
    drafted_by: str
    decided_at: datetime | None
    decided_by: str
    by: Actor
    """Who applied it, as an actor; the system for what a file said."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The calendars as they would be after a change. ``units``: whose calendar it can touch."""

    edition: int
    units: frozenset[int]
    _organisation: snapshot.Organisation
    _rows: CalendarRows
    _built: dict[tuple[int, date], WorkingCalendar]

    def calendar_of(self, unit_id: int, at: datetime) -> WorkingCalendar:
        """By which a unit would work.

        :raises NoCalendar: neither the unit nor any above it would have one.
        """
        day = local_day(at)
        calendar_id = self._organisation.calendar_id(unit_id, day, self._rows)
        if calendar_id is None:
            raise NoCalendar(unit=self._organisation.units[unit_id].name)
        key = (calendar_id, self._rows.week_key(calendar_id, day))
        if key not in self._built:
            self._built[key] = self._rows.build(calendar_id, day)
        return self._built[key]


def calendar_of(
    unit_id: int, at: date | datetime, *, edition: int | None = None
) -> WorkingCalendar:
    """The calendar by which a unit works: its own, or that of the nearest unit above with one.

    :param at: a moment, or a Vietnamese day; what holds from it on counts.
    :param edition: as the calendars stood after that change; the last one when left out.
    :raises UnknownUnit: there is no such unit.
    :raises NoCalendar: neither the unit nor any above it has one.
    """
    return _calendar(snapshot.current(edition or 0), unit_id, _day(at), edition)


def calendar_edition() -> int:
    """The number of the last change of any calendar: by which a date promised now is computed."""
    return snapshot.current().edition


def calendars_of(unit_ids: Iterable[int], at: date | datetime) -> dict[int, WorkingCalendar]:
    """Calendars of several units at once. One query for all. Errors as :func:`calendar_of`."""
    organisation, day = snapshot.current(), _day(at)
    return {i: _calendar(organisation, i, day) for i in set(unit_ids)}


def calendar_cards(day: date) -> list[CalendarCard]:
    """All calendars, those above before those below. One query."""
    organisation = snapshot.current()
    rows = organisation.calendars()
    order = sorted(rows.calendars, key=lambda i: [*reversed(list(rows.lineage(i)))])
    return [_card(organisation, i, day) for i in order]


def calendar_sheet(code: str, year: int, day: date) -> CalendarSheet:
    """One calendar: its weeks from the one in force on, and the days of a year. One query.

    :raises UnknownCalendar: no calendar of that code.
    """
    organisation = snapshot.current()
    rows = organisation.calendars()
    calendar_id = next((i for i, row in rows.calendars.items() if row.code == code), None)
    if calendar_id is None:
        raise UnknownCalendar
    own = {row.day for row in rows.days.get(calendar_id, [])}
    days = [
        DayInfo(
            d, row.kind, str(DayKind(row.kind).label), row.label, row.ground, row.certainty,
            d in own, row.like_weekday,
        )
        for d, row in sorted(rows.special(calendar_id).items())
        if d.year == year
    ]  # fmt: skip
    starts = [None, *(d for d in rows.week_starts(calendar_id) if d > day)]
    weeks = [
        (start, rows.week(calendar_id, start or day), _own_week(rows, calendar_id, start or day))
        for start in starts
    ]
    return CalendarSheet(_card(organisation, calendar_id, day), tuple(weeks), tuple(days))


def calendar_changes(limit: int = 50, *, code: str = "") -> list[ChangeInfo]:
    """The newest changes, of one calendar or of all. One query."""
    rows = _changes().order_by("-pk")
    return [_info(row) for row in (rows.filter(calendar__code=code) if code else rows)[:limit]]


def calendar_change(public_id: str) -> ChangeInfo:
    """One change. One query.

    :raises UnknownChange: there is none of that id.
    """
    row = _changes().filter(public_id=public_id).first()
    if row is None:
        raise UnknownChange
    return _info(row)


def applied_changes(after: int) -> list[ChangeInfo]:
    """Changes applied with a number higher than ``after``, in their order. One query."""
    return [_info(row) for row in _changes().filter(number__gt=after).order_by("number")]


def outlook(change: ChangeInfo) -> Outlook:
    """What the calendars would say if this were applied now. One query."""
    organisation = snapshot.current()
    rows = organisation.calendars()
    calendar_id = next(i for i, r in rows.calendars.items() if r.code == change.calendar_code)
    edition = organisation.edition
    made = plan(
        rows, calendar_id, change.edit, edition=edition + 1, ground=change.ground,
        certainty=change.certainty,
    )  # fmt: skip
    then = rows.planned(made.closed, made.opened)
    units = _concerned(organisation, calendar_id, change.edit)
    return Outlook(edition, units, organisation, then, {})


def concerned(change: ChangeInfo) -> frozenset[int]:
    """Units whose calendar a change can touch. One query."""
    organisation = snapshot.current()
    rows = organisation.calendar_rows
    calendar_id = next(i for i, r in rows.calendars.items() if r.code == change.calendar_code)
    return _concerned(organisation, calendar_id, change.edit)


def unknown_years(day: date, years: Iterable[int] = ()) -> list[tuple[str, int]]:
    """Calendars by which a unit works, each with a year whose days off nobody announced.

    The year of ``day`` is always asked for. One query.

    :param years: others to ask for, e.g. those that promises depend on.
    """
    organisation = snapshot.current()
    rows = organisation.calendars()
    used = {r.calendar_id for own in rows.units.values() for r in own if covers(r.valid, day)}
    return [
        (rows.calendars[i].name, year)
        for year in sorted({day.year, *years})
        for i in sorted(used)
        if year not in rows.known_years(i)
    ]


def shifts_text(shifts: Iterable[Shift]) -> str:
    """Shifts of a day as one line; empty for a day off."""
    return ", ".join(str(shift) for shift in shifts)


def _card(organisation: snapshot.Organisation, calendar_id: int, day: date) -> CalendarCard:
    rows = organisation.calendars()
    row = rows.calendars[calendar_id]
    above = rows.calendars[row.parent_id] if row.parent_id else None
    units = [
        organisation.units[unit_id].name
        for unit_id, own in rows.units.items()
        if any(r.calendar_id == calendar_id and covers(r.valid, day) for r in own)
    ]
    known = tuple(sorted(rows.known_years(calendar_id)))
    return CalendarCard(
        row.code, row.name, above.code if above else "", above.name if above else "",
        tuple(sorted(units)), known,
    )  # fmt: skip


def _own_week(rows: CalendarRows, calendar_id: int, day: date) -> bool:
    return any(covers(shift.valid, day) for shift in rows.shifts.get(calendar_id, []))


def _concerned(
    organisation: snapshot.Organisation, calendar_id: int, edit: CalendarEdit
) -> frozenset[int]:
    """Units with the calendar, or one below it, and all units that ever stood below those."""
    rows = organisation.calendar_rows
    below = rows.below(calendar_id)
    found = {i for i, own in rows.units.items() if any(r.calendar_id in below for r in own)}
    found |= {said.unit_id for said in edit.units}
    left = list(found)
    while left:
        for child, _valid in organisation.children.get(left.pop(), []):
            if child not in found:
                found.add(child)
                left.append(child)
    return frozenset(found)


def _changes() -> QuerySet[CalendarChange]:
    return CalendarChange.objects.select_related(
        "calendar", "drafted_by_post__user", "decided_by_post__user"
    )


def _info(row: CalendarChange) -> ChangeInfo:
    return ChangeInfo(
        public_id=row.public_id,
        calendar_code=row.calendar.code,
        calendar_name=row.calendar.name,
        edit=CalendarEdit.from_json(row.content),
        ground=row.ground,
        certainty=row.certainty,
        state=row.state,
        state_label=str(ChangeState(row.state).label),
        number=row.number,
        drafted_at=row.drafted_at,
        drafted_by=_name(row.drafted_by_post, row.source),
        decided_at=row.decided_at,
        decided_by=_name(row.decided_by_post, row.source if row.decided_at else ""),
        by=_actor(row),
    )


def _name(post: Post | None, source: str) -> str:
    return post.user.full_name if post else source


def _actor(row: CalendarChange) -> Actor:
    post = row.decided_by_post
    if post is None:
        return Actor.system(row.source or "calendar")
    return Actor(post.user_id, post.pk, post.unit_id, post.role, post.user.full_name)


def _calendar(
    organisation: snapshot.Organisation, unit_id: int, day: date, edition: int | None = None
) -> WorkingCalendar:
    if unit_id not in organisation.units:
        raise UnknownUnit
    rows = organisation.calendars(edition)
    calendar_id = organisation.calendar_id(unit_id, day, rows)
    if calendar_id is None and (asked := _then(organisation, unit_id, day)) is not None:
        calendar_id = organisation.calendar_id(asked, day, rows)
    if calendar_id is None:
        raise NoCalendar(unit=organisation.units[unit_id].name)
    return organisation.working_calendar(calendar_id, day, edition)


def _then(organisation: snapshot.Organisation, unit_id: int, day: date) -> int | None:
    """Who did the work of a unit on a day on which it did not exist: before it, or after it."""
    if organisation.exists(unit_id, day):
        return None
    heir = organisation.heir_id(unit_id, day)
    before = (i for i in sorted(organisation.forebears([unit_id])) if organisation.exists(i, day))
    return heir or next(before, None)


def _day(at: date | datetime) -> date:
    return local_day(at) if isinstance(at, datetime) else at
