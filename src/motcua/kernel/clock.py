"""Boundaries of a day are Vietnamese; what is stored is UTC."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .errors import ClockBehind

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
LOCK_WAIT = timedelta(minutes=1)
"""No request waits longer for a lock; what lies further back is a clock that was set back."""


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


def follows(then: datetime | None, at: datetime, *, within: timedelta = timedelta(0)) -> None:
    """Hold that an act at ``at`` does not come before the one that it follows.

    :param then: when that was; None when nothing was done before.
    :param within: how much earlier it may be all the same: who pressed first may get the lock
        second.
    :raises ClockBehind: the machine's clock was set back meanwhile. Nothing is guessed then: a
        moment that is not true would stay in the history for ever.
    """
    if then is not None and at < then - within:
        raise ClockBehind(now=_said(at), then=_said(then))


def _said(at: datetime) -> str:
    return f"{local(at):%H:%M:%S %d/%m/%Y}"
