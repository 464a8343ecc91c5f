"""What may be asked about notices. No permission filter: the subject's room has checked."""

from dataclasses import dataclass
from datetime import datetime

from .models import Delivery, Notice
from .states import Channel, Outcome, Standing

__all__ = ["NoticeInfo", "notices"]


@dataclass(frozen=True, slots=True)
class NoticeInfo:
    """A notice. Its text is left out of ``repr``.

    :ivar standing: ``waiting``, ``delivered`` or ``cancelled``; ``standing_name`` in words.
    :ivar delivered_by: who handed it over at the counter, empty otherwise.
    """

    public_id: str
    purpose: str
    occasion: str
    channel: str
    channel_name: str
    title: str
    text: str
    slip_public_id: str
    made_at: datetime
    standing: str
    standing_name: str
    settled_at: datetime | None
    delivered_by: str = ""
    delivered_channel_name: str = ""

    def __repr__(self) -> str:
        return f"NoticeInfo({self.purpose!r}, {self.standing!r})"


def notices(subject_id: int, about: str = "dossier") -> list[NoticeInfo]:
    """All notices about a subject, in the order in which they were made. Two queries; one where
    there are none."""
    rows = list(Notice.objects.filter(about=about, subject_id=subject_id).order_by("made_at", "id"))
    if not rows:
        return []
    done = Delivery.objects.filter(notice__in=rows, outcome=Outcome.DELIVERED)
    by = {d.notice_id: d for d in done.select_related("by_person")}
    return [notice_info(row, by.get(row.pk)) for row in rows]


def notice_info(row: Notice, delivery: Delivery | None = None) -> NoticeInfo:
    """The public shape of a row."""
    person = delivery.by_person if delivery else None
    return NoticeInfo(
        public_id=row.public_id,
        purpose=row.purpose,
        occasion=row.occasion,
        channel=row.channel,
        channel_name=str(Channel(row.channel).label),
        title=row.title,
        text=row.text,
        slip_public_id=row.slip_public_id,
        made_at=row.made_at,
        standing=row.standing,
        standing_name=str(Standing(row.standing).label),
        settled_at=row.settled_at,
        delivered_by=person.full_name if person else "",
        delivered_channel_name=str(Channel(delivery.channel).label) if delivery else "",
    )
