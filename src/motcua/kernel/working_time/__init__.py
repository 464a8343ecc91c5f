"""Working time: calendars, terms, and due dates that explain themselves. Pure.

Conventions 1-11 and the codes of the rules an office can change: ``docs/legal/time.md``.
"""

from .calendar import HORIZON_YEARS, Shift, WorkingCalendar
from .counting import Due, due, used, working_minutes_left
from .errors import (
    BadShift,
    CalendarWithoutShifts,
    LimitNotPositive,
    LimitWithoutUnit,
    PauseBackwards,
    PauseBeforeStart,
    PausesOverlap,
    ReceivedBeforeCounting,
    ReceivedInFuture,
    ResumeWithoutPause,
    TermTooLong,
    UnknownWay,
    UnreadableLimit,
    WorkingTimeError,
)
from .explanation import Line
from .grounds import rules_behind
from .lengthening import ADDED, INSTEAD, WAYS_TO_LENGTHEN, Longer, lengthened, told_of
from .limits import Part, TimeLimit, Unit
from .naive import days_wrong, plain_arithmetic
from .pauses import Pause
from .reading import appointments
from .replay import replay
from .ways import POLICIES, PRINTED, WAYS, Ways

__all__ = [
    "ADDED",
    "HORIZON_YEARS",
    "INSTEAD",
    "POLICIES",
    "PRINTED",
    "WAYS",
    "WAYS_TO_LENGTHEN",
    "BadShift",
    "CalendarWithoutShifts",
    "Due",
    "LimitNotPositive",
    "LimitWithoutUnit",
    "Line",
    "Longer",
    "Part",
    "Pause",
    "PauseBackwards",
    "PauseBeforeStart",
    "PausesOverlap",
    "ReceivedBeforeCounting",
    "ReceivedInFuture",
    "ResumeWithoutPause",
    "Shift",
    "TermTooLong",
    "TimeLimit",
    "Unit",
    "UnknownWay",
    "UnreadableLimit",
    "Ways",
    "WorkingCalendar",
    "WorkingTimeError",
    "appointments",
    "days_wrong",
    "due",
    "lengthened",
    "plain_arithmetic",
    "replay",
    "rules_behind",
    "told_of",
    "used",
    "working_minutes_left",
]
