"""A promise given again for a later day. What was promised first never moves."""

from datetime import date, datetime

from motcua.dossiers import _apologies, _clock, _owed, permissions
from motcua.dossiers.errors import (
    AlreadyExtended,
    NotAWorkingDay,
    NothingPromised,
    NotLater,
    ReasonMissing,
)
from motcua.dossiers.models import Dossier, Extension, LedgerEntry, Promise
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes

from ._common import moving, not_before, written

FARTHEST_YEARS = 5


@command
def extend_promise(
    *, dossier_id: int, until: date, document: str, reason: str, by: Actor, at: datetime
) -> None:
    """Promise the result for a later day, by a letter that says why; by default once.

    Judges nothing: the dossier is late when the day first promised has passed.

    :param until: the new day, a working day after the day promised now.
    :param document: number and day of the letter.
    :raises NotPermitted: the actor does not lead the unit that decides or holds the dossier.
    :raises NothingPromised: no promise with a date runs now.
    :raises NotLater, NotAWorkingDay, ReasonMissing: see each.
    :raises AlreadyExtended: as often as the rule ``extension.most`` allows.
    :raises WrongState: the dossier has ended, or the applicant is to supply papers first.

    Source: NĐ 61/2018/NĐ-CP art. 19 [seen]: letter of apology, promised again at most once.
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "extend_promise", dossier, items)
    document, reason = clean(document, 500), clean(reason, 4000)
    if not document:
        raise ReasonMissing(field="document")
    if not reason:
        raise ReasonMissing
    promise = _clock.running_promise(dossier)
    if promise is None or promise.due_at is None:
        raise NothingPromised(dossier=dossier.code)
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    no = promise_again(dossier, promise, until, document, reason, by=by, at=at)
    _owed.extended(dossier, promise, no, document=document, reason=reason, by=by, at=at)
    _apologies.sent_otherwise(dossier, promise, items, until, reason, by=by, at=at)


def promise_again(
    dossier: Dossier,
    promise: Promise,
    until: date,
    document: str,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Promise a locked dossier's result for a later day; how often that was done now.

    Errors as for `extend_promise`.
    """
    given = Extension.objects.filter(dossier=dossier, promise=promise.number).count()
    most: int = rulebook.value("extension.most", local_day(at))
    if given >= most:
        raise AlreadyExtended(most=most)
    until_at = _close_of(dossier.received_unit_id, until, promise, at)
    Extension.objects.create(
        dossier=dossier,
        promise=promise.number,
        no=given + 1,
        until_at=until_at,
        document=document,
        reason=reason,
        at=at,
        by_post_id=by.seat()[1],
    )
    promise.again_at = until_at
    promise.save(update_fields=["again_at"])
    payload = {"promise": promise.number, "until": until_at}
    texts = {"document": document, "reason": reason}
    seq = written(dossier, "promise.extended", payload, by=by, at=at, texts=texts)
    kind = LedgerEntry.Kind.EXTEND
    _clock.turn(dossier, kind, at=at, ground=document, seq=seq, promise=promise.number)
    return given + 1


def _close_of(unit_id: int, until: date, promise: Promise, at: datetime) -> datetime:
    """The end of the last shift of a working day that lies after what is promised now."""
    last = max(local_day(at), *(local_day(m) for m in (promise.due_at, promise.again_at) if m))
    if until <= last or until.year > last.year + FARTHEST_YEARS:
        raise NotLater(day=f"{last:%d/%m/%Y}")
    calendar = organizations.calendar_of(unit_id, at)
    if not calendar.is_working(until):
        raise NotAWorkingDay(day=f"{until:%d/%m/%Y}")
    return calendar.close_of(until)
