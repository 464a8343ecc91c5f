"""Tables of the organisation. What must never be false is a constraint here."""

from .calendars import (
    Calendar,
    CalendarChange,
    CalendarDay,
    CalendarShift,
    CalendarYear,
    UnitCalendar,
    editions_from,
)
from .mergers import Merger
from .posts import Delegation, Post
from .titles import Title
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
    "CalendarChange",
    "CalendarDay",
    "CalendarShift",
    "CalendarYear",
    "Delegation",
    "Merger",
    "OrganizationVersion",
    "Post",
    "ServiceArea",
    "Subordination",
    "Title",
    "Unit",
    "UnitCalendar",
    "UnitField",
    "UnitSuccession",
    "editions_from",
]
