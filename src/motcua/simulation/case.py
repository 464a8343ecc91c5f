"""One simulated dossier: its wish, its record in the account, and how its clock follows the acts.

The rules of the clock are told here a second time on purpose, in the words of the conventions and
not in those of ``dossiers``: what both say is compared.
"""

from dataclasses import dataclass, field
from datetime import datetime

from motcua.kernel.working_time import TimeLimit, UnreadableLimit
from motcua.workflow.queries import ItemInfo, Movement

from .account import DONE, Open, Promised, Record, Stop
from .acts import Past
from .course import Course
from .wishes import Wish

WAITS_FOR = {"finance": "finance", "applicant": "citizen"}
"""Kind of step → whom a dossier waits for meanwhile; anybody else is ``other``."""


@dataclass(slots=True)
class Case:
    """A dossier under way. ``estranged``: a visitor has acted on it, so it is left alone."""

    wish: Wish
    course: Course
    record: Record
    dossier_id: int
    past: Past
    decided: str = ""
    asking: bool = False
    asked: int = 0
    sent_back: bool = False
    estranged: bool = False
    going: bool = False
    items: dict[int, ItemInfo] = field(default_factory=dict)
    papers: int | None = field(default=None, init=False)
    """The unit that holds the papers; None while they are on their way."""
    papers_role: str = "counter"
    letter: str = ""
    """How far its letter of apology is: ``draft``, ``sent``, ``waived`` or none."""

    def __post_init__(self) -> None:
        self.papers = self.record.received_unit

    @property
    def alive(self) -> bool:
        """Whether anything may still be done before it is done, refused, withdrawn or stopped."""
        return self.record.ended_at is None and not self.estranged

    @property
    def waits_for_collection(self) -> bool:
        """Whether its result is there and nobody has come for it."""
        record = self.record
        done = record.ended_at is not None and record.outcome in DONE
        return done and record.collected_at is None and not self.estranged

    def may_move(self, item_id: int) -> bool:
        """Whether a step is open and the dossier does not wait for papers."""
        return self.alive and not self.asking and item_id in self.record.open

    def follow(self, movement: Movement, at: datetime) -> None:
        """Keep what a movement means: who has it, whether the clock runs, whether it is done."""
        record = self.record
        for item in (*movement.closed, *movement.waits_ended):
            record.open.pop(item.id, None)
        if movement.waits_ended:
            self._goes_on(movement.waits_ended, at)
        for item in (*movement.opened, *movement.waits_opened):
            self._opens(item, at)
        if all(item.step_kind == "return" for item in record.open.values()):
            self._done(at)

    def begin(self, items: list[ItemInfo], at: datetime) -> None:
        """The first steps are open."""
        for item in items:
            self._opens(item, at)

    def paused(self, at: datetime) -> None:
        """The applicant was asked for papers."""
        self.asking, self.asked = True, self.asked + 1
        self._stop("citizen", at)

    def resumed(self, at: datetime) -> None:
        """The applicant has answered."""
        self.asking = False
        self._run(at)

    def ended(self, how: str, at: datetime) -> None:
        """Refused, withdrawn or stopped: nothing stays open, no result."""
        record = self.record
        if (promise := record.promise) is not None:
            promise.kept_at = at
        record.open.clear()
        record.outcome, record.ended_at, record.running = how, at, False

    def _opens(self, item: ItemInfo, at: datetime) -> None:
        record = self.record
        self.items[item.id] = item
        waits = item.kind == "wait"
        record.open[item.id] = Open(
            unit_id=item.unit_id,
            role=item.role,
            post_id=None,
            step_kind=item.step_kind,
            waits=waits,
            stops=item.stops_clock or item.ends_promise > 0,
            ends_promise=item.ends_promise,
        )
        if item.unit_id is not None:
            record.units.add(item.unit_id)
        if waits:
            self._waits(item, at)

    def _waits(self, wait: ItemInfo, at: datetime) -> None:
        """What was promised until here is kept, or the clock stands still."""
        record, promise = self.record, self.record.promise
        kind = WAITS_FOR.get(wait.step_kind, "other")
        if wait.ends_promise and promise is record.promises[wait.ends_promise - 1]:
            if len(record.promises) > wait.ends_promise:
                if not record.running:
                    self._run(at)
                promise.kept_at, record.running = at, False
                record.stops.append(Stop(kind, at))
                return
        if wait.stops_clock and record.running:
            self._stop(kind, at)

    def _goes_on(self, waits: tuple[ItemInfo, ...], at: datetime) -> None:
        """The clock runs again when nothing that stops it is waited for any more."""
        if self.record.running or not any(w.stops_clock or w.ends_promise > 0 for w in waits):
            return
        if not any(item.waits and item.stops for item in self.record.open.values()):
            self._run(at)

    def _stop(self, kind: str, at: datetime) -> None:
        self.record.running = False
        self.record.stops.append(Stop(kind, at))
        if (promise := self.record.promise) is not None:
            promise.pauses.append([at, None])

    def _run(self, at: datetime) -> None:
        self.record.running = True
        self.record.stops[-1].until = at
        if (promise := self.record.promise) is not None:
            promise.pauses[-1][1] = at
            return
        coming = next((p for p in self.record.promises if p.starts_at is None), None)
        if coming is not None:
            coming.starts_at = at

    def _done(self, at: datetime) -> None:
        """State 9: everything that was promised is done; the result may wait to be collected."""
        record = self.record
        if (promise := record.promise) is not None:
            promise.kept_at = at
        record.ended_at, record.running = at, False
        record.outcome = self.decided


def promised(
    wish: Wish, statutory: TimeLimit | None, committed: TimeLimit | None
) -> list[Promised]:
    """What is promised at reception: two terms around a financial obligation where the process
    prints two, else the committed term, else the statutory one (regulation 1.6-1.10)."""
    limits = [_read(text) for text in wish.definition.promises]
    if wish.financial and len(limits) == 2 and all(limits):
        return [Promised(limit) for limit in limits]
    return [Promised(committed or statutory)]


def _read(text: str) -> TimeLimit | None:
    try:
        return TimeLimit.parse(text)
    except UnreadableLimit:
        return None
