"""What an act tells the applicant: its words now, its delivery later."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext

from motcua.documents.queries import SlipInfo
from motcua.kernel.actor import Actor
from motcua.notifications import commands as notifications
from motcua.notifications import queries as notices
from motcua.notifications.states import Channel
from motcua.organizations import queries as organizations
from motcua.parties import queries as parties
from motcua.parties.queries import PartyInfo

from ._papers import tracking_url
from .errors import NoWayToTell, UnknownReason
from .models import Apology, Dossier

ABOUT = "dossier"
APOLOGY = "dossier_extended"
"""The purpose of letters that ask for more time."""


def tell(
    dossier: Dossier,
    purpose: str,
    facts: Mapping[str, object],
    *,
    occasion: str = "",
    slip: SlipInfo | None = None,
    at: datetime,
) -> str:
    """Make the notice of an act to whoever submitted the dossier; its public id.

    :param purpose: of ``notifications/wording.toml``, without its ``dossier_``.
    :param occasion: tells several of one purpose apart.
    :param slip: the paper that belongs to it.

    Four statements. Names no person: a code, days, places and phones of offices.
    """
    received = organizations.unit(dossier.received_unit_id)
    to = parties.party(dossier.submitter_id)
    common: dict[str, object] = {
        "code": dossier.code,
        "address": tracking_url(dossier),
        "place": received.name,
        "phone": received.hotline or "của nơi tiếp nhận",
    }
    return notifications.tell(
        about=ABOUT,
        subject_id=dossier.pk,
        purpose=f"{ABOUT}_{purpose}",
        occasion=occasion,
        facts={**common, **facts},
        channel=_channel(dossier, to),
        to_party_id=to.id,
        slip_public_id=slip.public_id if slip else "",
        at=at,
    )


def channel_of(
    party: PartyInfo, refused: Container[str] = (), wanted: str = "", *, again: bool = False
) -> str:
    """How somebody is reached: as they wanted it at reception, unless they refused that since;
    else by what they gave and did not refuse; by post who gave neither phone nor e-mail; who
    refuses that too, when they come to the counter.

    :param again: what they want was said after what they refused.
    """
    if wanted and (again or wanted not in refused):
        return wanted
    ways = {"sms": party.phone_masked, "email": party.email, "post": True}
    return next((way for way, given in ways.items() if given and way not in refused), "counter")


def require_way(wanted: str, party: PartyInfo) -> None:
    """Whoever wants to be told by some way has given, now or before, what it needs.

    :raises NoWayToTell: they have not.
    :raises UnknownReason: there is no such way.
    """
    if not wanted:
        return
    if wanted not in Channel.values:
        raise UnknownReason(field="notice_channel")
    phone = gettext("số điện thoại"), party.phone_masked
    needs = {
        Channel.SMS: phone,
        Channel.ZALO: phone,
        Channel.EMAIL: (gettext("địa chỉ thư điện tử"), party.email),
        Channel.POST: (gettext("địa chỉ"), party.address),
    }
    needed, given = needs.get(Channel(wanted), ("", "-"))
    if not given:
        raise NoWayToTell(needed=needed, channel=Channel(wanted).label)


def _channel(dossier: Dossier, to: PartyInfo) -> str:
    """One statement. A refusal counts for all dossiers of whoever submitted this one: the party is
    the same where the number is. What they asked for at a later reception counts more."""
    said = Apology.objects.filter(dossier__submitter_id=dossier.submitter_id)
    rows = said.exclude(refused_channel="").values_list("refused_channel", "handed_at")
    refused = {channel: at for channel, at in rows.order_by("handed_at")}
    last = refused.get(dossier.notice_channel)
    again = last is not None and last < dossier.received_at
    return channel_of(to, refused, dossier.notice_channel, again=again)


def handed_over(dossier: Dossier, purpose: str, *, by: Actor, at: datetime) -> None:
    """Note that the notices of a purpose were put into the applicant's hands by another act."""
    wanted = f"{ABOUT}_{purpose}"
    for notice in notices.notices(dossier.pk, ABOUT):
        if notice.purpose == wanted and notice.standing == "waiting":
            notifications.hand_over(public_id=notice.public_id, subject_id=dossier.pk, by=by, at=at)


def call_off(dossier: Dossier, purposes: Sequence[str], *, at: datetime) -> None:
    """Notices of these purposes that nobody has brought yet need not be. One statement."""
    notifications.cancel(
        about=ABOUT,
        subject_id=dossier.pk,
        purposes=tuple(f"{ABOUT}_{purpose}" for purpose in purposes),
        at=at,
    )
