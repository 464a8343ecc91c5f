"""Everything that changes a dossier. One function is one act that somebody answers for."""

from .endings import refuse, stop, withdraw
from .intake import receive_dossier
from .result import record_result, return_result
from .steps import assign_item, confirm_handover, end_wait, finish_item, send_back_item, take_item
from .supplements import request_supplement, respond_supplement
from .tracking import look_up

__all__ = [
    "assign_item",
    "confirm_handover",
    "end_wait",
    "finish_item",
    "look_up",
    "receive_dossier",
    "record_result",
    "refuse",
    "request_supplement",
    "respond_supplement",
    "return_result",
    "send_back_item",
    "stop",
    "take_item",
    "withdraw",
]
