"""Everything that changes a dossier. One function is one act that somebody answers for."""

from .apologies import (
    approve_apology,
    draft_apology,
    edit_apology,
    foresee_apologies,
    foresee_apology,
    hand_over_apology,
    waive_apology,
)
from .consulting import answer_consultation, consult
from .corrections import correct_result, reopen
from .custody import (
    confirm_handover,
    hand_over_papers,
    list_handovers,
    note_shelf,
    take_back_papers,
)
from .endings import refuse, stop, withdraw
from .express import resolve_at_once
from .extending import extend_promise
from .forwarding import forward_item, undo_step
from .guiding import guide_applicant, refuse_intake
from .intake import receive_dossier
from .lengthening import lengthen_term, take_back_lengthening
from .moving_units import Moved, apply_merger, follow_mergers
from .notices import deliver_notice
from .rescheduling import apply_calendar_change, follow_calendars, reschedule
from .result import record_result, return_result
from .steps import assign_item, end_wait, finish_item, send_back_item, take_item
from .supplements import request_supplement, respond_supplement
from .tracking import look_up

__all__ = [
    "Moved",
    "answer_consultation",
    "apply_calendar_change",
    "apply_merger",
    "approve_apology",
    "assign_item",
    "confirm_handover",
    "consult",
    "correct_result",
    "deliver_notice",
    "draft_apology",
    "edit_apology",
    "end_wait",
    "extend_promise",
    "finish_item",
    "follow_calendars",
    "follow_mergers",
    "foresee_apologies",
    "foresee_apology",
    "forward_item",
    "guide_applicant",
    "hand_over_apology",
    "hand_over_papers",
    "lengthen_term",
    "list_handovers",
    "look_up",
    "note_shelf",
    "receive_dossier",
    "record_result",
    "refuse",
    "refuse_intake",
    "reopen",
    "request_supplement",
    "reschedule",
    "resolve_at_once",
    "respond_supplement",
    "return_result",
    "send_back_item",
    "stop",
    "take_back_lengthening",
    "take_back_papers",
    "take_item",
    "undo_step",
    "waive_apology",
    "withdraw",
]
