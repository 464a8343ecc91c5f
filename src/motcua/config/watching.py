"""The nightly check of all data, and what is kept of it."""

from datetime import datetime
from typing import Any

from motcua.dossiers.invariants import Outcome, check
from motcua.kernel import operations
from motcua.kernel.actor import Actor
from motcua.kernel.transactions import command, snapshot

KIND = "invariants.checked"


def check_all(*, by: Actor, at: datetime) -> int:
    """Ask every invariant, keep the counts, and return how many are broken.

    Reads at one moment while everybody works on; what is kept is counts and codes of invariants.
    """
    with snapshot():
        outcomes = list(check())
    return keep(outcomes, by=by, at=at)


@command
def keep(outcomes: list[Outcome], *, by: Actor, at: datetime) -> int:
    """Keep what came of a check of all data; returns how many invariants are broken."""
    broken = {outcome.code: outcome.broken for outcome in outcomes if outcome.broken}
    facts: dict[str, Any] = {
        "asked": len(outcomes),
        "broken": len(broken),
        "faults": broken,
        "seconds": round(sum(outcome.seconds for outcome in outcomes), 2),
    }
    operations.record(KIND, by=by, at=at, facts=facts)
    return len(broken)
