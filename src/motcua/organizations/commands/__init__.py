"""Acts on the organisation: units, posts, delegation, calendars."""

from .calendars import (
    announce_year,
    set_calendar_day,
    set_calendar_days,
    set_shifts,
    use_calendar,
)
from .units import (
    appoint,
    charge_field,
    close_unit,
    delegate,
    draw_area,
    end_post,
    move_unit,
    open_unit,
)

__all__ = [
    "announce_year",
    "appoint",
    "charge_field",
    "close_unit",
    "delegate",
    "draw_area",
    "end_post",
    "move_unit",
    "open_unit",
    "set_calendar_day",
    "set_calendar_days",
    "set_shifts",
    "use_calendar",
]
