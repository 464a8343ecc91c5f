"""What other rooms get to know of files and slips."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A kept file. Its name may hold personal data and is left out of ``repr``."""

    id: int
    public_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    stored_at: datetime | None = None

    def __repr__(self) -> str:
        return f"FileInfo(id={self.id}, media_type={self.media_type!r}, size={self.size})"


@dataclass(frozen=True, slots=True)
class SlipInfo:
    """An issued slip.

    :ivar form_certainty: ``seen`` or ``unverified``: whether its form was compared with the
        gazette; pages show it beside the link.
    :ivar rendered: whether its PDF is already kept.
    """

    id: int
    public_id: str
    kind: str
    subject_id: int
    number: int
    form_code: str
    form_edition: str
    form_certainty: str
    issued_at: datetime
    rendered: bool
