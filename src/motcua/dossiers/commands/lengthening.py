"""A longer term that the procedure allows under a condition; and one granted by mistake."""

from datetime import datetime

from motcua.dossiers import _clock, _desk, _lengthening, _owed, permissions
from motcua.dossiers.errors import ReasonMissing
from motcua.dossiers.models import Dossier, LedgerEntry, Lengthening, Promise, Result
from motcua.dossiers.term_errors import DecidedSoNotLonger, NothingLengthened
from motcua.kernel.actor import Actor
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import queries as processes

from ._common import moving, not_before, written

DUE = ("due_at", "due_on", "statutory_due_at")


@command
def lengthen_term(
    *, dossier_id: int, condition_id: int, ground: str, by: Actor, at: datetime
) -> None:
    """Grant a longer term that the procedure itself allows: the due moment moves, with its ground.

    No lateness and no apology: the law gives the longer term (unlike `extend_promise`, whose first
    day judges). The day first promised stays recorded. Steps keep their own time; the notice tells
    the applicant both days.

    :param condition_id: of ``ConditionInfo`` of the dossier's version, case and channel.
    :param ground: why the condition is met here, in words that the applicant reads.
    :raises NotPermitted: the actor does not lead the unit that decides or holds the dossier.
    :raises ReasonMissing: no ground is given.
    :raises NoLongerTerm, LengthenedAlready, TermNotPromised, OfTheWholeTerm, TermIsOver,
        NotLonger, DecidedSoNotLonger: see each.
    :raises WrongState: the dossier has ended, or the applicant is to supply papers first.

    Source: the term of each procedure as published, e.g. NĐ 23/2015/NĐ-CP (certification: 2 working
    days more) and joint birth registration: 3 working days, 5 when verified [seen].
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "lengthen_term", dossier, items)
    if not (ground := clean(ground, 2000)):
        raise ReasonMissing(field="ground")
    decided = Result.objects.filter(dossier=dossier).first()
    if decided is not None:
        raise DecidedSoNotLonger(dossier=dossier.code, number=decided.number)
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    found = _lengthening.prolonged(dossier, condition_id, ground, at)
    row = _granted(dossier, found, ground, by=by, at=at)
    moved = (None, found.was, found.now)
    _move(dossier, found.promise, row, LedgerEntry.Kind.LENGTHEN, ground, moved, at=at)
    _owed.lengthened(dossier, row.no, found.was, found.now, at=at)


@command
def take_back_lengthening(*, dossier_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take back the last longer term, which was granted by mistake: the earlier day holds again.

    The mistake is the office's: when the earlier day has passed by then, the dossier is late.

    :raises NotPermitted: the actor does not lead the unit that decides or holds the dossier.
    :raises ReasonMissing: no reason is given.
    :raises NothingLengthened: nothing is in force for the promise that runs.
    :raises WrongState: the dossier has ended, or the applicant is to supply papers first.
    """
    dossier = moving(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "take_back_lengthening", dossier, items)
    if not (reason := clean(reason, 2000)):
        raise ReasonMissing
    promise = _clock.running_promise(dossier)
    rows = _lengthening.granted(dossier)
    row = rows[-1] if rows else None
    if row is None or promise is None or row.promise != promise.number or promise.due_at is None:
        raise NothingLengthened(dossier=dossier.code)
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    was = promise.due_at
    left = _clock.as_longer(r for r in rows[:-1] if r.promise == promise.number)
    now = _clock.due_with(dossier, promise, _clock.stops_of(dossier, promise.number), left)
    payload = {"promise": promise.number, "no": row.no, "was": was, "now": now}
    texts = {"condition": row.text, "reason": reason}
    seq = written(dossier, "term.taken_back", payload, by=by, at=at, texts=texts)
    row.taken_back_at, row.taken_back_ground, row.taken_back_seq = at, reason, seq
    row.save(update_fields=["taken_back_at", "taken_back_ground", "taken_back_seq"])
    _move(dossier, promise, row, LedgerEntry.Kind.SHORTEN, reason, (None, was, now), at=at)
    _owed.taken_back(dossier, row.no, was, now, at=at)


def _granted(
    dossier: Dossier, found: _lengthening.Prolonged, ground: str, *, by: Actor, at: datetime
) -> Lengthening:
    """The act in the history, and the row that says what the catalogue allowed then."""
    condition = found.condition
    no = Lengthening.objects.filter(dossier=dossier).count() + 1
    payload = {
        "promise": found.promise.number,
        "no": no,
        "condition": condition.id,
        "was": found.was,
        "now": found.now,
    }
    texts = {"condition": condition.condition, "reason": ground}
    seq = written(dossier, "term.lengthened", payload, by=by, at=at, texts=texts)
    return Lengthening.objects.create(
        dossier=dossier,
        promise=found.promise.number,
        no=no,
        condition_id=condition.id,
        way=condition.way,
        limit=condition.limit.to_json(),
        text=condition.condition,
        ground=ground,
        was_at=found.was,
        now_at=found.now,
        at=at,
        by_post_id=by.seat()[1],
        history_seq=seq,
    )


def _move(
    dossier: Dossier,
    promise: Promise,
    row: Lengthening,
    kind: LedgerEntry.Kind,
    ground: str,
    moved: tuple[int | None, datetime | None, datetime | None],
    *,
    at: datetime,
) -> None:
    """Ledger, promise, dossier and inboxes follow."""
    seq = row.taken_back_seq or row.history_seq
    number = promise.number
    _clock.turn(dossier, kind, at=at, ground=ground, seq=seq, promise=number, moved=moved)
    _clock.recompute(dossier, promise)
    dossier.save(update_fields=DUE)
    _desk.refresh_due(dossier)
