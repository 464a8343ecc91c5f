"""What a door hands to a command, as plain values. Nothing here prints personal data."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, repr=False)
class PartyInput:
    """A person or organisation as it stood at the counter."""

    kind: str
    name: str
    number_kind: str = "none"
    number: str = ""
    birth: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    verified_by: str = "declared"

    def __repr__(self) -> str:
        return f"PartyInput({self.kind})"


@dataclass(frozen=True, slots=True)
class ComponentInput:
    """One paper that was handed in, or that the State already holds."""

    component_id: int | None
    name: str
    originals: int
    copies: int
    provenance: str = "paper"
    state_held: bool = False
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One paper that the applicant must supply, with its coded reason (``SupplementReason``)."""

    name: str
    reason: str
    component_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Intake:
    """One reception as the officer filled it in.

    ``process_key`` names one of the processes bound to the procedure; empty takes the only one,
    or the standard process. ``answers`` are what its conditions ask (``has_financial_obligation``
    among them); what is left out is no. ``submitter`` and ``collector`` left out are the owner.
    ``through_unit_id``: another one-stop unit of the province that receives this procedure, where
    the counter's own does not or the applicant's agency is another one. ``notice_channel``: how
    whoever submits wants to be told, of `notifications.states.Channel`; empty: by what they gave.
    """

    version_id: int
    owner: PartyInput
    components: tuple[ComponentInput, ...]
    opened_at: datetime
    case_id: int | None = None
    process_key: str = ""
    channel: str = "counter"
    submitter: PartyInput | None = None
    collector: PartyInput | None = None
    commune_id: int | None = None
    request: str = ""
    sets: int = 1
    answers: tuple[tuple[str, bool], ...] = ()
    guided_online: bool = False
    return_at: str = ""
    through_unit_id: int | None = None
    notice_channel: str = ""

    @property
    def financial_obligation(self) -> bool:
        """Whether taxes or fees for land are owed: then the process waits for them."""
        return dict(self.answers).get("has_financial_obligation", False)

    def __repr__(self) -> str:
        return f"Intake(version_id={self.version_id})"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at once at the counter, and who took it away.

    ``book`` names a certification book: its next number is given, or ``number`` where one is
    named; without a book ``number`` is the result's, in full. ``pages`` of the original,
    ``copies`` certified. ``relation`` and ``checked`` as for `return_result`.
    """

    day: date
    number: str = ""
    book: str = ""
    pages: int = 0
    copies: int = 0
    name: str = ""
    relation: str = "owner"
    checked: str = "card"
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What a reception made."""

    dossier_id: int
    public_id: str
    code: str
    slip_public_id: str
    track_token: str
