"""Received, resolved and returned at once at the counter (giải quyết, trả ngay)."""

from dataclasses import asdict
from datetime import datetime

from motcua.dossiers import fees, permissions
from motcua.dossiers.errors import NumberUsed, ReasonMissing
from motcua.dossiers.inputs import Decision, Intake, Received
from motcua.dossiers.models import CertificationEntry, Dossier
from motcua.dossiers.states import HandoverMode, Outcome
from motcua.kernel import idempotency
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes

from .intake import take_in
from .result import checked_result, hand_back, write_result
from .steps import finish_step

SCOPE = "dossiers.express"


@command
@organizations.one_look()
def resolve_at_once(
    *, intake: Intake, decision: Decision, key: str, by: Actor, at: datetime
) -> Received:
    """Receive, resolve and return in one act what one post may do all of.

    The history is that of the single acts: received, result recorded, steps finished, returned.
    Sent twice with the same ``key``, it is one dossier and the same answer.

    :param decision: number and day of the result, who took it away; for certified copies the
        book whose next number is given.
    :raises NotPermitted: the actor is no counter officer.
    :raises NotAtOnce: the term is too long, or a step of the process is somebody else's.
    :raises NumberUsed: the book has a line with this number.
    :raises Refused: whatever receiving, recording and returning refuse.

    Legal ground: same-day results need no receipt unless asked for (NĐ 118/2025/NĐ-CP; wording
    seen in a published study); NĐ 23/2015/NĐ-CP for certified copies.
    """
    permissions.require(by, "express")
    body = asdict(intake) | {"decision": asdict(decision), "post": by.post_id}
    body.pop("opened_at")
    if (known := idempotency.claim(SCOPE, key, body)) is not None:
        return Received(**known)
    answer = take_in(intake, by=by, at=at, at_once=True)
    dossier = Dossier.objects.select_for_update().get(pk=answer.dossier_id)
    number = _entered(dossier, decision, at) if decision.book else decision.number
    number, note = checked_result(dossier, Outcome.POSITIVE, number, "", decision.day, at)
    write_result(dossier, Outcome.POSITIVE, number, note, decision.day, None, by=by, at=at)
    _finish_all(dossier, by=by, at=at)
    name = decision.name or dossier.owner_name
    hand_back(dossier, name, decision.relation, decision.checked, decision.authority, by=by, at=at)
    idempotency.answer(SCOPE, key, asdict(answer))
    return answer


def _finish_all(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Finish every step before the return; each is the actor's own, or the engine says no."""
    while True:
        steps = [i for i in processes.open_items(dossier.pk) if i.step_kind != "return"]
        if not steps:
            return
        step = steps[0]
        outcome = step.outcomes[0].code if step.outcomes else ""
        finish_step(dossier, step.id, outcome, "", HandoverMode.ELECTRONIC, by=by, at=at)


def _entered(dossier: Dossier, decision: Decision, at: datetime) -> str:
    """Enter a line into the certification book; the number of the result.

    One at a time: the agency's code counter, which this act holds by now, lets nobody beside.
    """
    book = clean(decision.book, 40)
    lines = CertificationEntry.objects.filter(unit_id=dossier.received_unit_id, book=book)
    last = lines.order_by("-number").values_list("number", flat=True).first() or 0
    number = _asked(decision.number, last)
    CertificationEntry.objects.create(
        dossier=dossier,
        unit_id=dossier.received_unit_id,
        book=book,
        number=number,
        pages=decision.pages,
        copies=decision.copies,
        fee_vnd=fees.of_copies(decision.pages, decision.copies, local_day(at)),
    )
    return f"{number}, {book}"


def _asked(text: str, last: int) -> int:
    """The next number, or the one that is on the paper already."""
    if not text:
        return last + 1
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise ReasonMissing(field="number")
    if int(text) <= last:
        raise NumberUsed(number=text, next=last + 1)
    return int(text)
