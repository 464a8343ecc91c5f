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
    :ivar name: of the form, as people call it.
    :ivar letter_no: number and symbol that were printed, empty where the form has none.
    :ivar public: whether the applicant may have it.
    :ivar ended: empty while it is in force; else ``replaced``, ``withdrawn`` or ``done``.
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
    name: str = ""
    letter_no: str = ""
    public: bool = False
    ended: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedSlip:
    """What anybody who holds a paper may learn of it: nothing that does not stand on it.

    :ivar agency: who issued it.
    :ivar code: of the dossier, as printed, empty where none is.
    :ivar ended: as in ``SlipInfo``; ``by_no``, ``by_at``: the paper that replaced it.
    :ivar sha256: of its PDF, empty until that has been made.
    """

    public_id: str
    name: str
    letter_no: str
    agency: str
    code: str
    issued_at: datetime
    form_ref: str
    ended: str
    ended_at: datetime | None
    by_no: str
    by_at: datetime | None
    sha256: str
