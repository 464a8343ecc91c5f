"""Moments as whole minutes of local time: ``ordinal of the day * 1440 + minute of the day``.

Seconds are cut off: 16:59:59 belongs to the minute 16:59, which is inside office hours.
Viet Nam has had one offset, +07:00, and no summer time since 1975; earlier moments are refused
nowhere because no dossier is that old.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = 1440
_EPOCH = datetime(1, 1, 2, tzinfo=UTC) - timedelta(hours=7)
_FIRST = datetime(1, 1, 1, tzinfo=TZ)


def minute_of(at: datetime) -> int:
    """The local minute of an aware moment.

    :raises ValueError: ``at`` is naive; a programming error, doors attach the zone.
    """
    if at.tzinfo is TZ:
        return at.toordinal() * DAY + at.hour * 60 + at.minute
    if at.tzinfo is UTC:
        return at.toordinal() * DAY + at.hour * 60 + at.minute + 420
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    since = at - _EPOCH
    return (since.days + 2) * DAY + since.seconds // 60


def moment_of(minute: int) -> datetime:
    """The aware local moment of a minute; 24:00 is 00:00 of the next day."""
    return _FIRST + timedelta(0, 60 * (minute - DAY))


def minutes_of(clock: time) -> int:
    """Minute of the day of a time on the clock."""
    return clock.hour * 60 + clock.minute
