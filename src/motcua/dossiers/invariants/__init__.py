"""What must always be true of a province's data, each as a question that finds where it is not.

Read-only. The questions read the tables of every room as they lie, and not through its queries,
so that no code of the product stands between a fault and its discovery. What a constraint already
refuses is asked again where a script, a restore or an import could have passed by it.
"""

from collections.abc import Iterator

from . import (
    acts,
    apologies,
    chain,
    codes,
    columns,
    custody,
    files,
    inboxes,
    intervals,
    ledger,
    nexts,
    papers,
    projections,
    promises,
    references,
    supplements,
    tokens,
    turns,
)
from .base import Fault, Invariant, Outcome, Scope, prepare

__all__ = ["INVARIANTS", "Fault", "Invariant", "Outcome", "Scope", "check"]

INVARIANTS: tuple[Invariant, ...] = (
    *columns.INVARIANTS,
    *codes.INVARIANTS,
    *nexts.INVARIANTS,
    *tokens.INVARIANTS,
    *inboxes.INVARIANTS,
    *intervals.INVARIANTS,
    *promises.INVARIANTS,
    *ledger.INVARIANTS,
    *acts.INVARIANTS,
    *files.INVARIANTS,
    *chain.INVARIANTS,
    *projections.INVARIANTS,
    *papers.INVARIANTS,
    *references.INVARIANTS,
    *supplements.INVARIANTS,
    *turns.INVARIANTS,
    *custody.INVARIANTS,
    *apologies.INVARIANTS,
)


def check(scope: Scope | None = None) -> Iterator[Outcome]:
    """Ask every question, one after the other, within the caller's transaction."""
    prepare()
    for invariant in INVARIANTS:
        yield invariant.ask(scope or Scope())
