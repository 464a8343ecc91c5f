"""Looking a dossier up by its code and four digits: guarded against guessing."""

import logging
from datetime import datetime, timedelta

from motcua.dossiers.errors import NotFound, TooManyTries
from motcua.dossiers.models import Dossier
from motcua.kernel import limits, rulebook, sealing
from motcua.kernel.clock import local, local_day
from motcua.kernel.text import clean, fold
from motcua.organizations import queries as organizations
from motcua.parties import queries as parties

ALARM = "track:all"
log = logging.getLogger(__name__)


def look_up(*, code: str, tail: str, address: str, at: datetime) -> str:
    """The token of a dossier for somebody who knows its code and the last four of a number.

    Wrong tries are counted for the code, whether there is such a dossier or not, so that neither
    the answer nor its limit tells which codes exist. Not a command: a wrong try must stay counted.

    :param tail: last four of the phone or identity number of the owner or the submitter.
    :param address: network address; many people share one, so only a high ceiling holds for it.
    :raises NotFound: no such dossier, or not these digits.
    :raises TooManyTries: too many wrong tries within the window; the QR still works.
    """
    day = local_day(at)
    window = timedelta(minutes=rulebook.value("tracking.window_minutes", day))
    most: int = rulebook.value("tracking.most_wrong", day)
    asked = fold(clean(code, 60)).replace(" ", "")
    key = f"track:{sealing.blind(asked, 'track')[:40]}"
    row = Dossier.objects.filter(search__code_folded=asked).first()
    hotline = organizations.unit(row.received_unit_id).hotline if row else ""
    blocked = TooManyTries(
        most=most, until=f"{local(at + window):%H:%M}", hotline=hotline or "bộ phận một cửa"
    )
    if limits.count(key, at, window) >= most or _busy(address, at):
        raise blocked
    if row is not None and parties.tail_matches([row.owner_id, row.submitter_id], clean(tail, 8)):
        return row.track_token
    limits.hit(f"address:{sealing.blind(address, 'address')[:40]}", at, most=most, window=window)
    _count_for_alarm(at)
    if not limits.hit(key, at, most=most - 1, window=window):
        raise blocked
    raise NotFound


def _busy(address: str, at: datetime) -> bool:
    key = f"address:{sealing.blind(address, 'address')[:40]}"
    most: int = rulebook.value("tracking.address_most", local_day(at))
    return limits.count(key, at, timedelta(hours=1)) >= most


def _count_for_alarm(at: datetime) -> None:
    most: int = rulebook.value("tracking.alarm_wrong", local_day(at))
    if not limits.hit(ALARM, at, most=most, window=timedelta(hours=1)):
        log.warning("tracking.alarm more than %s wrong look-ups within the hour", most)
