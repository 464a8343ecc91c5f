"""From a dossier's history to the ways in which it stood. Pure: no query, no clock.

Conventions 12 to 14: judged by dates; state 9 ends; no due day is on time; returned, withdrawn
and stopped end when that act is done; handing the result over decides nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from motcua.dossiers.queries import Measured, Turn
from motcua.kernel.clock import local_day
from motcua.kernel.history import EntryInfo
from motcua.kernel.working_time import WorkingCalendar
from motcua.workflow.queries import Work

from .states import Standing, Verdict

ENDS = {
    "dossier.refused": Standing.REFUSED,
    "dossier.withdrawn": Standing.WITHDRAWN,
    "dossier.stopped": Standing.STOPPED,
}
"""Acts that end a dossier without a decision on the merits."""
WAITS = {"finance": Standing.FINANCE, "applicant": Standing.APPLICANT}


@dataclass(frozen=True, slots=True)
class Stand:
    """One standing from its act until the next one; ``until`` None: still so."""

    standing: Standing
    since: datetime
    known: datetime
    due_on: date | None = None
    outcome: str = ""
    verdict: str = ""
    worked_minutes: int | None = None
    has_file: bool | None = None
    until: datetime | None = None
    known_until: datetime | None = None
    returned_at: datetime | None = None

    def same(self, other: "Stand") -> bool:
        """Whether nothing that figures ask has changed."""
        return (self.standing, self.due_on, self.outcome) == (
            other.standing,
            other.due_on,
            other.outcome,
        )


class Follower:
    """Reads the entries of one dossier in their order and keeps how it stands."""

    def __init__(
        self, facts: Measured, work: Mapping[int, Work], calendar: WorkingCalendar | None
    ) -> None:
        self.facts, self.work, self.calendar = facts, work, calendar
        self.turns = defaultdict[int, list[Turn]](list)
        for turn in facts.turns:
            self.turns[turn.seq].append(turn)
        self.stands: list[Stand] = []
        self.open: list[int] = []
        self.opened: dict[int, list[int]] = {}
        self.worked = self.stopped = self.asked = self.broken = False
        self.ended: Standing | None = None
        self.due: datetime | None = None
        self.outcome, self.has_file = "", False

    def follow(self, entries: Sequence[EntryInfo]) -> list[Stand]:
        """How it stood, oldest first."""
        for entry in entries:
            self._hear(entry)
            stand = self._stand(entry)
            if not self.stands:
                self.stands.append(stand)
            elif not self.stands[-1].same(stand):
                self._next(stand, corrects=entry.kind == "result.corrected")
            if entry.kind == "result.returned" and self.ended is Standing.DONE:
                self.stands[-1] = replace(self.stands[-1], returned_at=entry.occurred_at)
        return self.stands

    def _hear(self, entry: EntryInfo) -> None:
        said = entry.payload
        undone = self.opened.get(said["undone"], ()) if entry.kind == "step.undone" else ()
        closed = {*said.get("closed", ()), *said.get("cancelled", ()), *undone}
        self.worked = self.worked or bool(closed)
        self.open = [i for i in self.open if i not in closed]
        opened = said.get("items" if entry.kind == "dossier.received" else "opened", ())
        self.opened[entry.seq] = list(opened)
        self.open += opened
        match entry.kind:
            case "supplement.requested":
                self.asked = True
            case "supplement.answered":
                self.asked = False
            case "result.recorded" | "result.corrected":
                self.outcome = said.get("outcome", self.outcome)
                self.has_file = said.get("file", self.has_file) not in (None, False)
            case "dossier.reopened":
                self.ended, self.broken, self.stopped = None, False, False
        if entry.kind in ENDS:
            self.ended, self.asked = ENDS[entry.kind], False
        elif self.ended is None and self._is_over() and entry.kind != "dossier.reopened":
            self.ended = Standing.DONE
        for turn in self.turns[entry.seq]:
            self._turn(turn)

    def _turn(self, turn: Turn) -> None:
        if turn.kind == "extend":  # promised again; what was promised first judges
            return
        if turn.moves:  # the clock runs or stands as it did; only the day has moved
            self.due = turn.due_at
            return
        self.stopped = turn.stops
        self.due = turn.due_at
        if turn.kind == "end":
            late = turn.due_at is not None and local_day(turn.at) > local_day(turn.due_at)
            self.broken = self.broken or late
            if self.ended is None:
                self.due = None

    def _is_over(self) -> bool:
        """Nothing is left but to return the result."""
        if not self.worked:
            return False
        return all(i in self.work and self.work[i].step_kind == "return" for i in self.open)

    def _stand(self, entry: EntryInfo) -> Stand:
        due_on = local_day(self.due) if self.due else None
        stand = Stand(self._now(), entry.occurred_at, entry.recorded_at, due_on)
        if self.ended is None:
            return stand
        spent = self._spent(entry.occurred_at)
        if self.ended is not Standing.DONE:
            return replace(stand, worked_minutes=spent)
        known = self.stands[-1] if self.stands and self.stands[-1].verdict else None
        return replace(
            stand,
            outcome=self.outcome,
            verdict=known.verdict if known else self._verdict(entry.occurred_at, due_on),
            worked_minutes=known.worked_minutes if known else spent,
            has_file=self.has_file,
        )

    def _now(self) -> Standing:
        if self.ended is not None:
            return self.ended
        if self.asked:
            return Standing.SUPPLEMENT
        if not self.stopped:
            return Standing.WORKING
        waits = [w for i in self.open if (w := self.work.get(i)) and w.kind == "wait"]
        return WAITS.get(waits[0].step_kind, Standing.EXTERNAL) if waits else Standing.EXTERNAL

    def _verdict(self, at: datetime, due_on: date | None) -> str:
        if self.broken:
            return Verdict.LATE.value
        early = due_on is not None and local_day(at) < due_on
        return Verdict.EARLY.value if early else Verdict.ON_TIME.value

    def _spent(self, until: datetime) -> int | None:
        """Working minutes on the office's clock, by the receiving unit's calendar."""
        if self.calendar is None:
            return None
        total = 0
        for stand in self.stands:
            if stand.standing is Standing.WORKING:
                end = stand.until or until
                total += self.calendar.minutes_between(stand.since, max(end, stand.since))
        return total

    def _next(self, stand: Stand, *, corrects: bool) -> None:
        """End the last standing and begin the next one.

        What was recorded later about an earlier moment wins: it takes the time from those before.
        A correction says that it never stood so: it takes all of the time since.
        """
        last = self.stands[-1]
        if corrects and last.standing is stand.standing:
            stand = replace(stand, since=last.since, returned_at=last.returned_at)
        for place in range(len(self.stands) - 1, -1, -1):
            earlier = self.stands[place]
            if earlier.until is not None and earlier.until <= stand.since:
                break
            self.stands[place] = replace(earlier, until=max(earlier.since, stand.since))
        self.stands[-1] = replace(self.stands[-1], known_until=stand.known)
        self.stands.append(stand)
