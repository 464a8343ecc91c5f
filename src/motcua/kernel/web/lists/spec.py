"""What a list is made of: its columns, filters and orders, defined once for page and export."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

R = TypeVar("R")
Words = str | Promise
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Code:
    """The code that names the row; on a page it is the link that opens it."""

    text: str


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due; shown as how near that is.

    :param paused: the clock stands still.
    :param ended_at: when the work ended; then it says whether in time.
    """

    at: datetime | None
    paused: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """The moment promised to somebody; on a page a link to why it is this one."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text with labels before it, each ``(words, tone)``."""

    text: str
    tags: tuple[tuple[str, str], ...] = ()


Value = str | int | date | datetime | Code | Due | Promised | Tagged | None


@dataclass(frozen=True, slots=True)
class Look:
    """Under what circumstances rows are shown: the clock, and how ids get their names.

    :param names: kind of id → the name of one; may ask the database once, never once a row.
    """

    now: datetime
    names: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def name(self, kind: str, ident: Any) -> str:
        """The name of one thing, e.g. ``name("unit", 7)``."""
        return self.names[kind](ident)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column.

    :param key: its name in the address.
    :param value: what stands in a row; drawn and exported by its type.
    :param width: ``code name text moment day due short``: how much room it takes.
    :param sort: key of the order that its head asks for, if any.
    :param always: cannot be taken out: the link that opens the row.
    """

    key: str
    label: Words
    value: Callable[[R, Look], Value]
    width: str = "text"
    sort: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition a reader may set.

    :param kind: ``text``, ``choice`` or ``day``.
    :param choices: what there is to choose on a day, ``(value, words)``; asked for only when the
        panel of filters is open or the filter is set.
    :param name_of: the words of any valid value, also one that is no longer offered as a choice;
        None for what is none. Without it the choices say.
    :param quick: stands beside the search box, outside the panel; its choices cost no query.
    """

    key: str
    label: Words
    kind: str = "choice"
    choices: Callable[[date], Choices] | None = None
    name_of: Callable[[str], str | None] | None = None
    quick: bool = False
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """One order. ``descending`` is the way it goes first, before somebody turns it round."""

    key: str
    label: Words
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ListSpec(Generic[R]):
    """One list.

    :param code: its name for saved views and the read log, e.g. ``desk.inbox``.
    :param file_name: of an export, without accents, e.g. ``viec-can-lam``.
    :param counts: what its rows are, for "12 …", e.g. “việc”.
    :param shown: keys of the columns shown unless somebody chose others.
    :param sort: the order unless somebody chose another, as in the address.
    :param empty: title and sentence where there is nothing at all: what will come here.
    :param carried: further parameters of the address that belong to the page.
    """

    code: str
    title: Words
    file_name: str
    counts: Words
    columns: tuple[Column[R], ...]
    filters: tuple[Filter, ...]
    sorts: tuple[Sort, ...]
    shown: tuple[str, ...]
    sort: str
    empty: tuple[Words, Words]
    carried: tuple[str, ...] = ()
    check: Callable[[dict[str, str]], Iterable[str]] = lambda values: ()

    def column(self, key: str) -> Column[R] | None:
        """The column with this key."""
        return next((column for column in self.columns if column.key == key), None)

    def filter(self, key: str) -> Filter | None:
        """The filter with this key."""
        return next((one for one in self.filters if one.key == key), None)

    def order(self, key: str) -> Sort | None:
        """The order with this key."""
        return next((one for one in self.sorts if one.key == key), None)
