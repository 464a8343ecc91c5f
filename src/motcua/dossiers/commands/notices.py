"""A notice, or its paper, put into the applicant's hands at the counter."""

from datetime import datetime

from motcua.dossiers import _notices, permissions
from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.states import ApologyState
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.transactions import command
from motcua.notifications import commands as notifications
from motcua.workflow import queries as processes

from ._common import written


@command
def deliver_notice(*, dossier_id: int, notice: str, by: Actor, at: datetime) -> None:
    """Note that a notice was printed and handed over at the counter: it counts as delivered.

    :param notice: its public id.
    :raises NotPermitted: the dossier was received elsewhere and the actor never worked on it.
    :raises WrongState: a colleague handed it over a moment ago, or it need not be sent any more.
    :raises LookupError: the dossier has no such notice.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    permissions.require(by, "deliver_notice")
    here = by.unit_id == dossier.received_unit_id
    if not here and not permissions.works_on(by, processes.items(dossier.pk)):
        raise NotPermitted("deliver_notice")
    purpose = notifications.hand_over(public_id=notice, subject_id=dossier.pk, by=by, at=at)
    if purpose == _notices.APOLOGY:
        letters = Apology.objects.filter(dossier=dossier, state=ApologyState.SENT)
        waiting = letters.filter(handed_at__isnull=True)
        waiting.update(handed_at=at, handed_by_post_id=by.seat()[1])
    written(dossier, "notice.delivered", {"notice": notice, "purpose": purpose}, by=by, at=at)
