"""How time is counted on a day: the dated rules of :mod:`.rulebook` for :mod:`.working_time`,
and the law behind each line of an explanation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from . import rulebook
from .clock import local_day
from .rulebook import NoRule, RuleInfo
from .working_time import WAYS, Line, TimeLimit, Ways, WorkingCalendar, due, rules_behind
from .working_time.grounds import OWN_POLICY, POLICY


def ways(day: date, *, policy: str = "", printed: str = "") -> Ways:
    """The ways of counting in force on ``day``, ready for ``working_time.due``. No query while
    the rulebook is unchanged.

    :param policy: in place of the rule's, as a procedure or a question has it; ``printed``
        likewise.
    :raises NoRule: no row of the four oldest rules covers the day; of the others the convention
        itself holds where an office has never said anything (``docs/legal/time.md``).
    """
    known = rulebook.memo()
    found: Ways | None = known.get((__name__, day))
    if found is None:
        found = known[__name__, day] = _ways(day)
    if not policy and not printed:
        return found
    return {
        **found,
        "policy": policy or found["policy"],
        "printed": printed or found["printed"],
    }


def usual_week(day: date) -> tuple[tuple[int, time, time], ...]:
    """Office hours where nobody has said any: weekday (0 Monday), opening, closing.

    :raises NoRule: the office has not loaded ``time.shifts`` or ``time.weekdays``.
    """
    halves = [
        tuple(time.fromisoformat(end) for end in shift.split("-"))
        for shift in rulebook.value("time.shifts", day)
    ]
    weekdays: list[int] = rulebook.value("time.weekdays", day)
    return tuple((weekday, opens, closes) for weekday in weekdays for opens, closes in halves)


def due_of_step(start: datetime, allotted: TimeLimit, calendar: WorkingCalendar) -> datetime:
    """When the time allotted to a step ends, in hours or days, counted as its dossier's is.

    An office without a rulebook still works: its steps are counted by the conventions.
    """
    try:
        return due(start, allotted, calendar, explain=False, **ways(local_day(start))).at
    except NoRule:
        return due(start, allotted, calendar, explain=False).at


def _ways(day: date) -> Ways:
    return Ways(
        policy=rulebook.value("time.supplement_policy", day),
        printed=rulebook.value("time.printed", day),
        same_day_cutoff=time.fromisoformat(rulebook.value("time.same_day_cutoff", day)),
        day_minutes=rulebook.value("time.day_minutes", day),
        closing_minute=_said("closing_minute", day),
        after_hours=_said("after_hours", day),
        first_day=_said("first_day", day),
        hour_end=_said("hour_end", day),
        last_day_off=_said("last_day_off", day),
        compound=_said("compound", day),
    )


def _said(way: str, day: date) -> str:
    try:
        value: str = rulebook.value(f"time.{way}", day)
    except NoRule:
        return WAYS[way][0]
    return value


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation with what stands behind it.

    :ivar text: the sentence; ``ground`` what was entered with the day off or the pause.
    :ivar laws: the rules it applies, as they held on the day of reception.
    """

    text: str
    ground: str
    laws: tuple[RuleInfo, ...]


def reasons(lines: Iterable[Line], day: date) -> tuple[Reason, ...]:
    """An explanation with the law of ``day`` beside each line. No query of its own.

    Where the procedure has a policy of its own, the rule that it stands in place of is not named.
    """
    lines = list(lines)
    own = set(POLICY) if any(line.key in OWN_POLICY for line in lines) else set()
    return tuple(
        Reason(
            line.text,
            _ground(line),
            tuple(_laws((code for code in rules_behind(line) if code not in own), day)),
        )
        for line in lines
    )


def _ground(line: Line) -> str:
    """What the sentence does not say already: a pause says its ground itself."""
    return line.ground if "day" in line.key and not line.key.startswith("paused") else ""


def _laws(codes: Iterable[str], day: date) -> Iterable[RuleInfo]:
    for code in codes:
        try:
            yield rulebook.info(code, day)
        except NoRule:
            continue
