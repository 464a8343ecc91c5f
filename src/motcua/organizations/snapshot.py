"""The whole organisation as one process keeps it, for as long as the version token stands.

A province has hundreds of units and not millions, so tree, areas, fields, titles of leaders and
calendars are read in eleven queries and kept; each use then costs one query for the token. Triggers
renew the token with every change, also one made in ``psql``, and a roll-back takes the new token
back with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.kernel.working_time import WorkingCalendar

from .calendars import CalendarRows
from .infos import UnitInfo, covers
from .models import (
    OrganizationVersion,
    ServiceArea,
    Subordination,
    Title,
    Unit,
    UnitField,
    UnitSuccession,
)

Edge = tuple[int, DateRange]
MOST_INFOS = 10_000
"""Units as seen on a day that a process keeps: a province of today, and some days of history."""


@dataclass(slots=True)
class Organisation:
    """Everything dated about units; methods answer for one day. No query."""

    units: dict[int, Unit]
    parents: dict[int, list[Edge]]
    children: dict[int, list[Edge]]
    areas: dict[tuple[int, str], list[Edge]]
    fields: dict[int, list[tuple[str, DateRange]]]
    successors: dict[int, list[UnitSuccession]]
    titles: dict[int, list[Title]]
    calendar_rows: CalendarRows
    edition: int
    predecessors: dict[int, list[UnitSuccession]] = field(default_factory=dict)
    _territories: dict[int, frozenset[int]] = field(default_factory=dict)
    _editions: dict[int, CalendarRows] = field(default_factory=dict)
    _built: dict[tuple[int, date, int], WorkingCalendar] = field(default_factory=dict)
    _infos: dict[tuple[int, date], UnitInfo] = field(default_factory=dict)

    def parent_id(self, unit_id: int, day: date) -> int | None:
        """The unit directly above, or None."""
        return _on(self.parents.get(unit_id, []), day)

    def ancestors(self, unit_id: int, day: date) -> Iterator[int]:
        """The unit itself, then those above it, nearest first."""
        current: int | None = unit_id
        while current is not None:
            yield current
            current = self.parent_id(current, day)

    def subtree(self, unit_id: int, day: date) -> list[int]:
        """The unit and all units below that exist on ``day``, parents before children."""
        found, position = [unit_id], 0
        while position < len(found):
            found += [i for i in self.children_of(found[position], day) if i not in found]
            position += 1
        return found

    def children_of(self, unit_id: int, day: date) -> list[int]:
        """Units directly below that exist on ``day``, by id."""
        edges = self.children.get(unit_id, [])
        return sorted(i for i, valid in edges if covers(valid, day) and self.exists(i, day))

    def exists(self, unit_id: int, day: date) -> bool:
        """Say whether the unit exists on ``day``."""
        return covers(self.units[unit_id].valid, day)

    def in_force(self, day: date) -> Iterator[Unit]:
        """Units that exist on ``day``, by id."""
        return (unit for unit in self.units.values() if covers(unit.valid, day))

    def agency_id(self, unit_id: int, day: date) -> int | None:
        """Nearest unit, itself included, that numbers dossiers under its own code."""
        return next((i for i in self.ancestors(unit_id, day) if self.units[i].agency), None)

    def serving(self, commune_id: int, service: str, day: date) -> int | None:
        """The unit whose service area covers the commune."""
        return _on(self.areas.get((commune_id, service), []), day)

    def served_by(self, unit_id: int, day: date) -> list[int]:
        """Communes that the unit serves, by id."""
        found = self.areas.items()
        return sorted({c for (c, _s), edges in found if _on(edges, day) == unit_id})

    def field_codes(self, unit_id: int, day: date) -> tuple[str, ...]:
        """Fields that the unit is in charge of."""
        return tuple(sorted(c for c, valid in self.fields.get(unit_id, []) if covers(valid, day)))

    def calendars(self, edition: int | None = None) -> CalendarRows:
        """The calendars of one edition; of the last one when it is left out."""
        number = self.edition if edition is None else edition
        if number not in self._editions:
            self._editions[number] = self.calendar_rows.at(number)
        return self._editions[number]

    def calendar_id(self, unit_id: int, day: date, rows: CalendarRows | None = None) -> int | None:
        """The calendar of the nearest unit upwards that has one of its own."""
        units = (rows or self.calendars()).units
        for i in self.ancestors(unit_id, day):
            own = next((r.calendar_id for r in units.get(i, []) if covers(r.valid, day)), None)
            if own is not None:
                return own
        return None

    def working_calendar(
        self, calendar_id: int, day: date, edition: int | None = None
    ) -> WorkingCalendar:
        """The calendar as it holds from ``day`` on; built once for what it says."""
        number = self.edition if edition is None else edition
        number = self.calendar_rows.touched(calendar_id, number)
        rows = self.calendars(number)
        key = (calendar_id, rows.week_key(calendar_id, day), number)
        if key not in self._built:
            self._built[key] = rows.build(calendar_id, day)
        return self._built[key]

    def heir_id(
        self, unit_id: int, day: date, field_code: str = "", place_id: int | None = None
    ) -> int | None:
        """The unit that does the work of another one on ``day``: itself, who follows it, or None.

        Of one that was split, where the field of procedures or the place went, else where the
        rest went.
        """
        seen, current = set[int](), unit_id
        while current not in seen:
            seen.add(current)
            steps = [s for s in self.successors.get(current, []) if s.on <= day]
            if not steps:
                return current if current in self.units and self.exists(current, day) else None
            named = (s for s in steps if field_code and field_code in s.field_codes)
            there = (s for s in steps if s.place_ids and place_id in self.territory(s))
            rest = (s for s in steps if not s.field_codes and not s.place_ids)
            current = next(named, next(there, next(rest, steps[0]))).new_id
        return None

    def territory(self, step: UnitSuccession) -> frozenset[int]:
        """Communes whose dossiers a step takes along, with those before and after them."""
        if step.pk not in self._territories:
            found, left = set[int](), list(step.place_ids)
            while left:
                found.add(place := left.pop())
                left += [s.new_id for s in self.successors.get(place, []) if s.new_id not in found]
            before = self.forebears(step.place_ids)
            self._territories[step.pk] = frozenset(found | before)
        return self._territories[step.pk]

    def in_place(
        self, unit_id: int, day: date, field_code: str = "", place_id: int | None = None
    ) -> int:
        """The unit itself, or the other part of what was divided by place, if the place is there.

        For work that is new: whoever is named for all places stands for all parts.
        """
        whole, current = None, unit_id
        while place_id is not None and len(before := self.predecessors.get(current, [])) == 1:
            current = before[0].old_id
            steps = self.successors[current]
            if any(s.field_codes for s in steps):
                break
            if any(s.place_ids for s in steps):
                whole = current
        if whole is None:
            return unit_id
        return self.heir_id(whole, day, field_code, place_id) or unit_id

    def forebears(self, unit_ids: Iterable[int]) -> set[int]:
        """The units whose work these go on with, however far back; not these themselves."""
        wanted = set(unit_ids)
        found, left = set[int](), list(wanted)
        while left:
            before = (step.old_id for step in self.predecessors.get(left.pop(), []))
            olds = [old for old in before if old not in found | wanted]
            found.update(olds)
            left += olds
        return found

    def info(self, unit: Unit, day: date) -> UnitInfo:
        """The unit as others see it, with its place in the tree on ``day``."""
        known = self._infos.get((unit.pk, day))
        if known is None:
            if len(self._infos) >= MOST_INFOS:
                self._infos.clear()
            known = self._infos[unit.pk, day] = self._info(unit, day)
        return known

    def _info(self, unit: Unit, day: date) -> UnitInfo:
        return UnitInfo(
            id=unit.pk,
            public_id=unit.public_id,
            key=unit.key,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            level=unit.level,
            place_class=unit.place_class,
            parent_id=self.parent_id(unit.pk, day),
            agency=unit.agency,
            code_current=unit.code_current,
            code_old=unit.code_old,
            agency_id=self.agency_id(unit.pk, day),
            hotline=unit.hotline,
            head_name=unit.head_name,
            address=unit.address,
            opening_hours=unit.opening_hours,
            field_codes=self.field_codes(unit.pk, day),
            valid_from=unit.valid.lower,
            valid_until=unit.valid.upper,
        )


@contextmanager
def one_look() -> Iterator[None]:
    """Ask everything within of the organisation as it stands at the first question.

    Around a command that asks often and changes no unit: one query for the token instead of one
    for each question, and no two answers from before and after a colleague's change. Within
    another one it is the same look.
    """
    if _look.get() is not None:
        yield
        return
    look = _look.set([])
    try:
        yield
    finally:
        _look.reset(look)


def look_again() -> None:
    """Forget what was seen: a reform may have come while this command waited for a lock."""
    look = _look.get()
    if look:
        look.clear()


def seen(token: UUID) -> None:
    """Begin the look within ``one_look`` with a token that another question brought along.

    Only where the organisation of that token is at hand; otherwise `current` asks as ever.
    """
    look = _look.get()
    if look is not None and not look and (organisation := _at_hand(token)):
        look.append(organisation)


def current(edition: int = 0) -> Organisation:
    """The organisation as this transaction sees it. One query, eleven more after a change.

    :param edition: of the calendars; a look that began before it is not good enough.
    """
    look = _look.get()
    if look is None:
        return _current()
    if not look:
        look.append(_current())
    if look[0].edition < edition:
        look[0] = _current()
    return look[0]


def _current() -> Organisation:
    token = OrganizationVersion.objects.values_list("token", flat=True).filter(pk=1).first()
    if token is None:
        return _read()
    organisation = _at_hand(token)
    if organisation is None:
        organisation = _read()
        with _lock:
            _kept[:] = [(token, organisation)]
    return organisation


def _at_hand(token: UUID) -> Organisation | None:
    with _lock:
        return _kept[0][1] if _kept and _kept[0][0] == token else None


_look: ContextVar[list[Organisation] | None] = ContextVar("organizations.look", default=None)
_lock = Lock()
_kept: list[tuple[UUID, Organisation]] = []


def _on(edges: list[Edge], day: date) -> int | None:
    return next((other for other, valid in edges if covers(valid, day)), None)


def _read() -> Organisation:
    parents, children = defaultdict[int, list[Edge]](list), defaultdict[int, list[Edge]](list)
    for edge in Subordination.objects.order_by("pk"):
        parents[edge.unit_id].append((edge.parent_id, edge.valid))
        children[edge.parent_id].append((edge.unit_id, edge.valid))
    areas = defaultdict[tuple[int, str], list[Edge]](list)
    for area in ServiceArea.objects.order_by("pk"):
        areas[area.commune_id, area.service].append((area.unit_id, area.valid))
    fields = defaultdict[int, list[tuple[str, DateRange]]](list)
    for charge in UnitField.objects.order_by("pk"):
        fields[charge.unit_id].append((charge.field_code, charge.valid))
    successors = defaultdict[int, list[UnitSuccession]](list)
    predecessors = defaultdict[int, list[UnitSuccession]](list)
    for step in UnitSuccession.objects.order_by("on", "pk"):
        successors[step.old_id].append(step)
        predecessors[step.new_id].append(step)
    titles = defaultdict[int, list[Title]](list)
    for title in Title.objects.order_by("pk"):
        titles[title.unit_id].append(title)
    rows = CalendarRows.read()
    return Organisation(
        units={unit.pk: unit for unit in Unit.objects.order_by("pk")},
        parents=parents,
        children=children,
        areas=areas,
        fields=fields,
        successors=successors,
        predecessors=predecessors,
        titles=titles,
        calendar_rows=rows,
        edition=rows.edition(),
    )
