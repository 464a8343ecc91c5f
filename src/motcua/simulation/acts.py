"""Every act goes through the same command as the pages. A life that was cut off is taken up again.

The history of a dossier is the journal: an act that it already holds is not repeated, its movement
is told from it instead. So a second run with the same seed finds everything done and goes on where
the first one stopped; a dossier that a visitor of the demonstration has touched meanwhile no longer
follows the plan, and is left to the visitor.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from motcua.dossiers import commands
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import Received, SupplementItem
from motcua.kernel import history
from motcua.kernel.actor import Actor
from motcua.kernel.clock import year_of
from motcua.workflow import queries as processes
from motcua.workflow.queries import ItemInfo, Movement

from .account import Account
from .wishes import Wish

R = TypeVar("R")


class Estranged(Exception):
    """Somebody else has acted on the dossier: it is theirs now."""


@dataclass(slots=True)
class Past:
    """What a dossier's history holds beyond what this run has done, oldest first."""

    entries: deque[history.EntryInfo] = field(default_factory=deque)
    items: dict[int, ItemInfo] = field(default_factory=dict)


@dataclass(slots=True)
class Acts:
    """Calls commands, counts them, and knows what was done before.

    :param life: words that name this life; keys of receptions are made from it.
    """

    life: str
    account: Account
    done: int = 0
    repeated: int = 0

    def receive(
        self, wish: Wish, opened_at: datetime, by: Actor, at: datetime
    ) -> tuple[Received, Past, list[ItemInfo]]:
        """Receive a dossier. What is open after it is told by its first entry and the answer."""
        received = commands.receive_dossier(
            intake=wish.intake(opened_at), key=f"{self.life}/{wish.number}", by=by, at=at
        )
        entries = deque(history.entries(year_of(at), received.dossier_id))
        items = {item.id: item for item in processes.items(received.dossier_id)}
        first = entries.popleft()
        self._count("received", again=bool(entries))
        return received, Past(entries, items), [items[i] for i in first.payload["items"]]

    def take(self, past: Past, item_id: int, by: Actor, at: datetime) -> None:
        """Take a step into one's hands."""
        self._once(
            past,
            "step.taken",
            {"item": item_id},
            lambda: commands.take_item(item_id=item_id, by=by, at=at),
        )

    def assign(self, past: Past, item_id: int, post_id: int, by: Actor, at: datetime) -> None:
        """Give a step to somebody."""
        self._once(
            past,
            "step.assigned",
            {"item": item_id, "post": post_id},
            lambda: commands.assign_item(item_id=item_id, post_id=post_id, by=by, at=at),
        )

    def finish(self, past: Past, item_id: int, by: Actor, at: datetime, **facts: str) -> Movement:
        """Finish a step.

        :raises Refused: it was the last one, and nothing was decided.
        """
        return self._moved(
            past,
            "step.finished",
            item_id,
            lambda: commands.finish_item(item_id=item_id, by=by, at=at, **facts),
        )

    def send_back(
        self, past: Past, item_id: int, by: Actor, at: datetime, **facts: str
    ) -> Movement:
        """Send a dossier back."""
        return self._moved(
            past,
            "step.sent_back",
            item_id,
            lambda: commands.send_back_item(item_id=item_id, by=by, at=at, **facts),
        )

    def end_wait(
        self, past: Past, item_id: int, document: str, by: Actor, at: datetime
    ) -> Movement:
        """Note that somebody outside is done."""
        return self._moved(
            past,
            "wait.ended",
            item_id,
            lambda: commands.end_wait(item_id=item_id, document=document, by=by, at=at),
        )

    def record(self, past: Past, dossier_id: int, by: Actor, at: datetime, **facts: Any) -> None:
        """Record the decision."""
        self._once(
            past,
            "result.recorded",
            {"outcome": facts["outcome"]},
            lambda: commands.record_result(dossier_id=dossier_id, by=by, at=at, **facts),
        )

    def give(self, past: Past, dossier_id: int, by: Actor, at: datetime, **facts: str) -> None:
        """Hand the result over."""
        self._once(
            past,
            "result.returned",
            {"relation": facts["relation"]},
            lambda: commands.return_result(dossier_id=dossier_id, by=by, at=at, **facts),
        )

    def confirm(self, past: Past, dossier_id: int, by: Actor, at: datetime) -> None:
        """Confirm that the papers which are on their way to the actor's unit have arrived."""
        if past.entries:
            self._once(past, "handover.confirmed", {}, _never)
            return
        for handover in dossiers.page(dossier_id, by).handovers:
            if handover.to_unit_id == by.unit_id and handover.on_its_way:
                commands.confirm_handover(handover_id=handover.id, by=by, at=at)
                self._count("handover.confirmed", again=False)

    def send_papers(
        self, past: Past, dossier_id: int, unit_id: int, by: Actor, at: datetime
    ) -> None:
        """Give the papers to the unit that returns the result."""
        self._once(
            past,
            "papers.handed_over",
            {"unit": unit_id},
            lambda: commands.hand_over_papers(dossier_id=dossier_id, unit_id=unit_id, by=by, at=at),
        )

    def ask(
        self,
        past: Past,
        dossier_id: int,
        item: SupplementItem,
        by: Actor,
        at: datetime,
        **facts: str,
    ) -> None:
        """Ask for papers."""
        self._once(
            past,
            "supplement.requested",
            {},
            lambda: commands.request_supplement(
                dossier_id=dossier_id, items=(item,), by=by, at=at, **facts
            ),
        )

    def answer(self, past: Past, dossier_id: int, by: Actor, at: datetime, **facts: Any) -> None:
        """Note the papers that came."""
        self._once(
            past,
            "supplement.answered",
            {},
            lambda: commands.respond_supplement(dossier_id=dossier_id, by=by, at=at, **facts),
        )

    def foresee(self, past: Past, dossier_id: int, at: datetime) -> bool:
        """Let the house draft a letter of apology if it is needed; whether it was."""
        if not past.entries:
            drafted = commands.foresee_apology(dossier_id=dossier_id, at=at)
            if drafted:
                self._count("apology.drafted", again=False)
            return drafted
        first = past.entries[0]
        if (first.kind, first.occurred_at) != ("apology.drafted", at):
            return False
        return self._before(past, "apology.drafted", {}) is not None

    def approve(self, past: Past, dossier_id: int, by: Actor, at: datetime) -> None:
        """Sign the letter of apology."""
        self._once(
            past,
            "promise.extended",
            {},
            lambda: commands.approve_apology(dossier_id=dossier_id, by=by, at=at),
        )

    def waive(self, past: Past, dossier_id: int, by: Actor, at: datetime) -> None:
        """Let a late dossier go to signature without its letter."""
        self._once(
            past,
            "apology.waived",
            {},
            lambda: commands.waive_apology(
                dossier_id=dossier_id, reason="Hồ sơ gấp, thư gửi sau", by=by, at=at
            ),
        )

    def waived_next(self, past: Past) -> bool:
        """Whether the history goes on with a leader's word."""
        return bool(past.entries) and past.entries[0].kind == "apology.waived"

    def end(
        self, past: Past, how: str, dossier_id: int, by: Actor, at: datetime, **facts: str
    ) -> None:
        """End a dossier before its result: ``refused``, ``withdrawn`` or ``stopped``."""
        endings: dict[str, Callable[..., None]] = {
            "refused": commands.refuse,
            "withdrawn": commands.withdraw,
            "stopped": commands.stop,
        }
        act = endings[how]
        self._once(
            past,
            f"dossier.{how}",
            {},
            lambda: act(dossier_id=dossier_id, by=by, at=at, **facts),
        )

    def _once(
        self, past: Past, kind: str, facts: dict[str, Any], act: Callable[[], object]
    ) -> None:
        if self._before(past, kind, facts) is None:
            act()
            self._count(kind, again=False)

    def _moved(
        self, past: Past, kind: str, item_id: int, act: Callable[[], Movement | None]
    ) -> Movement:
        known = self._before(past, kind, {"item": item_id})
        if known is not None:
            return _told(known, past.items)
        movement = act()
        self._count(kind, again=False)
        assert movement is not None  # noqa: S101 - no key was sent, so nothing was repeated
        return movement

    def _before(self, past: Past, kind: str, facts: dict[str, Any]) -> history.EntryInfo | None:
        """The entry of this act if it was done before; None when it is to be done now.

        :raises Estranged: the history goes on otherwise.
        """
        if not past.entries:
            return None
        entry = past.entries.popleft()
        other = entry.kind != kind or any(entry.payload.get(k) != v for k, v in facts.items())
        if other or entry.occurred_at != entry.occurred_at.replace(second=0, microsecond=0):
            raise Estranged  # simulated acts happen on the minute, a visitor's do not
        self._count(kind, again=True)
        return entry

    def _count(self, kind: str, *, again: bool) -> None:
        self.account.acts[kind] += 1
        self.done += not again
        self.repeated += again


def _never() -> None:
    raise Estranged


def _told(entry: history.EntryInfo, items: dict[int, ItemInfo]) -> Movement:
    """A movement as the history tells it."""
    opened = [items[i] for i in entry.payload["opened"]]
    closed = [items[i] for i in entry.payload["closed"]]
    return Movement(
        opened=tuple(i for i in opened if i.kind == "task"),
        closed=tuple(i for i in closed if i.kind == "task"),
        waits_opened=tuple(i for i in opened if i.kind == "wait"),
        waits_ended=tuple(i for i in closed if i.kind == "wait"),
    )
