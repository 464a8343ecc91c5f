"""Asking about a paper by the code on it: open to everybody, and not to be tried for ever."""

from datetime import datetime, timedelta

from motcua.kernel import limits, rulebook, sealing
from motcua.kernel.clock import local_day
from motcua.kernel.transactions import command

from .errors import TooManyChecks
from .info import CheckedSlip
from .queries import checked

HOUR = timedelta(hours=1)


def check_slip(*, public_id: str, address: str, at: datetime) -> CheckedSlip | None:
    """What may be told of the paper with this code; None where we never issued it.

    Codes that are none of ours are counted by network address (rule ``tracking.address_most``, one
    hour), together with wrong look-ups of dossiers.

    :param address: network address of who asks; kept as a keyed hash only.
    :raises TooManyChecks: too many codes that are none of ours came from there.
    """
    key = f"address:{sealing.blind(address, 'address')[:40]}"
    most: int = rulebook.value("tracking.address_most", local_day(at))
    if limits.count(key, at, HOUR) >= most:
        raise TooManyChecks
    found = checked(public_id)
    if found is None:
        _count(key, at, most)
    return found


@command
def _count(key: str, at: datetime, most: int) -> None:
    limits.hit(key, at, most=most, window=HOUR)
