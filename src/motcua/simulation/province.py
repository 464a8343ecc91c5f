"""The province as its people know it: who receives what, by which process, who sits where, when.

Asked once through the queries of other rooms; nothing about any dossier.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from motcua.catalog import queries as catalog
from motcua.catalog.queries import OfferingInfo, TermInfo, VersionInfo
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import ProcessChoice
from motcua.kernel.working_time import WorkingCalendar
from motcua.organizations import queries as organizations
from motcua.organizations.queries import RouteContext, UnitInfo
from motcua.workflow import queries as processes
from motcua.workflow.queries import DefinitionInfo


@dataclass(frozen=True, slots=True)
class Receiver:
    """A unit that receives a procedure, and who decides its dossiers then."""

    unit: UnitInfo
    deciding: UnitInfo
    offering: OfferingInfo


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that somebody receives, with the processes it may run by."""

    version: VersionInfo
    receivers: tuple[Receiver, ...]
    choices: tuple[ProcessChoice, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with its person. ``name`` is what chance knows it by, whatever its id."""

    post_id: int
    person_id: int
    name: str
    unit_id: int
    role: str


@dataclass(slots=True)
class Province:
    """What stands on the day on which the simulated life begins."""

    day: date
    units: dict[int, UnitInfo]
    communes: list[UnitInfo]
    offers: dict[str, list[Offer]]
    seats: dict[tuple[int, str], list[Seat]]
    calendar: WorkingCalendar
    _calendars: dict[tuple[int, date], WorkingCalendar] = field(default_factory=dict)
    _definitions: dict[str, DefinitionInfo] = field(default_factory=dict)
    _branches: dict[int, int | None] = field(default_factory=dict)
    _centres: dict[int, int | None] = field(default_factory=dict)
    _terms: dict[tuple[int, int | None, str], TermInfo] = field(default_factory=dict)

    def calendar_of(self, unit_id: int, day: date) -> WorkingCalendar:
        """The calendar by which a unit works, as it stands on a day."""
        key = unit_id, day
        if key not in self._calendars:
            self._calendars[key] = organizations.calendar_of(unit_id, day)
        return self._calendars[key]

    def definition(self, offer: Offer, choice: ProcessChoice | None, level: str) -> DefinitionInfo:
        """The process that a dossier runs by."""
        key = choice.key if choice else f":{level}"
        if key not in self._definitions:
            self._definitions[key] = (
                processes.current_definition(choice.key)
                if choice
                else processes.standard_definition(
                    "commune" if level == "commune" else "department"
                )
            )
        return self._definitions[key]

    def term(self, version_id: int, case_id: int | None, channel: str) -> TermInfo:
        """The term of the catalogue for a dossier of this case and channel."""
        key = version_id, case_id, channel
        if key not in self._terms:
            self._terms[key] = catalog.term(version_id, case_id=case_id, channel=channel)
        return self._terms[key]

    def centre_of(self, commune_id: int) -> int | None:
        """The one-stop unit where people of a commune go."""
        if commune_id not in self._centres:
            unit = organizations.one_stop_of(commune_id, self.day)
            self._centres[commune_id] = unit.id if unit else None
        return self._centres[commune_id]

    def branch_of(self, commune_id: int) -> int | None:
        """The branch of the land office for a commune."""
        if commune_id not in self._branches:
            route = RouteContext(commune_id, commune_id, commune_id, "dat-dai")
            found = organizations.resolve_unit("land_branch", route, self.day)
            self._branches[commune_id] = found.unit_id
        return self._branches[commune_id]


def look(day: date) -> Province:
    """The province on a day. A few queries for each unit and each procedure, once.

    :raises LookupError: there is no province yet.
    """
    root = organizations.root(day)
    if root is None:
        raise LookupError("no province")
    units = {unit.id: unit for unit in organizations.units_of_kind(day)}
    return Province(
        day=day,
        units=units,
        communes=sorted(organizations.communes(day), key=lambda unit: unit.key),
        offers=_offers(units, day),
        seats=_seats(units, day),
        calendar=organizations.calendar_of(root.id, day),
    )


def _offers(units: dict[int, UnitInfo], day: date) -> dict[str, list[Offer]]:
    receivers: dict[int, list[Receiver]] = {}
    for unit in sorted(units.values(), key=lambda unit: unit.key):
        for row in catalog.offered_at(unit.id, day):
            receiver = Receiver(unit, units[row.deciding_unit_id], row)
            receivers.setdefault(row.version_id, []).append(receiver)
    found: dict[str, list[Offer]] = {}
    versions = [catalog.version(version_id) for version_id in receivers]
    for version in sorted(versions, key=lambda v: (v.field_code, v.code, v.name, v.version)):
        choices = dossiers.process_choices(version, day)
        offer = Offer(version, tuple(receivers[version.id]), tuple(choices))
        found.setdefault(version.field_code, []).append(offer)
    return found


def _seats(units: dict[int, UnitInfo], day: date) -> dict[tuple[int, str], list[Seat]]:
    found: dict[tuple[int, str], list[Seat]] = {}
    for unit in units.values():
        for post in organizations.posts_in(unit.id, day):
            if post.share > Decimal(0):
                seat = Seat(post.id, post.person_id, post.person_name, unit.id, post.role)
                found.setdefault((unit.id, post.role), []).append(seat)
    return found
