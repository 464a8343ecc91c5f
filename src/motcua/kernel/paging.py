"""Reading a list page by page by key: page 1,000 costs what page 1 does. Never by OFFSET."""

import base64
import binascii
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import F, Model, OrderBy, Q, QuerySet

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
        last = True if self.nullable and self.descending else None
        return self._known(rows).order_by(self._by_value(last), self._by_id())

    def after(self, rows: QuerySet[M], key: str) -> QuerySet[M]:
        """The rows, in this order, behind the one whose ``key`` this is; all for an empty key.

        For an order whose field is never empty.

        :raises BadKey: no row can have this key.
        """
        (behind,) = self.parts(rows, key)
        return behind

    def parts(self, rows: QuerySet[M], key: str) -> list[QuerySet[M]]:
        """The same in one part, or in two where the field may be empty: rows with a value, then
        those without. Each part is one range on an index of (field, id), whichever the direction;
        both together would be none.

        :raises BadKey: no row can have this key.
        """
        value, row_id = self._read(key) if key else (None, None)
        step = "lt" if self.descending else "gt"
        behind = {} if row_id is None else {f"{self.id}__{step}": row_id}
        known = self._known(rows)
        if self.nullable:
            without = known.filter(**{f"{self.by}__isnull": True}).order_by(self._by_id())
            if key and value is None:
                return [without.filter(**behind)]
            known = known.filter(**{f"{self.by}__isnull": False})
        ordered = known.order_by(self._by_value(), self._by_id())
        if key:
            next_ones = Q(**{f"{self.by}__{step}": value}) | Q(**{self.by: value}, **behind)
            # The same range once more, as the one bound that an ordered index scan can start from.
            ordered = ordered.filter(Q(**{f"{self.by}__{step}e": value})).filter(next_ones)
        return [ordered, without] if self.nullable else [ordered]

    def _known(self, rows: QuerySet[M]) -> QuerySet[M]:
        return rows.annotate(**dict(self.made)) if self.made else rows

    def _by_value(self, last: bool | None = None) -> OrderBy:
        return F(self.by).desc(nulls_last=last) if self.descending else F(self.by).asc()

    def _by_id(self) -> OrderBy:
        return F(self.id).desc() if self.descending else F(self.id).asc()

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
    """A page of rows by key. Two queries, one where there is none, three where a page comes to the
    rows whose field is empty; page 1,000 costs what page 1 does.

    :param after: ``next_key`` of the page before; an unreadable key is the beginning.
    :param shown: what others are told of a row.
    :param made: what the rows of the page need and counting does not.
    :param total: what ``counted`` would say, where that is known; then it does not ask.
    """
    number, more = counted(rows) if total is None else total
    try:
        parts, restarted = order.parts(rows, after), False
    except BadKey:
        parts, restarted = order.parts(rows, ""), True
    found: list[M] = []
    for part in parts if number else []:
        if len(found) <= limit:
            found += made(part)[: limit + 1 - len(found)]
    next_key = order.key_of(found[limit - 1]) if len(found) > limit else ""
    return Slice(tuple(shown(row) for row in found[:limit]), next_key, number, more, restarted)
