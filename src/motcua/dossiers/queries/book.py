"""Sổ theo dõi hồ sơ: the register that a one-stop unit keeps, by field and period.

Source: TT 01/2018/TT-VPCP Mẫu 06, TT 03/2025/TT-VPCP Mẫu 07 (columns unverified).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.dossiers import permissions
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import EARLY, Handback, State
from motcua.kernel import paging
from motcua.kernel.actor import Actor
from motcua.kernel.clock import TZ, local, local_day
from motcua.organizations import queries as organizations
from motcua.parties import queries as parties
from motcua.workflow import queries as processes

BATCH = 1_000
_DOWN = paging.Order("received_at", "moment", id="id")
_UP = replace(_DOWN, descending=True)
MOST_DAYS = 3_660
"""A book covers at most ten years: more is an archive."""


@dataclass(frozen=True, slots=True)
class BookAsked:
    """Which book: whole Vietnamese days, both in it; ``field_code`` empty is every field.

    :param unit_id: of the unit that received them; None is every unit that the reader sees.
    """

    first: date
    last: date
    field_code: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class BookRow:
    """One line of the book. The phone is masked: the book is read by many, and called by nobody.

    :ivar id: of the dossier: with the moment of reception the place of the line.
    :ivar sent_at: when the first unit other than the receiving one got it; `back_at`: when its
        result came to the counter.
    """

    no: int
    id: int
    public_id: str
    code: str
    procedure_name: str
    sets: int
    owner_name: str
    address: str
    phone: str
    deciding: str
    received_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    back_at: datetime | None
    collected_at: datetime | None
    way: str
    collector: str
    note: str

    @property
    def contact(self) -> str:
        """Address and phone in one cell, as the form has it."""
        return ", ".join(part for part in (self.address, self.phone) if part)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands."""

    received_at: datetime
    id: int


_FIELDS = (
    "id", "public_id", "code", "procedure_name", "sets", "owner_name", "owner_address", "owner_id",
    "deciding_unit_id", "received_unit_id", "received_at", "due_at", "collected_at", "return_at",
    "collector_name", "state", "handback", "done_on", "due_on",
)  # fmt: skip


def book_count(actor: Actor, asked: BookAsked, now: datetime) -> int:
    """How many lines the book has. One query."""
    return _rows(actor, asked, now).count()


@dataclass(frozen=True, slots=True)
class BookPage:
    """Some lines that follow one another.

    :ivar before: key of the first line where others come before it; ``after``: of the last one
        where others follow; else empty.
    """

    rows: tuple[BookRow, ...]
    before: str = ""
    after: str = ""


_NONE = BookPage(())


def book_page(
    actor: Actor,
    asked: BookAsked,
    now: datetime,
    *,
    after: str = "",
    before: str = "",
    first: int = 1,
    limit: int,
) -> BookPage:
    """Lines behind the one whose key ``after`` is, or before another's. Four queries; a page far
    behind costs what the first one does.

    :param first: the number of the first line, as the page that gave the key knows it; numbers run
        on through the book.
    :raises BadKey: no line can have this key.
    """
    rows = _rows(actor, asked, now)
    if before:
        found = list(_UP.after(rows, before).values_list(*_FIELDS)[:limit])[::-1]
        first = max(1, first - len(found))
        told = tuple(_told(found, first - 1))
        return BookPage(told, _key(told[0]) if first > 1 else "", _key(told[-1])) if told else _NONE
    found = list(_DOWN.after(rows, after).values_list(*_FIELDS)[: limit + 1])
    told = tuple(_told(found[:limit], first - 1))
    if not told:
        return _NONE
    more = _key(told[-1]) if len(found) > limit else ""
    return BookPage(told, _key(told[0]) if after and first > 1 else "", more)


def book_volume(
    actor: Actor, asked: BookAsked, now: datetime, *, start: int, limit: int
) -> list[BookRow]:
    """Lines ``start`` and following, as a printed volume has them. Five queries.

    :param start: how many lines come before: they are counted off in the index of receptions,
        none of them is read.
    """
    rows, key = _rows(actor, asked, now), ""
    if start:
        last = _DOWN.sorted(rows).values_list("received_at", "id")[start - 1 : start].first()
        if last is None:
            return []
        key = _DOWN.key_of(cast(Any, _Place(*last)))
    return list(_told(list(_DOWN.after(rows, key).values_list(*_FIELDS)[:limit]), start))


def book_rows(actor: Actor, asked: BookAsked, now: datetime) -> Iterator[BookRow]:
    """All lines, a thousand in memory at a time, four queries for each thousand. No cursor and no
    transaction stays open while they are taken."""
    rows, key, start = _rows(actor, asked, now), "", 0
    while True:
        batch = list(_DOWN.after(rows, key).values_list(*_FIELDS)[:BATCH])
        told = list(_told(batch, start))
        yield from told
        if len(batch) < BATCH:
            return
        start, key = start + len(batch), _key(told[-1])


def book_units(actor: Actor, now: datetime) -> list[tuple[str, str, int]]:
    """Units whose books the reader may open: public id, name, id. No query."""
    day = local_day(now)
    subtree = organizations.subtree_ids(actor.unit_id, day)
    units = permissions.scope_units(actor, subtree)
    found = organizations.one_stop_units(day)
    mine = [u for u in found if units is None or u.id in units]
    return [(u.public_id, u.name, u.id) for u in mine]


def _rows(actor: Actor, asked: BookAsked, now: datetime) -> QuerySet[Dossier]:
    subtree = organizations.subtree_ids(actor.unit_id, local_day(now))
    rows = permissions.visible_to(actor, subtree).filter(
        received_at__gte=_midnight(asked.first), received_at__lt=_midnight(asked.last, 1)
    )
    if asked.field_code:
        rows = rows.filter(field_code=asked.field_code)
    if asked.unit_id is not None:
        rows = rows.filter(received_unit_id=asked.unit_id)
    return rows


def _key(row: BookRow) -> str:
    return _DOWN.key_of(cast(Any, row))


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), datetime.min.time(), TZ)


def _told(batch: Sequence[tuple[Any, ...]], start: int) -> Iterator[BookRow]:
    """Lines of one batch: people, units and the way of each dossier asked once for all."""
    facts: list[dict[str, Any]] = [dict(zip(_FIELDS, row, strict=True)) for row in batch]
    phones = parties.phones(f["owner_id"] for f in facts)
    names = {
        i: unit.name
        for i, unit in organizations.units(f["deciding_unit_id"] for f in facts).items()
    }
    moved = processes.away_and_back({f["id"]: f["received_unit_id"] for f in facts})
    for no, f in enumerate(facts, start + 1):
        sent_at, back_at = moved.get(f["id"], (None, None))
        yield BookRow(
            no=no,
            id=f["id"],
            public_id=f["public_id"],
            code=f["code"],
            procedure_name=f["procedure_name"],
            sets=f["sets"],
            owner_name=f["owner_name"],
            address=f["owner_address"],
            phone=phones.get(f["owner_id"], ""),
            deciding=names.get(f["deciding_unit_id"], ""),
            received_at=f["received_at"],
            due_at=f["due_at"],
            sent_at=sent_at,
            back_at=back_at,
            collected_at=f["collected_at"],
            way=f["return_at"] or _("Tại quầy"),
            collector=f["collector_name"] if f["handback"] == Handback.COLLECTED else "",
            note=_note(f),
        )


def _note(f: dict[str, Any]) -> str:
    """How it ended where that is not told by the dates, and whether it was late (by days)."""
    if f["state"] in EARLY:
        return str(State(str(f["state"])).label)
    done, due = f["done_on"], f["due_on"]
    late = isinstance(done, date) and isinstance(due, date) and done > due
    return _("Quá hạn") if late else ""


def cells(row: BookRow) -> list[str]:
    """The line as the form prints it: fifteen texts, days as dd/mm/yyyy."""
    return [
        str(row.no),
        row.code,
        row.procedure_name,
        str(row.sets),
        row.owner_name,
        row.contact,
        row.deciding,
        *(_day(at) for at in (row.received_at, row.due_at, row.sent_at, row.back_at)),
        _day(row.collected_at),
        row.way,
        row.collector,
        row.note,
    ]


def _day(at: datetime | None) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""
