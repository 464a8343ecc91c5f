"""The ways of counting that an office may choose between, each a dated rule.

``docs/legal/time.md`` says which convention each one is and what its values mean.
"""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache
from typing import NamedTuple, TypedDict

from .errors import UnknownWay
from .moments import minutes_of

WAYS: Mapping[str, tuple[str, str]] = {
    "policy": ("resume", "restart"),
    "printed": ("end", "same"),
    "closing_minute": ("outside", "inside"),
    "after_hours": ("next_opening", "same_day"),
    "first_day": ("not_counted", "counted"),
    "hour_end": ("close", "opening"),
    "last_day_off": ("next_working_day", "stays"),
    "compound": ("from_the_day", "after_moved_day"),
}
"""Each way with its two values; the first is the convention's own."""

POLICIES, PRINTED = WAYS["policy"], WAYS["printed"]


class Ways(TypedDict):
    """What :func:`.counting.due` takes beside the question itself."""

    policy: str
    printed: str
    same_day_cutoff: time
    day_minutes: int
    closing_minute: str
    after_hours: str
    first_day: str
    hour_end: str
    last_day_off: str
    compound: str


class Rules(NamedTuple):
    """The chosen ways as questions of yes or no; all no is the convention itself.

    :ivar cutoff: minute of the day from which "trong ngày" means the next working day.
    :ivar settles: a part of a compound term that ends on a day off moves before the next begins.
    :ivar usual: moments are read, days counted and dates printed as the conventions have it.
    """

    restart: bool
    same: bool
    cutoff: int
    closing: bool
    evening: bool
    counted: bool
    opening: bool
    stays: bool
    settles: bool
    usual: bool


@lru_cache(maxsize=256)
def rules_of(
    policy: str,
    printed: str,
    cutoff: time,
    closing_minute: str,
    after_hours: str,
    first_day: str,
    hour_end: str,
    last_day_off: str,
    compound: str,
) -> Rules:
    """The rules behind the words.

    :raises UnknownWay: a word that :data:`WAYS` does not know.
    """
    return Rules(
        restart=_second("policy", policy),
        same=_second("printed", printed),
        cutoff=minutes_of(cutoff),
        closing=_second("closing_minute", closing_minute),
        evening=_second("after_hours", after_hours),
        counted=_second("first_day", first_day),
        opening=_second("hour_end", hour_end),
        stays=_second("last_day_off", last_day_off),
        settles=_second("compound", compound),
        usual=(printed, closing_minute, after_hours, first_day)
        == tuple(WAYS[way][0] for way in ("printed", "closing_minute", "after_hours", "first_day")),
    )


def _second(way: str, value: str) -> bool:
    known = WAYS[way]
    if value not in known:
        raise UnknownWay(value=value, known=", ".join(known))
    return value == known[1]
