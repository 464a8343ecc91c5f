"""Reading a list page by page by key: page 1,000 costs what page 1 does. Never by OFFSET."""

import base64
import binascii
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
R = TypeVar("R")
NONE: Final = "-"
"""Stands in a key for rows whose field is empty; they come last in either direction."""


class BadKey(ValueError):
    """A key that no page gave; the list begins at its beginning."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order of rows: by a field, then by the id, so that no two rows are equal.

    :param kind: ``moment``, ``day``, ``text`` or ``number``: how the field is written in a key.
    :param nullable: rows without a value come last, whatever the direction.
    :param made: annotations that the field or the id needs.

    Where the field is never empty, the condition is one range on an index of (field, id).
    """

    by: str
    kind: str
    id: str = "pk"
    descending: bool = False
    nullable: bool = False
    made: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def sorted(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows in this order."""
        column, made = F(self.by), dict(self.made)
        known: QuerySet[M] = rows.annotate(**made) if made else rows
        if self.descending:
            last = True if self.nullable else None
            return known.order_by(column.desc(nulls_last=last), F(self.id).desc())
        return known.order_by(column.asc(), F(self.id).asc())

    def after(self, rows: QuerySet[M], key: str) -> QuerySet[M]:
        """The rows, in this order, behind the one whose ``key`` this is; all for an empty key.

        :raises BadKey: no row can have this key.
        """
        rows = self.sorted(rows)
        if not key:
            return rows
        value, row_id = self._read(key)
        step = "lt" if self.descending else "gt"
        behind = {f"{self.id}__{step}": row_id}
        if value is None:
            return rows.filter(**{f"{self.by}__isnull": True}, **behind)
        next_ones = Q(**{f"{self.by}__{step}": value}) | Q(**{self.by: value}, **behind)
        if self.nullable:
            return rows.filter(next_ones | Q(**{f"{self.by}__isnull": True}))
        # The same range once more, as the one bound that an ordered index scan can start from.
        return rows.filter(Q(**{f"{self.by}__{step}e": value})).filter(next_ones)

    def key_of(self, row: Model) -> str:
        """What names the place of a row in this order."""
        value = getattr(row, self.by)
        return f"{NONE if value is None else WRITE[self.kind](value)}~{getattr(row, self.id)}"

    def _read(self, key: str) -> tuple[Any, int]:
        text, _, row_id = key.rpartition("~")
        if not (row_id.isascii() and row_id.isdigit() and len(row_id) <= 18):
            raise BadKey(key)
        if text == NONE and self.nullable:
            return None, int(row_id)
        try:
            return READ[self.kind](text), int(row_id)
        except (ValueError, OverflowError, binascii.Error):
            raise BadKey(key) from None


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value.astimezone(UTC)


def _write_text(value: str) -> str:
    return base64.urlsafe_b64encode(value.encode()).decode()


def _read_text(text: str) -> str:
    return base64.urlsafe_b64decode(text.encode("ascii")).decode().replace("\x00", "")


WRITE: Final[Mapping[str, Callable[[Any], str]]] = {
    "moment": lambda value: value.astimezone(UTC).isoformat(),
    "day": lambda value: value.isoformat(),
    "text": _write_text,
    "number": str,
}
READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "moment": _moment,
    "day": date.fromisoformat,
    "text": _read_text,
    "number": int,
}
MOST_COUNTED: Final = 10_000
"""A list is counted up to here; beyond it a page says "more than"."""


def counted(rows: QuerySet[M]) -> tuple[int, bool]:
    """How many rows, and whether there are more than were counted. One query, bounded."""
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return min(found, MOST_COUNTED), found > MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """One page of rows as a query found it.

    :param next_key: names the place of its last row; empty on the last page.
    :param total: rows in all pages; ``more``: at least so many.
    :param restarted: the key of the page was unreadable, so this is the first one.
    """

    rows: Sequence[R]
    next_key: str
    total: int
    more: bool = False
    restarted: bool = False


def order_of(orders: Mapping[str, Order], sort: str) -> Order:
    """An order by its name in an address, with ``-`` to go down; an unknown name is the first."""
    order = orders.get(sort.removeprefix("-")) or next(iter(orders.values()))
    return dataclasses.replace(order, descending=sort.startswith("-"))


def page_of(
    rows: QuerySet[M],
    order: Order,
    after: str,
    limit: int,
    shown: Callable[[Any], R],
    *,
    made: Callable[[QuerySet[M]], QuerySet[M]] = lambda rows: rows,
    total: tuple[int, bool] | None = None,
) -> Slice[R]:
    """A page of rows by key. Two queries, one where there is none; page 1,000 costs what page 1
    does.

    :param after: ``next_key`` of the page before; an unreadable key is the beginning.
    :param shown: what others are told of a row.
    :param made: what the rows of the page need and counting does not.
    :param total: what ``counted`` would say, where that is known; then it does not ask.
    """
    number, more = counted(rows) if total is None else total
    try:
        behind, restarted = order.after(rows, after), False
    except BadKey:
        behind, restarted = order.sorted(rows), True
    found = list(made(behind)[: limit + 1]) if number else []
    next_key = order.key_of(found[limit - 1]) if len(found) > limit else ""
    return Slice(tuple(shown(row) for row in found[:limit]), next_key, number, more, restarted)
