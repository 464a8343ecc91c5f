"""Which edition of a form is in force on which day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from motcua.documents.errors import NoFormInForce

FOLDER = Path(__file__).parent
_REGISTER = FOLDER / "register.toml"
_OPTIONAL: dict[str, Any] = {
    "note": "", "number": "", "circular": "", "base": "", "symbol": "", "about": "dossier",
    "public": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """One form as one circular prescribes it.

    :ivar first: first day of reception for which it is used.
    :ivar last: last such day, or None while in force.
    :ivar certainty: ``seen``, ``derived`` or ``unverified``, shown in the product.
    :ivar base: the part that its template begins with, empty for one that stands alone.
    :ivar symbol: behind the number of a letter, as in ``0012/HDHS``; empty: it has no number.
    :ivar about: what its subject is: ``dossier``, ``guidance``, ``handover_list``.
    :ivar public: whether it is offered on the page where a dossier is followed: what tells the
        applicant something; not what they have in their hands, and nothing of the office's own.
    """

    kind: str
    form_code: str
    edition: str
    name: str
    number: str
    circular: str
    first: date
    last: date | None
    paper: str
    template: str
    source: str
    certainty: str
    note: str
    base: str
    symbol: str
    about: str
    public: bool

    @property
    def reference(self) -> str:
        """Which form of which act it is, as printed at its foot."""
        return ", ".join(part for part in (self.number, self.circular) if part)


@cache
def editions() -> tuple[Edition, ...]:
    """All editions in the register.

    :raises ValueError: two editions of one kind share a day.
    """
    with _REGISTER.open("rb") as file:
        rows = tomllib.load(file)["edition"]
    found = tuple(
        Edition(first=row.pop("from"), last=row.pop("until", None), **(_OPTIONAL | row))
        for row in rows
    )
    for one in found:
        for other in found:
            if one is not other and one.kind == other.kind and _overlap(one, other):
                raise ValueError(f"{one.edition} and {other.edition} share a day")
    return found


def edition_on(kind: str, day: date) -> Edition:
    """The edition of a kind for a reception on this Vietnamese day.

    :raises NoFormInForce: there is none.
    """
    for edition in editions():
        if edition.kind == kind and edition.first <= day <= (edition.last or date.max):
            return edition
    raise NoFormInForce(f"no form of kind {kind} on {day}")


@cache
def kinds(about: str) -> frozenset[str]:
    """The kinds of papers about such a subject."""
    return frozenset(edition.kind for edition in editions() if edition.about == about)


def edition_named(form_code: str, edition: str) -> Edition:
    """The edition that a slip names.

    :raises NoFormInForce: it was taken out of the register, which must not happen.
    """
    for one in editions():
        if (one.form_code, one.edition) == (form_code, edition):
            return one
    raise NoFormInForce(f"no edition {edition} of {form_code}")


def _overlap(one: Edition, other: Edition) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)
