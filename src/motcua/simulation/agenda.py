"""The clock of the simulation: what happens next, and nothing else."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

Happening = Callable[[datetime], None]


@dataclass(slots=True)
class Agenda:
    """Happenings in order of their moment; those of one moment in the order they were planned."""

    _heap: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def at(self, moment: datetime, what: Happening) -> None:
        """Plan something. :param moment: timezone-aware."""
        heapq.heappush(self._heap, (moment, next(self._order), what))

    def next_moment(self) -> datetime | None:
        """When something happens next; None when nothing is planned."""
        return self._heap[0][0] if self._heap else None

    def step(self) -> None:
        """Let the next thing happen."""
        moment, _order, what = heapq.heappop(self._heap)
        what(moment)
