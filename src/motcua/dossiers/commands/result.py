"""What was decided, and its way into the applicant's hands."""

from datetime import date, datetime

from motcua.documents import commands as documents
from motcua.documents.commands import Staged
from motcua.dossiers import _custody, _desk, _owed, permissions
from motcua.dossiers.errors import (
    AuthorityMissing,
    DayBeforeReception,
    FutureDay,
    NothingToReturn,
    ReasonMissing,
    ResultAlready,
    UnknownReason,
)
from motcua.dossiers.models import Collection, Dossier, Result
from motcua.dossiers.states import Handback, Outcome, State
from motcua.kernel.actor import Actor
from motcua.kernel.clock import follows, local_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import commands as workflow
from motcua.workflow import queries as processes
from motcua.workflow.permissions import holds

from ._common import moving, written


@command
def record_result(
    *,
    dossier_id: int,
    outcome: str,
    number: str,
    day: date,
    note: str = "",
    file: Staged | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Record the decision: number, day, file; positive, or negative with its reason.

    :param file: the scanned or signed document, staged by ``documents``, if it is there yet.
    :raises NotPermitted: the actor holds no step of this dossier.
    :raises ResultAlready: there is one.
    :raises ReasonMissing: a negative result owes a reason; a result owes a number.
    :raises FutureDay: the day has not come yet.
    :raises DayBeforeReception: the day is before the request was received.
    """
    dossier = moving(dossier_id)
    permissions.require(by, "record_result")
    _holds_a_step(dossier, by)
    number, note = checked_result(dossier, outcome, number, note, day, at)
    known = Result.objects.filter(dossier=dossier).first()
    if known is not None:
        raise ResultAlready(dossier=dossier.code, number=known.number)
    kept = documents.store_file(content=file, kind="result", by=by, at=at) if file else None
    file_id = kept.id if kept else None
    write_result(dossier, outcome, number, note, day, file_id, by=by, at=at)


def write_result(
    dossier: Dossier,
    outcome: str,
    number: str,
    note: str,
    day: date,
    file_id: int | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write a result that was checked, and that it was recorded."""
    Result.objects.create(
        dossier=dossier,
        outcome=outcome,
        number=number,
        day=day,
        note=note,
        file_id=file_id,
        recorded_at=at,
        recorded_by_post_id=by.seat()[1],
    )
    written(
        dossier,
        "result.recorded",
        {"outcome": outcome, "file": file_id},
        by=by,
        at=at,
        texts={"number": number, "note": note},
    )


def checked_result(
    dossier: Dossier, outcome: str, number: str, note: str, day: date, at: datetime
) -> tuple[str, str]:
    """Number and note of a result as they are kept.

    :raises ReasonMissing, FutureDay, DayBeforeReception: as for recording it.
    :raises UnknownReason: no such outcome.
    """
    number, note = clean(number, 60), clean(note, 4000)
    if outcome not in Outcome.values:
        raise UnknownReason(field="outcome")
    if not number:
        raise ReasonMissing(field="number")
    if outcome == Outcome.NEGATIVE and not note:
        raise ReasonMissing(field="note")
    if day > local_day(at):
        raise FutureDay
    if day < local_day(dossier.received_at):
        raise DayBeforeReception(received=f"{local_day(dossier.received_at):%d/%m/%Y}")
    return number, note


@command
def return_result(
    *,
    dossier_id: int,
    name: str,
    relation: str,
    checked: str,
    authority: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Hand the result to the person who may collect it; the process ends.

    :param relation: ``owner``, ``submitter``, ``collector`` or ``other``; others need a paper.
    :param checked: how the person was recognised: ``card``, ``receipt``, ``known``.
    :raises AuthorityMissing: somebody else collects and names no authorisation.
    :raises WrongState: it was returned a moment ago, or there is nothing to return yet.
    :raises PapersNotHere: the papers are with another unit, or on their way; says where.
    :raises NotPermitted: the dossier's result waits at another unit.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    permissions.require(by, "return_result")
    if dossier.state != State.DONE or dossier.handback != Handback.READY:
        raise NothingToReturn(dossier=dossier.code)
    hand_back(dossier, name, relation, checked, authority, by=by, at=at)
    _owed.returned(dossier, by=by, at=at)


def hand_back(
    dossier: Dossier,
    name: str,
    relation: str,
    checked: str,
    authority: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Hand a waiting result over; the process ends. Errors as for `return_result`."""
    name, authority = clean(name, 300), clean(authority, 500)
    if not name:
        raise ReasonMissing(field="name")
    if relation == "other" and not authority:
        raise AuthorityMissing
    _custody.require_returnable(dossier, by.seat()[0])
    items = [i for i in processes.open_items(dossier.pk) if i.step_kind == "return"]
    movements = [
        workflow.finish(item_id=i.id, outcome="", variables={}, by=by, at=at) for i in items
    ]
    if not items:
        _belongs_here(dossier, by)
    Collection.objects.create(
        dossier=dossier,
        name=name,
        relation=relation,
        authority=authority,
        checked=checked,
        at=at,
        by_post_id=by.seat()[1],
    )
    follows(dossier.ended_at, at)
    dossier.handback, dossier.collected_at = Handback.COLLECTED, at
    dossier.save(update_fields=["handback", "collected_at"])
    for movement in movements:
        _desk.remove_rows(movement.closed)
    written(
        dossier,
        "result.returned",
        {"relation": relation, "checked": checked},
        by=by,
        at=at,
        texts={"name": name, "authority": authority},
    )


def _holds_a_step(dossier: Dossier, by: Actor) -> None:
    """The actor's unit and role have an open step of this dossier."""
    for item in processes.open_items(dossier.pk):
        mine = holds(by, item.person_post_id)
        if (item.unit_id, item.role) == (by.unit_id, by.role) and mine:
            return
    raise NotPermitted("record_result")


def _belongs_here(dossier: Dossier, by: Actor) -> None:
    if dossier.received_unit_id != by.unit_id:
        raise NotPermitted("return_result")
