"""What was wrong is put right in the open: a corrected result, a dossier that goes on after all."""

from datetime import date, datetime

from motcua.documents import commands as documents
from motcua.documents.commands import Staged
from motcua.dossiers import _clock, _desk, _owed, permissions
from motcua.dossiers.errors import NothingToCorrect, NothingToReopen, ReasonMissing, SameResult
from motcua.dossiers.models import Dossier, EarlyEnd, PastResult, Result, Supplement
from motcua.dossiers.states import EARLY, Clock, State
from motcua.kernel.actor import Actor
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes

from ._common import STEP_CLOCK, not_before, written
from .result import checked_result


@command
def correct_result(
    *,
    dossier_id: int,
    outcome: str,
    number: str,
    day: date,
    reason: str,
    note: str = "",
    file: Staged | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Replace a wrong result by the right one; the wrong one stays visible with why it was wrong.

    Possible before and after it was handed over. When the dossier was done stays as it was.

    :param reason: what was wrong with it.
    :raises NotPermitted: the actor neither worked on the dossier nor leads who decides it.
    :raises NothingToCorrect: no result is recorded, or the dossier ended without one.
    :raises SameResult: nothing would be different.
    :raises ReasonMissing, FutureDay, DayBeforeReception: as for recording one.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "correct_result", dossier, items)
    wrong = Result.objects.filter(dossier=dossier).first()
    if wrong is None or dossier.state in EARLY:
        raise NothingToCorrect(dossier=dossier.code)
    number, note = checked_result(dossier, outcome, number, note, day, at)
    if not (reason := clean(reason, 4000)):
        raise ReasonMissing
    same = (outcome, number, day, note) == (wrong.outcome, wrong.number, wrong.day, wrong.note)
    if same and file is None:
        raise SameResult
    at = max(not_before(dossier, items, at), wrong.recorded_at)
    kept = documents.store_file(content=file, kind="result", by=by, at=at) if file else None
    _keep_wrong(dossier, wrong, reason, by=by, at=at)
    wrong.outcome, wrong.number, wrong.day, wrong.note = outcome, number, day, note
    wrong.file_id = kept.id if kept else wrong.file_id
    wrong.recorded_at, wrong.recorded_by_post_id = at, by.seat()[1]
    wrong.save()
    if dossier.state == State.DONE:
        dossier.outcome = outcome
        dossier.save(update_fields=["outcome"])
    payload = {"outcome": outcome, "file": wrong.file_id}
    texts = {"number": number, "note": note, "reason": reason}
    written(dossier, "result.corrected", payload, by=by, at=at, texts=texts)
    if dossier.state == State.DONE:
        _owed.corrected(dossier, at=at)


@command
def reopen(*, dossier_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let a dossier go on that was given back, withdrawn or stopped by mistake.

    Its steps open again with those who held them; the time between counts as a pause.

    :param reason: why it goes on.
    :raises NotPermitted: the actor does not lead the unit that decides it.
    :raises NothingToReopen: it has not ended early, or a colleague reopened it a moment ago.
    :raises ReasonMissing: no reason.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "reopen", dossier, items)
    if dossier.state not in EARLY:
        raise NothingToReopen(dossier=dossier.code)
    if not (reason := clean(reason, 4000)):
        raise ReasonMissing
    at = max(not_before(dossier, items, at), dossier.ended_at or at)
    movement = workflow.reopen(subject_id=dossier.pk, at=at)
    opened = [*movement.opened, *movement.waits_opened]
    payload = {"opened": [item.id for item in opened]}
    seq = written(dossier, "dossier.reopened", payload, by=by, at=at, texts={"reason": reason})
    ends = EarlyEnd.objects.filter(dossier=dossier, undone_at__isnull=True)
    ends.update(undone_at=at)
    dossier.state, dossier.ended_at = State.PROCESSING, None
    waits = [i for i in movement.waits_opened if i.stops_clock or i.ends_promise]
    clock = STEP_CLOCK.get(waits[0].step_kind, Clock.OUTSIDE) if waits else Clock.RUNNING
    if Supplement.objects.filter(dossier=dossier, answered_at__isnull=True).exists():
        clock = Clock.SUPPLEMENT
    _clock.go_on(dossier, clock, at=at, ground=reason, seq=seq)
    dossier.save()
    _desk.add_rows(dossier, opened)
    _owed.reopened(dossier, at=at)


def _keep_wrong(dossier: Dossier, wrong: Result, reason: str, *, by: Actor, at: datetime) -> None:
    PastResult.objects.create(
        dossier=dossier,
        no=dossier.past_results.count() + 1,
        outcome=wrong.outcome,
        number=wrong.number,
        day=wrong.day,
        note=wrong.note,
        file_id=wrong.file_id,
        recorded_at=wrong.recorded_at,
        recorded_by_post_id=wrong.recorded_by_post_id,
        reason=reason,
        replaced_at=at,
        replaced_by_post_id=by.seat()[1],
    )
