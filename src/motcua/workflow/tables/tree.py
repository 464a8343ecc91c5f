"""A table as a tree of parts: rows in sequence, choices, and parts side by side. Pure.

Only properly nested parts can be said here, so what is drawn from a tree never loses nor doubles
a token.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.kernel.text import fold
from motcua.kernel.working_time import TimeLimit
from motcua.workflow.graph import Outcome

from .actors import ActorRule
from .errors import TableRefused
from .readings import Reading, Variable


@dataclass(frozen=True, slots=True)
class Leaf:
    """A task, or a wait for somebody outside. `row_no` is empty where the table has no row."""

    id: str
    row_no: str
    title: str
    rule: ActorRule
    allotted: TimeLimit | None = None
    stops_clock: bool = False
    outcomes: tuple[Outcome, ...] = ()
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a choice; nothing in it means: straight on."""

    items: "tuple[Item, ...]"
    condition: str = ""
    default: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of the branches."""

    id: str
    name: str
    branches: tuple[Branch, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fork:
    """All branches at the same time."""

    id: str
    branches: "tuple[tuple[Item, ...], ...]"
    why: str = ""


Item = Leaf | Choice | Fork

_EQUALS_BOOL = re.compile(r"(\w+) == (true|false)")


def row_id(row_no: str) -> str:
    """A row's number as part of an id: "GĐ1-2" → "gd1_2". Stable, since BPMN ids are a contract."""
    return re.sub(r"[^a-z0-9]+", "_", fold(row_no)).strip("_")


def rows_of(item: Item) -> frozenset[str]:
    """The numbers of all rows inside an item."""
    if isinstance(item, Leaf):
        return frozenset({item.row_no} - {""})
    inside = (
        [i for b in item.branches for i in b.items]
        if isinstance(item, Choice)
        else [i for b in item.branches for i in b]
    )
    return frozenset().union(*(rows_of(i) for i in inside))


def leaves_of(items: Iterable[Item]) -> list[Leaf]:
    """All leaves in written order."""
    found: list[Leaf] = []
    for item in items:
        if isinstance(item, Leaf):
            found.append(item)
        elif isinstance(item, Choice):
            found += [leaf for b in item.branches for leaf in leaves_of(b.items)]
        else:
            found += [leaf for b in item.branches for leaf in leaves_of(b)]
    return found


def negated(condition: str) -> str:
    """The opposite of a condition, in the plainest words there are."""
    match = _EQUALS_BOOL.fullmatch(condition)
    if match:
        return f"{match[1]} == {'false' if match[2] == 'true' else 'true'}"
    return f"!({condition})"


def arrange(
    items: list[Item],
    readings: Iterable[Reading],
    variables: Mapping[str, Variable],
    extra: Callable[[Reading, str], Leaf],
) -> tuple[Item, ...]:
    """Put the parts of the readings around the rows, the smallest parts first.

    :param extra: makes the leaf that a `split` or an `insert` adds beside or before a row.
    :raises TableRefused: the rows of a reading do not lie together in the table.
    """
    ordered = sorted(readings, key=lambda r: (r.kind not in ("split", "insert"), len(r.rows)))
    for reading in ordered:
        if reading.kind in ("sequence", "wait", "task"):
            continue
        first, last = _run(items, reading)
        made = _made(items[first:last], reading, variables, extra)
        if reading.kind == "skip":
            _require_after(items, first, reading)
        items = [*items[:first], *made, *items[last:]]
    return tuple(items)


def _run(items: list[Item], reading: Reading) -> tuple[int, int]:
    """Where the rows of a reading lie: from, and up to but without."""
    wanted = frozenset(reading.rows)
    places = [i for i, item in enumerate(items) if rows_of(item) & wanted]
    if not places:
        raise TableRefused(_misfit(reading))
    first, last = places[0], places[-1] + 1
    if frozenset().union(*(rows_of(item) for item in items[first:last])) != wanted:
        raise TableRefused(_misfit(reading))
    return first, last


def _made(
    run: list[Item],
    reading: Reading,
    variables: Mapping[str, Variable],
    extra: Callable[[Reading, str], Leaf],
) -> list[Item]:
    """What a run of rows becomes under a reading."""
    if reading.kind == "insert":
        return [extra(reading, reading.rows[0]), *run]
    if reading.kind == "split":
        return [_split(run, reading, extra)]
    if reading.kind == "cases":
        return [_cases(run, reading)]
    if reading.kind == "parallel":
        return [_fork(run, reading)]
    return [_optional(run, reading, variables)]


def _misfit(reading: Reading) -> str:
    return _("Cách đọc “%(kind)s” không khớp với các bước %(rows)s của bảng.") % {
        "kind": reading.kind,
        "rows": ", ".join(reading.rows),
    }


def _require_after(items: list[Item], first: int, reading: Reading) -> None:
    """What is skipped by an outcome must follow at once the step that has it."""
    before = items[first - 1] if first else None
    if not isinstance(before, Leaf) or before.row_no != reading.after:
        raise TableRefused(_misfit(reading))


def _optional(run: list[Item], reading: Reading, variables: Mapping[str, Variable]) -> Choice:
    """A part that only some pass. On the main path the part is the default way, else going on."""
    name = reading.gateway or _question(reading, variables)
    if reading.kind == "skip":
        inside = Branch(tuple(run), default=True, label=reading.label)
        past = Branch((), condition=reading.condition, label=reading.otherwise)
    elif reading.usual:
        inside = Branch(tuple(run), default=True, label=reading.label)
        past = Branch((), condition=negated(reading.condition), label=reading.otherwise)
    else:
        inside = Branch(tuple(run), condition=reading.condition, label=reading.label)
        past = Branch((), default=True, label=reading.otherwise)
    return Choice(row_id(reading.rows[0]), name, (inside, past), reading.why)


def _question(reading: Reading, variables: Mapping[str, Variable]) -> str:
    asked = next((v for name, v in variables.items() if name in reading.condition), None)
    return f"{asked.label}?" if asked else reading.label


def _cases(run: list[Item], reading: Reading) -> Choice:
    if len(run) != len(reading.conditions) or len(run) != len(reading.labels):
        raise TableRefused(_misfit(reading))
    branches = tuple(
        Branch((item,), "" if place == 0 else condition, place == 0, label)
        for place, (item, condition, label) in enumerate(
            zip(run, reading.conditions, reading.labels, strict=True)
        )
    )
    return Choice(row_id(reading.rows[0]), reading.gateway, branches, reading.why)


def _split(run: list[Item], reading: Reading, extra: Callable[[Reading, str], Leaf]) -> Fork:
    other: Item = extra(reading, reading.rows[0])
    if reading.condition:
        inside = Branch((other,), condition=reading.condition, label=reading.label)
        past = Branch((), default=True, label=reading.otherwise)
        other = Choice(f"{row_id(reading.rows[0])}_b", reading.gateway, (inside, past), reading.why)
    return Fork(row_id(reading.rows[0]), (tuple(run), (other,)), reading.why)


def _fork(run: list[Item], reading: Reading) -> Fork:
    branches = tuple(
        tuple(item for item in run if rows_of(item) <= frozenset(rows)) for rows in reading.branches
    )
    if sum(len(branch) for branch in branches) != len(run) or not all(branches):
        raise TableRefused(_misfit(reading))
    return Fork(row_id(reading.rows[0]), branches, reading.why)
