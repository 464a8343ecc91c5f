"""Making notices, and noting that somebody has them. All part of the acts of other rooms."""

from collections.abc import Mapping
from datetime import datetime

from motcua.kernel.actor import Actor
from motcua.kernel.clock import follows
from motcua.kernel.rows import insert
from motcua.kernel.transactions import part_of_command

from .errors import AlreadySettled
from .models import Delivery, Notice
from .queries import notice_info
from .states import Channel, Outcome, Standing
from .wording import worded

__all__ = ["cancel", "hand_over", "tell"]


@part_of_command
def tell(
    *,
    about: str,
    subject_id: int,
    purpose: str,
    facts: Mapping[str, object],
    at: datetime,
    occasion: str = "",
    channel: str = Channel.SMS,
    to_party_id: int | None = None,
    slip_public_id: str = "",
) -> str:
    """Make the notice of an act: its words from the purpose's template, to be brought later.

    One purpose, one notice: the database refuses a second one of the same occasion.

    :param about: what the subject is, e.g. ``dossier``.
    :param occasion: tells several notices of one purpose apart, e.g. the number of a request.
    :param channel: how it is wanted to be brought.
    :param slip_public_id: of the paper that belongs to it.
    :raises KeyError: no such purpose, or a datum of it is missing.

    One statement. Returns the notice's public id.
    """
    title, text = worded(purpose, facts)
    row = Notice(
        about=about,
        subject_id=subject_id,
        purpose=purpose,
        occasion=occasion,
        to_party_id=to_party_id,
        channel=Channel(channel),
        title=title,
        text=text,
        slip_public_id=slip_public_id,
        made_at=at,
        standing=Standing.WAITING,
    )
    insert(row)
    return str(row.public_id)


@part_of_command
def hand_over(*, public_id: str, subject_id: int, by: Actor, at: datetime) -> str:
    """Note that the notice, or its paper, was put into somebody's hands at the counter.

    :raises AlreadySettled: a colleague did so a moment ago, or it was cancelled.
    :raises LookupError: the subject has no such notice.
    """
    rows = Notice.objects.select_for_update().filter(public_id=public_id, subject_id=subject_id)
    row = rows.first()
    if row is None:
        raise LookupError("no such notice")
    if row.standing != Standing.WAITING:
        raise AlreadySettled
    follows(row.made_at, at)
    Delivery.objects.create(
        notice=row,
        channel=Channel.COUNTER,
        outcome=Outcome.DELIVERED,
        at=at,
        by_person_id=by.person_id,
        by_post_id=by.seat()[1],
    )
    _settle(row, Standing.DELIVERED, at)
    return notice_info(row).purpose


@part_of_command
def cancel(*, about: str, subject_id: int, purposes: tuple[str, ...], at: datetime) -> int:
    """Say of notices that nobody has brought yet that they need not be; how many."""
    waiting = Notice.objects.filter(
        about=about, subject_id=subject_id, purpose__in=purposes, standing=Standing.WAITING
    )
    return waiting.update(standing=Standing.CANCELLED, settled_at=at)


def _settle(row: Notice, standing: Standing, at: datetime) -> None:
    row.standing, row.settled_at = standing, at
    row.save(update_fields=["standing", "settled_at"])
