"""Another unit is asked about a dossier; the clock goes on meanwhile."""

from datetime import date, datetime

from motcua.dossiers import _desk, permissions
from motcua.dossiers._aside import consultable
from motcua.dossiers.errors import (
    AnsweredAlready,
    NotLater,
    ReasonMissing,
    UnitUnknown,
)
from motcua.dossiers.models import Consultation, Dossier
from motcua.kernel.actor import Actor
from motcua.kernel.clock import LOCK_WAIT, follows, local, local_day
from motcua.kernel.errors import NotPermitted
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.workflow import queries as processes

from ._common import locked, not_before, written


@command
def consult(
    *,
    dossier_id: int,
    unit_id: int,
    question: str,
    answer_by: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Ask another unit for its opinion; from then on it may see the dossier. Its number.

    The time of a coordinating unit is inside the total: nothing stops.

    :param answer_by: the day by which the answer is asked for.
    :raises NotPermitted: the actor neither holds a step of the dossier nor leads who does.
    :raises UnitUnknown: no such unit on that day, or the actor's own.
    :raises ReasonMissing: no question; NotLater: the day has passed.
    """
    dossier = locked(dossier_id)
    items = processes.items(dossier.pk)
    permissions.require_do(by, "consult", dossier, items)
    if not (question := clean(question, 4000)):
        raise ReasonMissing(field="question")
    if unit_id not in {u.id for u in consultable(by, local_day(at))}:
        raise UnitUnknown
    if answer_by is not None and answer_by < local_day(at):
        raise NotLater(field="answer_by", day=f"{local_day(at):%d/%m/%Y}")
    at = not_before(dossier, [i for i in items if i.state == "open"], at)
    own_unit_id, post_id = by.seat()
    number = Consultation.objects.filter(dossier=dossier).count() + 1
    Consultation.objects.create(
        dossier=dossier,
        number=number,
        unit_id=unit_id,
        question=question,
        answer_by=answer_by,
        asked_at=at,
        asked_by_post_id=post_id,
        asked_by_unit_id=own_unit_id,
    )
    _desk.show_to(dossier, [(unit_id, "consulted")], at)
    payload = {"consultation": number, "unit": unit_id}
    written(dossier, "consultation.asked", payload, by=by, at=at, texts={"question": question})
    return number


@command
def answer_consultation(*, consultation_id: int, answer: str, by: Actor, at: datetime) -> None:
    """Give the opinion that one's unit was asked for; also after the dossier has ended.

    :raises NotPermitted: another unit was asked, or the role answers for nobody.
    :raises AnsweredAlready: a colleague answered a moment ago.
    :raises ReasonMissing: no answer.
    """
    asked = Consultation.objects.get(pk=consultation_id)
    dossier = Dossier.objects.select_for_update().get(pk=asked.dossier_id)
    asked.refresh_from_db()
    permissions.require(by, "answer_consultation")
    if asked.unit_id != by.unit_id:
        raise NotPermitted("answer_consultation")
    if asked.answered_at is not None:
        raise AnsweredAlready(at=f"{local(asked.answered_at):%H:%M %d/%m/%Y}")
    if not (answer := clean(answer, 4000)):
        raise ReasonMissing(field="answer")
    follows(asked.asked_at, at, within=LOCK_WAIT)
    at = max(at, asked.asked_at)
    asked.answer, asked.answered_at, asked.answered_by_post_id = answer, at, by.seat()[1]
    asked.save(update_fields=["answer", "answered_at", "answered_by_post"])
    payload = {"consultation": asked.number}
    written(dossier, "consultation.answered", payload, by=by, at=at, texts={"answer": answer})
