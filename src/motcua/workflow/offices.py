"""What this room asks of the organisation: which unit, until when, who. One place for all of it."""

from datetime import date, datetime

from motcua.kernel import time_rules
from motcua.kernel.clock import local_day
from motcua.kernel.working_time import TimeLimit, WorkingCalendar
from motcua.organizations import queries as organizations
from motcua.organizations.queries import Resolution, RouteContext


class Day:
    """One subject's route on one day. Asks for each rule and each calendar once."""

    def __init__(self, route: RouteContext, at: datetime) -> None:
        self.route, self.at, self.day = route, at, local_day(at)
        self._units: dict[str, Resolution] = {}
        self._calendars: dict[int, WorkingCalendar] = {}

    def resolve(self, rule: str) -> Resolution:
        """The unit that a lane's rule means, and why."""
        if rule not in self._units:
            self._units[rule] = organizations.resolve_unit(rule, self.route, self.day)
        return self._units[rule]

    def living(self, unit_id: int) -> int:
        """The unit that does the work of one on this day, for the field and place of the route."""
        route = self.route
        heir = organizations.successor_of(unit_id, self.day, route.field_code, route.commune_id)
        return heir.id if heir is not None else unit_id

    def due_at(self, allotted: TimeLimit | None, unit_id: int | None) -> datetime | None:
        """When the allotted time of a step that opens now ends; None where none is printed.

        By the calendar of its unit; of the receiving unit where the step has none of ours.
        """
        if allotted is None:
            return None
        asked = unit_id or self.route.receiving_unit_id
        if asked not in self._calendars:
            self._calendars[asked] = organizations.calendar_of(asked, self.day)
        return time_rules.due_of_step(self.at, allotted, self._calendars[asked])


def person_name(post_id: int | None) -> str:
    """Who holds a post; empty for nobody."""
    return organizations.post(post_id).person_name if post_id else ""


def may_hold(post_id: int, unit_id: int | None, role: str, day: date) -> bool:
    """Whether a post is of this unit and role, and in force on a day."""
    if unit_id is None:
        return False
    return any(p.id == post_id for p in organizations.posts_in(unit_id, day, roles=[role]))


def works(unit_id: int, role: str, day: date) -> bool:
    """Whether anybody of this role works in a unit on a day."""
    return bool(organizations.posts_in(unit_id, day, roles=[role]))
