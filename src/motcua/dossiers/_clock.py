"""Promises and the ledger: what was promised, and every turn of the clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.kernel import time_rules
from motcua.kernel.clock import local, local_day
from motcua.kernel.working_time import (
    Due,
    Line,
    Longer,
    Pause,
    TimeLimit,
    WorkingCalendar,
    due,
    lengthened,
    told_of,
)
from motcua.organizations import queries as organizations

from ._beside import law_line, policy_line, with_lines
from .models import Dossier, EarlyEnd, LedgerEntry, Lengthening, Promise, Supplement
from .states import Clock

Kind = LedgerEntry.Kind


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stood still; afterwards it went on, or the term began anew (``restarts``)."""

    pause: Pause
    restarts: bool = False


def compute(
    limit: TimeLimit,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    stops: Sequence[Stop] = (),
    longer: Sequence[Longer] = (),
    explain: bool = True,
) -> Due:
    """When a term falls due under the rules of the day it starts on.

    :param limit: what was promised first; ``longer``: what the procedure's conditions made of it.

    A pause moves the due moment; one that ends in a restart lets the whole term begin anew, unless
    it began when the term was over already: what was late stays late.
    """
    if longer:
        answer = compute(lengthened(limit, longer), start, calendar, stops=stops, explain=explain)
        return answer._replace(explanation=told_of(answer.explanation, limit, longer))
    day = local_day(start)
    rules = time_rules.ways(day, policy="resume")
    anchor, held, again = start, list[Pause](), list[Pause]()
    for stop in stops:
        pause = stop.pause
        if not stop.restarts or pause.until is None:
            held.append(pause)
        elif pause.since >= due(anchor, limit, calendar, pauses=held, explain=False, **rules).at:
            held.append(pause)
        else:
            anchor, held = pause.until, []
            again.append(pause)
    answer = due(anchor, limit, calendar, pauses=held, explain=explain, **rules)
    if not again or not explain:
        return answer
    first = due(start, limit, calendar, **rules).explanation[0]
    return answer._replace(explanation=(first, *_restarts(again, answer), *answer.explanation[1:]))


def _restarts(again: list[Pause], answer: Due) -> Iterable[Line]:
    """What the trace says of each time the term began anew; it counts from the last one."""
    counted_from = answer.explanation[0].until
    for pause in again:
        until = counted_from if pause is again[-1] else pause.until
        yield Line("restarted", {}, local(pause.since), until and local(until), pause.ground)


def turn(
    dossier: Dossier,
    kind: Kind,
    *,
    at: datetime,
    ground: str,
    seq: int,
    promise: int,
    moved: tuple[int | None, datetime | None, datetime | None] = (None, None, None),
) -> None:
    """Write one turn of the clock. Two statements.

    :param moved: of a changed calendar its edition; from when to when the promise moved.
    """
    last = LedgerEntry.objects.filter(dossier=dossier).order_by("-no").values_list("no", flat=True)
    LedgerEntry.objects.create(
        dossier=dossier,
        no=(last.first() or 0) + 1,
        kind=kind,
        at=at,
        promise=promise,
        ground=ground,
        history_seq=seq,
        edition=moved[0],
        was_at=moved[1],
        now_at=moved[2],
    )


def running_promise(dossier: Dossier) -> Promise | None:
    """The promise that has started and is not kept yet."""
    return (
        Promise.objects.filter(dossier=dossier, starts_at__isnull=False, kept_at__isnull=True)
        .order_by("number")
        .first()
    )


def stops_of(dossier: Dossier, number: int) -> list[Stop]:
    """How often the clock of one promise stood still, from the ledger."""
    turns = LedgerEntry.objects.filter(dossier=dossier, promise=number).order_by("no")
    return paired(turns.values_list("kind", "at", "ground"))


def longer_of(dossier: Dossier, number: int) -> list[Longer]:
    """The longer terms of one promise that are in force, in their order. One query."""
    rows = Lengthening.objects.filter(dossier=dossier, promise=number, taken_back_at__isnull=True)
    return as_longer(rows.order_by("no"))


def as_longer(rows: Iterable[Lengthening]) -> list[Longer]:
    """What was granted to one promise, as its computation takes it. No query of its own."""
    return [
        Longer(row.way, TimeLimit.from_json(row.limit), row.text, row.ground, row.at)
        for row in rows
    ]


def _turned(dossier: Dossier, number: int) -> tuple[list[Stop], list[Longer]]:
    """What the ledger says of one promise. One query; one more where it was lengthened."""
    rows = LedgerEntry.objects.filter(dossier=dossier, promise=number).order_by("no")
    turns = list(rows.values_list("kind", "at", "ground"))
    lengthened = any(kind == Kind.LENGTHEN for kind, _at, _ground in turns)
    return paired(turns), longer_of(dossier, number) if lengthened else []


def paired(turns: Iterable[tuple[str, datetime, str]]) -> list[Stop]:
    """Turns of one promise (kind, moment, ground), in their order, as stops. No query."""
    found: list[Stop] = []
    since: tuple[datetime, str] | None = None
    for kind, at, ground in turns:
        if kind in (Kind.PAUSE, Kind.END) and since is None:
            since = at, ground
        elif kind in (Kind.RESUME, Kind.RESTART) and since is not None:
            found.append(Stop(Pause(since[0], at, since[1]), kind == Kind.RESTART))
            since = None
    if since is not None:
        found.append(Stop(Pause(since[0], None, since[1])))
    return found


def start_promise(dossier: Dossier, promise: Promise, at: datetime) -> None:
    """Begin a promise: its due moment is computed, and is its original one for ever."""
    promise.starts_at = at
    promise.original_edition = promise.calendar_edition = organizations.calendar_edition()
    fields = _dated(dossier, promise, (), ())
    promise.original_due_at = promise.due_at
    fields += ["starts_at", "original_due_at", "original_edition", "calendar_edition"]
    promise.save(update_fields=fields)
    show(dossier, promise)


def recompute(dossier: Dossier, promise: Promise) -> None:
    """Move the due moment by the pauses and longer terms of the ledger; the original one stays.

    By the calendars as they stood when it was computed last: a change of them moves it by an act
    of its own (:mod:`.commands.rescheduling`), never in passing.
    """
    fields = _dated(dossier, promise, *_turned(dossier, promise.number))
    tell_of_calendars(promise)
    promise.save(update_fields=fields)
    show(dossier, promise)


def reckoned(dossier: Dossier, promise: Promise, edition: int) -> list[str]:
    """Compute a running promise by an edition of the calendars; columns to save. Three queries,
    one more where its term was lengthened."""
    promise.calendar_edition = edition
    fields = _dated(dossier, promise, *_turned(dossier, promise.number))
    return [*fields, "calendar_edition"]


def tell_of_calendars(promise: Promise) -> None:
    """Put into the explanation by which changes of a calendar the promise has moved. One query."""
    turns = LedgerEntry.objects.filter(
        dossier_id=promise.dossier_id, promise=promise.number, kind=Kind.CALENDAR
    ).order_by("no")
    lines = [
        Line("recounted" if t.was_at != t.now_at else "recounted_same", {},
             t.was_at and local(t.was_at), t.now_at and local(t.now_at), t.ground).to_json()
        for t in turns
    ]  # fmt: skip
    promise.explanation = [*promise.explanation[:-1], *lines, *promise.explanation[-1:]]


def keep(promise: Promise, at: datetime) -> None:
    """What was promised is done."""
    promise.kept_at = at
    promise.save(update_fields=["kept_at"])


def show(dossier: Dossier, promise: Promise | None) -> None:
    """The dossier's own due columns are those of the promise that runs."""
    dossier.due_at = promise.due_at if promise else None
    dossier.due_on = local_day(dossier.due_at) if dossier.due_at else None


def pause(dossier: Dossier, clock: Clock, *, at: datetime, ground: str, seq: int) -> None:
    """Stop the clock of the promise that runs."""
    promise = running_promise(dossier)
    dossier.clock = clock
    if promise is not None:
        turn(dossier, Kind.PAUSE, at=at, ground=ground, seq=seq, promise=promise.number)


def resume(
    dossier: Dossier, *, at: datetime, ground: str, seq: int, restarts: bool = False
) -> None:
    """Let the clock go on: the running promise moves, or the next one starts.

    :param restarts: the whole term begins anew (policy "restart", convention 9).
    """
    dossier.clock = Clock.RUNNING
    promise = running_promise(dossier)
    if promise is not None:
        kind = Kind.RESTART if restarts else Kind.RESUME
        turn(dossier, kind, at=at, ground=ground, seq=seq, promise=promise.number)
        recompute(dossier, promise)
        return
    following = (
        Promise.objects.filter(dossier=dossier, starts_at__isnull=True).order_by("number").first()
    )
    if following is not None:
        turn(dossier, Kind.START, at=at, ground=ground, seq=seq, promise=following.number)
        start_promise(dossier, following, at)


def go_on(dossier: Dossier, clock: Clock, *, at: datetime, ground: str, seq: int) -> None:
    """Let time run again for a dossier that had ended early, or stand still as it did then.

    The promise that ran then runs again; what lay between is a pause.
    """
    dossier.clock = clock
    early = EarlyEnd.objects.filter(dossier=dossier).order_by("-id").first()
    last = LedgerEntry.objects.filter(dossier=dossier).order_by("-no").first()
    if early is None or last is None or last.history_seq != early.history_seq:
        show(dossier, running_promise(dossier))
        return
    promise = Promise.objects.get(dossier=dossier, number=last.promise)
    promise.kept_at = None
    promise.save(update_fields=["kept_at"])
    turn(dossier, Kind.RESUME, at=at, ground=ground, seq=seq, promise=promise.number)
    recompute(dossier, promise)
    if clock != Clock.RUNNING:
        turn(dossier, Kind.PAUSE, at=at, ground=ground, seq=seq, promise=promise.number)


def due_with(
    dossier: Dossier, promise: Promise, stops: Sequence[Stop], longer: Sequence[Longer]
) -> datetime:
    """When a promise that has begun would fall due with these longer terms; nothing is written."""
    calendar, start = _counted_by(dossier, promise)
    limit = TimeLimit.from_json(promise.limit)
    return compute(limit, start, calendar, stops=stops, longer=longer, explain=False).at


def _counted_by(dossier: Dossier, promise: Promise) -> tuple[WorkingCalendar, datetime]:
    assert promise.starts_at is not None  # noqa: S101 - callers start it first
    calendar = organizations.calendar_of(
        dossier.first_received_unit_id or dossier.received_unit_id,
        promise.starts_at,
        edition=promise.calendar_edition,
    )
    return calendar, promise.starts_at


def _dated(
    dossier: Dossier, promise: Promise, stops: Sequence[Stop], longer: Sequence[Longer]
) -> list[str]:
    if promise.limit is None:
        return ["due_at"]
    calendar, start = _counted_by(dossier, promise)
    limit = TimeLimit.from_json(promise.limit)
    answer = compute(limit, start, calendar, stops=stops, longer=longer)
    beside = []
    if dossier.supplement_ground and stops and Supplement.objects.filter(dossier=dossier).exists():
        beside.append(policy_line(dossier.supplement_policy, dossier.supplement_ground))
    if dossier.statutory_due_at is not None:
        law = TimeLimit.from_json(dossier.statutory_limit)
        law_at = compute(law, start, calendar, stops=stops, longer=longer, explain=False).at
        dossier.statutory_due_at = law_at
        beside.append(law_line(law, answer.at, law_at))
    promise.due_at = answer.at
    promise.explanation = with_lines(answer.explanation, beside)
    promise.provisional_years = list(answer.provisional_years)
    return ["due_at", "explanation", "provisional_years"]
