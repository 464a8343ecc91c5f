"""Which rule stands behind a line of an explanation: the code under which the law is looked up."""

from collections.abc import Mapping

from .explanation import Line

POLICY = ("time.supplement_policy",)
OWN_POLICY = ("own_resume", "own_restart")
"""Lines that say that a procedure has a policy of its own, in place of that rule."""
FIRST_DAY = ("time.first_day",)

RULES: Mapping[str, tuple[str, ...]] = {
    "received": ("time.closing_minute",),
    "lengthened_added": ("time.compound",),
    "received_outside": ("time.after_hours",),
    "received_closing": ("time.closing_minute",),
    "received_evening": ("time.after_hours",),
    "working_days": FIRST_DAY,
    "working_days_with": FIRST_DAY,
    "calendar_days": FIRST_DAY,
    "calendar_days_with": FIRST_DAY,
    "months": FIRST_DAY,
    "minutes": ("time.hour_end",),
    "next_opening": ("time.hour_end",),
    "fraction": ("time.day_minutes",),
    "bounded": ("time.day_minutes",),
    "paused_working_days": POLICY,
    "paused_days": POLICY,
    "paused_minutes": POLICY,
    "paused_last_day": (*POLICY, "time.last_day_off"),
    "restarted": POLICY,
    "stopped": POLICY,
    "same_day": ("time.same_day_cutoff",),
    "same_day_after": ("time.same_day_cutoff",),
    "moved": ("time.last_day_off",),
    "stays": ("time.last_day_off",),
    "same_time": ("time.printed",),
    "due": ("time.printed",),
}
"""Codes by :attr:`.explanation.Line.key`; a line that is missing states a fact, not a rule."""


def rules_behind(line: Line) -> tuple[str, ...]:
    """The codes of the rules that a line applies; none for facts (the term, the calendar).

    >>> rules_behind(Line("moved"))
    ('time.last_day_off',)
    >>> rules_behind(Line("limit", {"limit": "15 ngày + 8 ngày làm việc"}))
    ('time.compound',)
    """
    if line.key == "limit" and " + " in line.params.get("limit", ""):
        return ("time.compound",)
    return RULES.get(line.key, ())
