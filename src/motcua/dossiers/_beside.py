"""What an explanation says beside the day promised: the law's own day, a policy of one's own. Pure.

Where a shorter term was committed, the law's term is counted too, by the same ledger and calendar
(``Dossier.statutory_due_at``). It judges nothing: late is what was promised and not kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.kernel.clock import local
from motcua.kernel.working_time import Line, TimeLimit


def both_terms(statutory: Any, committed: Any, promises: Sequence[Any]) -> bool:
    """Whether the law's day stands beside the one promised: one promise, by a term of its own.

    Where a process publishes two promises around a financial obligation, neither is the law's.
    """
    return bool(statutory and committed and statutory != committed and len(promises) == 1)


def law_line(limit: TimeLimit, due: datetime, law: datetime) -> Line:
    """The sentence on the law's day, earlier or later than the one promised, or the same."""
    key = "statutory" if law > due else "statutory_before" if law < due else "statutory_same"
    return Line(key, {"limit": limit.text}, None, local(law))


def policy_line(policy: str, ground: str) -> Line:
    """The sentence on a policy on supplements that is the procedure's own, in place of the rule."""
    return Line(f"own_{policy}", {}, ground=ground)


def with_lines(explanation: Sequence[Line], lines: Sequence[Line]) -> list[Any]:
    """An explanation with these lines before its answer, which stays the last line; as kept."""
    return [line.to_json() for line in (*explanation[:-1], *lines, *explanation[-1:])]
