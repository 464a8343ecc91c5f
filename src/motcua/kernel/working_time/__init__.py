"""Working time: calendars, terms, and due dates that explain themselves. Pure.

Conventions 1-11 and the codes of the rules an office can change: ``docs/legal/time.md``.
"""

from .calendar import HORIZON_YEARS, Shift, WorkingCalendar
from .counting import POLICIES, PRINTED, Due, Pause, due, used, working_minutes_left
from .errors import (
    BadShift,
    CalendarWithoutShifts,
    LimitNotPositive,
    LimitWithoutUnit,
    PauseBackwards,
    PauseBeforeStart,
    PausesOverlap,
    TermTooLong,
    UnknownWay,
    UnreadableLimit,
    WorkingTimeError,
)
from .explanation import Line
from .limits import Part, TimeLimit, Unit
from .reading import appointments
from .replay import replay

__all__ = [
    "HORIZON_YEARS",
    "POLICIES",
    "PRINTED",
    "BadShift",
    "CalendarWithoutShifts",
    "Due",
    "LimitNotPositive",
    "LimitWithoutUnit",
    "Line",
    "Part",
    "Pause",
    "PauseBackwards",
    "PauseBeforeStart",
    "PausesOverlap",
    "Shift",
    "TermTooLong",
    "TimeLimit",
    "Unit",
    "UnknownWay",
    "UnreadableLimit",
    "WorkingCalendar",
    "WorkingTimeError",
    "appointments",
    "due",
    "replay",
    "used",
    "working_minutes_left",
]
