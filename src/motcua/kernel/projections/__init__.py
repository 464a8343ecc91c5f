"""Read models that follow the history: pulled in order, in batches, never skipping a late commit.

A projection says which rows follow from the whole history of a subject; the rows of every subject
that was touched are replaced, so reading an entry twice does no harm. The cursor moves in the
transaction of what is written, and reads only entries of transactions older than every one that
still runs: one that commits late is still ahead of it.
"""

from .comparing import Difference, compare
from .moving import advance, ask_rebuild, catch_up, rebuild, refresh, wake
from .shape import Histories, Projection, Rows, Subject, Table, register, registered
from .standing import Lag, lag, position

__all__ = [
    "Difference",
    "Histories",
    "Lag",
    "Projection",
    "Rows",
    "Subject",
    "Table",
    "advance",
    "ask_rebuild",
    "catch_up",
    "compare",
    "lag",
    "position",
    "rebuild",
    "refresh",
    "register",
    "registered",
    "wake",
]
