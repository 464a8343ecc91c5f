"""What this room asks of the organisation: which unit, until when, who. One place for all of it."""

from datetime import date, datetime

from motcua.kernel.clock import local_day
from motcua.kernel.working_time import TimeLimit, due
from motcua.organizations import queries as organizations
from motcua.organizations.queries import Resolution, RouteContext


def resolve(rule: str, route: RouteContext, day: date) -> Resolution:
    """The unit that a lane's rule means for this route on a day, and why."""
    return organizations.resolve_unit(rule, route, day)


def due_at(opened_at: datetime, allotted: TimeLimit | None, unit_id: int) -> datetime | None:
    """When the allotted time of a step ends by its unit's calendar; None where none is printed."""
    if allotted is None:
        return None
    calendar = organizations.calendar_of(unit_id, local_day(opened_at))
    return due(opened_at, allotted, calendar).at


def person_name(post_id: int | None) -> str:
    """Who holds a post; empty for nobody."""
    return organizations.post(post_id).person_name if post_id else ""


def may_hold(post_id: int, unit_id: int | None, role: str, day: date) -> bool:
    """Whether a post is of this unit and role, and in force on a day."""
    if unit_id is None:
        return False
    return any(p.id == post_id for p in organizations.posts_in(unit_id, day, roles=[role]))
