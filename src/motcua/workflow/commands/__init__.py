"""Acts on processes and work items. All but `publish` are parts of a dossier's command.

Order in each: lock the instance, permission, rule, change. History is written by the caller, from
the `Movement` that it gets back.
"""

from .holding import assign, take
from .merging import MovedItem, move_units
from .moving import cancel, end_wait, finish, send_back, start
from .publishing import publish
from .redating import redate
from .turning import forward, reopen, undo

__all__ = [
    "MovedItem",
    "assign",
    "cancel",
    "end_wait",
    "finish",
    "forward",
    "move_units",
    "publish",
    "redate",
    "reopen",
    "send_back",
    "start",
    "take",
    "undo",
]
