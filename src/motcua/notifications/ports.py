"""What brings a notice out of the house. Nothing does yet: the table waits, the port stands."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Carried:
    """What a carrier says of one attempt; ``fault`` is a code of ours, empty when it arrived."""

    reference: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """A notice on its way: to whom it goes is looked up just before, and is never logged.

    :ivar address: phone, e-mail or postal address, by the channel.
    :ivar paper: the PDF that belongs to it, if any.
    """

    notice_id: str
    address: str
    title: str
    text: str
    paper: bytes | None


class Carrier(Protocol):
    """Somebody who brings notices by one channel. Plugged in by ``config/wiring.py``.

    ``carry`` may be asked twice for the same ``notice_id`` and then brings it once.
    """

    channel: str

    def carry(self, parcel: Parcel) -> Carried:
        """Bring one notice; a fault is an answer, not an exception."""
        ...
