"""A term that the procedure itself makes longer under a condition: not lateness, another term.

"Trong ngày, nếu phức tạp thêm 2 ngày làm việc": what is added is counted behind what was promised,
as a compound term is (convention 7). "3 ngày làm việc, phải xác minh thì 5 ngày làm việc": the
whole term is another one, counted from reception.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .explanation import Line
from .limits import TimeLimit

ADDED, INSTEAD = "added", "instead"
WAYS_TO_LENGTHEN = (ADDED, INSTEAD)


@dataclass(frozen=True, slots=True)
class Longer:
    """One lengthening of a term.

    :ivar way: ``added``: ``limit`` follows the term; ``instead``: it takes the term's place.
    :ivar condition: under which the procedure allows it, as published; ``ground`` why it is met
        here; ``since`` when it was decided.
    """

    way: str
    limit: TimeLimit
    condition: str = ""
    ground: str = ""
    since: datetime | None = None


def lengthened(limit: TimeLimit, longer: Iterable[Longer]) -> TimeLimit:
    """The term that is counted: the last one that takes its place, then all that was added.

    :raises UnreadableLimit: "trong ngày" would stand behind another part.
    """
    base, added = limit, list[TimeLimit]()
    for one in longer:
        if one.way == INSTEAD:
            base = one.limit
        else:
            added.append(one.limit)
    return TimeLimit((*base.parts, *(part for more in added for part in more.parts)))


def told_of(lines: Sequence[Line], limit: TimeLimit, longer: Sequence[Longer]) -> tuple[Line, ...]:
    """The trace of a lengthened term: what was promised first, then each condition and its ground.

    Counts nothing: :func:`.replay.replay` leads to the same moment with and without these lines.
    """
    found: list[Line] = []
    for line in lines:
        if line.key != "limit":
            found.append(line)
            continue
        found.append(Line("limit", {"limit": limit.text}))
        found += [
            Line(
                f"lengthened_{one.way}",
                {"limit": one.limit.text, "condition": one.condition},
                one.since,
                None,
                one.ground,
            )
            for one in longer
        ]
    return tuple(found)
