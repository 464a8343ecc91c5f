"""What a projection is, and which ones there are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from motcua.kernel.history import EntryInfo, Subject

__all__ = ["Histories", "Projection", "Rows", "Subject", "Table", "named", "register", "registered"]

Histories: TypeAlias = Mapping[Subject, list[EntryInfo]]
Rows: TypeAlias = Mapping[str, Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a projection fills.

    Its first three columns are the subject's year and id, and a number of the row within it.
    """

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """A read model of a room.

    ``name`` is ``room.what``. ``rows`` gets the whole history of each subject and answers, by
    table, the rows that follow from it; a subject that it does not know has none. Raise
    ``version`` when the same history gives other rows: the projection then rebuilds itself.
    """

    name: str
    title: Any
    version: int
    tables: tuple[Table, ...]
    rows: Callable[[Histories], Rows]


_KNOWN: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    """Make a projection known; called once when its room is loaded."""
    _KNOWN[projection.name] = projection


def registered() -> list[Projection]:
    """All projections of the house, by name. No query."""
    return [_KNOWN[name] for name in sorted(_KNOWN)]


def named(name: str) -> Projection:
    """The projection of this name. :raises LookupError: there is none."""
    try:
        return _KNOWN[name]
    except KeyError:
        raise LookupError(name) from None
