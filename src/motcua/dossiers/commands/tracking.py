"""Looking a dossier up by its code and four digits: guarded against guessing."""

import logging
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext

from motcua.dossiers.errors import NotFound, TooManyTries
from motcua.dossiers.models import Dossier
from motcua.kernel import limits, rulebook, sealing
from motcua.kernel.clock import local, local_day
from motcua.kernel.errors import Refused
from motcua.kernel.text import clean, fold
from motcua.kernel.transactions import command
from motcua.organizations import queries as organizations
from motcua.parties import queries as parties

ALARM = "track:all"
log = logging.getLogger(__name__)


def look_up(*, code: str, tail: str, address: str, at: datetime) -> str:
    """The token of a dossier for somebody who knows its code and the last four of a number.

    Wrong tries are counted for the code, whether there is such a dossier or not, so that neither
    the answer nor its limit tells which codes exist. A wrong try stays counted: it is saved before
    the refusal is raised.

    :param tail: last four of the phone or identity number of the owner or the submitter.
    :param address: network address; many people share one, so only a high ceiling holds for it.
    :raises NotFound: no such dossier, or not these digits.
    :raises TooManyTries: too many wrong tries within the window; the QR still works.
    """
    asked = fold(clean(code, 60)).replace(" ", "")
    answer = _tried(asked=asked, tail=clean(tail, 8), address=address, at=at)
    if isinstance(answer, Refused):
        raise answer
    return answer


@command
def _tried(*, asked: str, tail: str, address: str, at: datetime) -> str | Refused:
    """One try. Tries of one code wait for one another: guesses at once do not slip through."""
    day = local_day(at)
    window = timedelta(minutes=rulebook.value("tracking.window_minutes", day))
    most: int = rulebook.value("tracking.most_wrong", day)
    key = f"track:{sealing.blind(asked, 'track')[:40]}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    if limits.count(key, at, window) >= most or _busy(address, at):
        return _blocked(most, at + window)
    row = Dossier.objects.filter(search__code_folded=asked).first()
    if row is not None and parties.tail_matches([row.owner_id, row.submitter_id], tail):
        return row.track_token
    limits.hit(_of_address(address), at, most=most, window=window)
    _count_for_alarm(at)
    if not limits.hit(key, at, most=most - 1, window=window):
        return _blocked(most, at + window)
    return NotFound()


def _blocked(most: int, until: datetime) -> TooManyTries:
    """The same words for a code that exists and one that does not: also the same hotline."""
    root = organizations.root(local_day(until))
    hotline = root.hotline if root and root.hotline else gettext("bộ phận một cửa")
    return TooManyTries(most=most, until=f"{local(until):%H:%M}", hotline=hotline)


def _of_address(address: str) -> str:
    return f"address:{sealing.blind(address, 'address')[:40]}"


def _busy(address: str, at: datetime) -> bool:
    most: int = rulebook.value("tracking.address_most", local_day(at))
    return limits.count(_of_address(address), at, timedelta(hours=1)) >= most


def _count_for_alarm(at: datetime) -> None:
    most: int = rulebook.value("tracking.alarm_wrong", local_day(at))
    if not limits.hit(ALARM, at, most=most, window=timedelta(hours=1)):
        log.warning("tracking.alarm more than %s wrong look-ups within the hour", most)
