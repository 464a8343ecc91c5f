"""The letter of apology as it would be printed if it were signed now: read, not issued."""

from datetime import datetime

from motcua.documents import queries as documents
from motcua.dossiers import _apologies, _clock, _letters
from motcua.dossiers.errors import NoDraft, NothingPromised
from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.states import ApologyState
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations


def apology_draft_pdf(dossier_id: int, by: Actor, now: datetime) -> bytes:
    """The draft as a PDF that says that it is one: no number, no code to be checked by. Kept
    nowhere; nothing is written.

    :param by: whose name stands under it: they have been seen to be the one who may sign.
    :raises NoDraft: there is none, or a colleague has signed it a moment ago.
    :raises NothingPromised: no promise with a date runs now.
    :raises SlipNotRendered: the renderer failed or took too long.
    """
    dossier = Dossier.objects.get(pk=dossier_id)
    draft = Apology.objects.filter(dossier=dossier, state=ApologyState.DRAFT).first()
    if draft is None:
        raise NoDraft
    promise = _clock.running_promise(dossier)
    if promise is None or promise.due_at is None:
        raise NothingPromised(dossier=dossier.code)
    day = local_day(dossier.received_at)
    calendar = organizations.calendar_of(dossier.received_unit_id, now)
    facts = _apologies.letter_facts(draft, promise, calendar.close_of(draft.until_on))
    office = _letters.agency_of(organizations.unit(by.seat()[0]))
    number = f"......../{documents.form_on('apology', day).symbol}"
    data = _letters.letter_data(dossier, office, number, facts=facts, by=by, at=now)
    return documents.print_form("apology", data | {"draft": True}, day=day, at=now)
