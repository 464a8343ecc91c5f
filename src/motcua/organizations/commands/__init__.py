"""Acts on the organisation: units, posts, delegation, calendars."""

from .calendars import (
    announce_year,
    announce_years,
    apply_calendar_change,
    draft_calendar_change,
    open_calendar,
    set_calendar_day,
    set_calendar_days,
    set_shifts,
    use_calendar,
    withdraw_calendar_change,
)
from .lending import delegate, take_back_post
from .merging import (
    adjust_merger,
    carry_out,
    note_outcome,
    prepare_merger,
    withdraw_merger,
)
from .titles import end_title, entitle
from .units import (
    appoint,
    charge_field,
    close_unit,
    draw_area,
    end_post,
    move_unit,
    open_unit,
)

__all__ = [
    "adjust_merger",
    "announce_year",
    "announce_years",
    "apply_calendar_change",
    "appoint",
    "carry_out",
    "charge_field",
    "close_unit",
    "delegate",
    "draft_calendar_change",
    "draw_area",
    "end_post",
    "end_title",
    "entitle",
    "move_unit",
    "note_outcome",
    "open_calendar",
    "open_unit",
    "prepare_merger",
    "set_calendar_day",
    "set_calendar_days",
    "set_shifts",
    "take_back_post",
    "use_calendar",
    "withdraw_calendar_change",
    "withdraw_merger",
]
