"""What people were told, held against what the database holds."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

RECEIVED = "dossier.received"
#: An act: its kind in the history, and the public id of the step, hand-over or dossier it is about.
Act = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum. Each is a number of acts, ``gaps`` of numbers left out of the codes."""

    told: int
    present: int
    lost: int
    doubled: int
    gaps: int

    @property
    def good(self) -> bool:
        """Whether everything that was told is there, once, and nothing that nobody pressed."""
        return not (self.lost or self.doubled or self.gaps)


@dataclass(slots=True)
class Account:
    """Every answer that a person got, and the last look at the database.

    An act is *told* when the product's answer said that it is done; it is *open* while its form
    was sent and no answer has come. What was open once may be there without having been told:
    the person pressed again and was answered that it had been done already, or that a colleague
    was quicker; such acts are *unclear*, never counted as told. Used by many threads.
    """

    began: float = field(default_factory=time.monotonic)
    told: dict[Act, tuple[str, float]] = field(default_factory=dict)
    unclear: set[Act] = field(default_factory=set)
    open: Counter[Act] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    seen: dict[str, Any] = field(default_factory=dict)

    def press(self, kind: str, about: str) -> None:
        """A form is being sent; for an intake ``about`` is its key, until a code is known."""
        with self.lock:
            self.open[kind, about] += 1

    def settle(self, kind: str, about: str) -> None:
        """The person has stopped pressing this form."""
        with self.lock:
            self.open[kind, about] -= 1
            self.open += Counter()

    def tell(self, kind: str, about: str, code: str = "") -> None:
        """The product has said that it is done.

        :param code: the dossier's code as the person read it, for an intake.
        """
        with self.lock:
            before, at = self.told.get((kind, about), ("", time.monotonic() - self.began))
            self.told[kind, about] = (code or before, at)

    def doubt(self, kind: str, about: str) -> None:
        """It was sent, cut, sent again, and refused: it may have been done the first time."""
        with self.lock:
            self.unclear.add((kind, about))

    def note(self, what: str) -> None:
        """Count an answer of some sort: ``cut``, ``refused``, ``again``, ``500``."""
        with self.lock:
            self.answers[what] += 1

    def look(self, seen: Mapping[str, Any]) -> bool:
        """Keep what the database holds, as ``manage acknowledged --json`` prints it.

        :returns: whether it could be seen; not while the database is dead.
        """
        if seen.get("acts") is None:
            return False
        with self.lock:
            self.seen = dict(seen)
        return True

    def verdict(self, since: float | None = None) -> Verdict:
        """The sum of now.

        :param since: count as lost only what was told before this moment (seconds since the
            beginning): what was told after the last look cannot have been seen by it.
        """
        with self.lock:
            told = {
                act: code for act, (code, at) in self.told.items() if since is None or at <= since
            }
            waiting = [*self.open, *self.unclear]
            allowed = {*self.told, *waiting}
            intakes = sum(1 for kind, _ in waiting if kind == RECEIVED)
            seen, all_told = self.seen, len(self.told)
        return replace(compare(told, allowed, intakes, seen), told=all_told)

    def wrong(self) -> dict[str, list[Act]]:
        """The acts behind the figures of :meth:`verdict`: lost ones, and those nobody was told."""
        with self.lock:
            told = {act: code for act, (code, _) in self.told.items()}
            allowed = {*self.told, *self.open, *self.unclear}
            return {"lost": missing(told, self.seen), "untold": untold(allowed, self.seen)}

    def rate(self, seconds: float = 10) -> float:
        """Acts told a second, over the last ``seconds``."""
        with self.lock:
            now = time.monotonic() - self.began
            recent = sum(1 for _, at in self.told.values() if at > now - seconds)
        return recent / max(1.0, min(seconds, now))


def compare(
    told: Mapping[Act, str], allowed: Iterable[Act], open_intakes: int, seen: Mapping[str, Any]
) -> Verdict:
    """Hold what was told against what is there.

    :param told: act to the code that was read with it, empty where none was.
    :param allowed: acts that may be there: told, unclear, or on their way.
    :param open_intakes: intakes whose dossier nobody knows yet: so many may be there untold.
    :param seen: ``acts`` and ``gaps`` of the database.
    """
    present = _present(seen)
    strange = untold(allowed, seen)
    strangers = sum(1 for kind, _ in strange if kind == RECEIVED)
    more = sum(times - 1 for times in present.values())
    doubled = more + (len(strange) - strangers) + max(0, strangers - open_intakes)
    gaps = int(seen.get("gaps") or 0)
    return Verdict(len(told), len(present), len(missing(told, seen)), doubled, gaps)


def missing(told: Mapping[Act, str], seen: Mapping[str, Any]) -> list[Act]:
    """Acts that were told and are not there, or a dossier that has another code than was read."""
    present = _present(seen)
    rows = seen.get("acts") or []
    codes = {str(row["about"]): str(row["code"]) for row in rows if row["kind"] == RECEIVED}
    return [
        (kind, about)
        for (kind, about), code in told.items()
        if (kind, about) not in present or (code and codes.get(about, code) != code)
    ]


def untold(allowed: Iterable[Act], seen: Mapping[str, Any]) -> list[Act]:
    """Acts that are there and that nobody was told of, nor waits for."""
    known = set(allowed)
    return [act for act in _present(seen) if act not in known]


def _present(seen: Mapping[str, Any]) -> Counter[Act]:
    return Counter((str(row["kind"]), str(row["about"])) for row in seen.get("acts") or [])
