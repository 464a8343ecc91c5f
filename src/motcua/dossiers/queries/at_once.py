"""What the counter may resolve at once, and its certification book."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.catalog import queries as catalog
from motcua.dossiers import bindings, fees
from motcua.dossiers.models import CertificationEntry
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.working_time import TimeLimit
from motcua.workflow.tables import in_days

COPIES = "express.copies"
"""Rule: codes of the procedures whose results are lines of the certification book."""


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A procedure that the counter receives, resolves and returns in one act."""

    version_id: int
    public_id: str
    code: str
    name: str
    term: str
    copies: bool


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One line of the certification book."""

    number: int
    dossier_public_id: str
    dossier_code: str
    owner_name: str
    paper: str
    pages: int
    copies: int
    fee_vnd: int | None
    at: datetime
    result: str


def at_once(actor: Actor, day: date) -> list[AtOnce]:
    """Procedures that the actor's counter may resolve at once, by name.

    Three queries, one more for each procedure with a short enough term.
    """
    unit_id, _post = actor.seat()
    longest = in_days(TimeLimit.parse(rulebook.value(bindings.LONGEST, day)))
    copies = set(rulebook.value(COPIES, day))
    offered = catalog.offered_at(unit_id, day)
    limits = catalog.limits_of(offering.version_id for offering in offered)
    terms = dict[int, TimeLimit]()
    for offering in offered:
        shortest = min(limits.get(offering.version_id, []), key=in_days, default=None)
        term = offering.committed_by("counter") or shortest
        if term is not None and in_days(term) <= longest:
            terms[offering.version_id] = term
    found = [
        AtOnce(
            version_id, one.public_id, one.code, one.name, terms[version_id].text,
            one.code in copies,
        )
        for version_id, one in catalog.heads_of(terms).items()
        if bindings.process_at_once(one, terms[version_id], day)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.copies, one.name))


def last_book(unit_id: int) -> str:
    """The certification book that a unit wrote in last; empty before the first line. One query."""
    lines = CertificationEntry.objects.filter(unit_id=unit_id).order_by("-id")
    return lines.values_list("book", flat=True).first() or ""


def next_number(unit_id: int, book: str) -> int:
    """The number of the next line of a book. One query."""
    lines = CertificationEntry.objects.filter(unit_id=unit_id, book=book).order_by("-number")
    return (lines.values_list("number", flat=True).first() or 0) + 1


def copy_lines(actor: Actor, day: date, most: int = 50) -> list[CopyLine]:
    """What the actor has certified on a day, the last line first. Two queries."""
    unit_id, post_id = actor.seat()
    rows = (
        CertificationEntry.objects.filter(
            unit_id=unit_id,
            dossier__received_by_post_id=post_id,
            dossier__code_day=day,
        )
        .select_related("dossier", "dossier__result")
        .prefetch_related("dossier__components")
        .order_by("-id")[:most]
    )
    return [_line(row) for row in rows]


def _line(row: CertificationEntry) -> CopyLine:
    dossier = row.dossier
    return CopyLine(
        row.number,
        dossier.public_id,
        dossier.code,
        dossier.owner_name,
        "; ".join(paper.name for paper in dossier.components.all()),
        row.pages,
        row.copies,
        row.fee_vnd,
        dossier.received_at,
        dossier.result.number,
    )


def copy_fee(pages: int, copies: int, day: date) -> int:
    """What so many copies cost, in đồng. No query."""
    return fees.of_copies(pages, copies, day)
