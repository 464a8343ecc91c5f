"""Tables of the organisation. What must never be false is a constraint here."""

from .calendars import Calendar, CalendarDay, CalendarShift, CalendarYear, UnitCalendar
from .posts import Delegation, Post
from .units import (
    OrganizationVersion,
    ServiceArea,
    Subordination,
    Unit,
    UnitField,
    UnitSuccession,
)

__all__ = [
    "Calendar",
    "CalendarDay",
    "CalendarShift",
    "CalendarYear",
    "Delegation",
    "OrganizationVersion",
    "Post",
    "ServiceArea",
    "Subordination",
    "Unit",
    "UnitCalendar",
    "UnitField",
    "UnitSuccession",
]
