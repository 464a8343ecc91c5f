"""What other rooms get to know of a party. None of it prints personal data by accident."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, repr=False)
class PartyInfo:
    """A party as a page shows it: numbers masked.

    :ivar number_kind: ``none`` where no number is known.
    :ivar number_masked: all but the last four digits as dots; empty where none.
    :ivar tail: last four of the identity number, empty where none.
    :ivar name_differs: the name just given is not the one kept, because a stronger source told
        the kept one: the counter shows both.
    """

    id: int
    public_id: str
    kind: str
    name: str
    number_kind: str
    number_masked: str
    tail: str
    birth: date | None
    gender: str
    phone_masked: str
    email: str
    address: str
    verified_by: str
    verified_at: datetime | None
    name_differs: bool = False

    def __repr__(self) -> str:
        return f"PartyInfo(id={self.id}, kind={self.kind!r})"


@dataclass(frozen=True, slots=True, repr=False)
class RevealedParty:
    """The whole numbers of a party, for the act that needs them."""

    id: int
    name: str
    numbers: tuple[tuple[str, str], ...]
    phone: str
    email: str
    address: str

    def __repr__(self) -> str:
        return f"RevealedParty(id={self.id})"


@dataclass(frozen=True, slots=True, repr=False)
class VersionInfo:
    """What was said about a party at one time."""

    no: int
    name: str
    birth: date | None
    gender: str
    address: str
    verified_by: str
    applied: bool
    by_person_id: int | None
    at: datetime

    def __repr__(self) -> str:
        return f"VersionInfo(no={self.no})"
