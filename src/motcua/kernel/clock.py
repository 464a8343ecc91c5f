"""Boundaries of a day are Vietnamese; what is stored is UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")


def local(at: datetime) -> datetime:
    """The same moment on a Vietnamese clock.

    :raises ValueError: for a moment without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(TZ)


def local_day(at: datetime) -> date:
    """The Vietnamese day in which the moment falls."""
    return local(at).date()


def year_of(at: datetime) -> int:
    """The Vietnamese year in which the moment falls."""
    return local(at).year
