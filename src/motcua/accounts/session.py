"""What a session remembers about its own age; the keys of it that this room owns."""

from datetime import datetime, timedelta
from enum import Enum

from django.contrib.sessions.backends.base import SessionBase

from motcua.kernel.clock import local_day

from .queries import limit

SINCE = "mc_since"
SEEN = "mc_seen"
TOUCH = timedelta(seconds=30)


class Ended(Enum):
    """Why a session is over."""

    IDLE = "idle"
    TOO_LONG = "too_long"


def begin(session: SessionBase, at: datetime) -> None:
    """Start the clocks of a session that has just been signed in."""
    session[SINCE] = session[SEEN] = at.timestamp()


def ended(session: SessionBase, at: datetime) -> Ended | None:
    """Say why the session is over, or None. A session without clocks is over too."""
    day = local_day(at)
    if at.timestamp() - session.get(SINCE, 0) >= 3600 * limit("session.absolute_hours", day):
        return Ended.TOO_LONG
    if at.timestamp() - session.get(SEEN, 0) >= 60 * limit("session.idle_minutes", day):
        return Ended.IDLE
    return None


def touch(session: SessionBase, at: datetime) -> None:
    """Note that the person is there; written at most every half minute."""
    if at.timestamp() - session.get(SEEN, 0) >= TOUCH.total_seconds():
        session[SEEN] = at.timestamp()
