"""What the prose of the tables means, written down by people who read it. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from motcua.kernel.text import nfc
from motcua.workflow.graph import Outcome, StepKind

ReadingKind = Literal[
    "sequence", "condition", "cases", "skip", "parallel", "split", "wait", "insert", "task"
]
ProseKind = Literal["within", "anytime", "intake", "route", "outcome", "plain"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How some rows of one table are to be understood; `demo/process_readings.toml` explains."""

    kind: ReadingKind
    rows: tuple[str, ...]
    why: str
    condition: str = ""
    conditions: tuple[str, ...] = ()
    usual: bool = False
    label: str = ""
    labels: tuple[str, ...] = ()
    otherwise: str = ""
    gateway: str = ""
    after: str = ""
    branches: tuple[tuple[str, ...], ...] = ()
    actor: str = ""
    unit: str = ""
    step_kind: StepKind = ""
    title: str = ""
    allotted: str = ""
    stops_clock: bool | None = None
    assumes: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that conditions may ask of a subject."""

    name: str
    type: str
    label: str
    default: bool | int | str | None = None


@dataclass(slots=True)
class TableReadings:
    """All that was read into one table."""

    readings: list[Reading] = field(default_factory=list)
    outcomes: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    total: str = ""
    case: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of a collection of tables."""

    tables: Mapping[str, TableReadings] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    prose: tuple[tuple[ProseKind, str], ...] = ()
    shorts: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, StepKind], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Readings":
        """Read the TOML of `demo/process_readings.toml`, which explains its own columns.

        :raises ValueError: not TOML, an unknown kind of reading, or one without a reason.
        """
        data = tomllib.loads(nfc(text))
        tables: dict[str, TableReadings] = {}
        for block in data.get("reading", ()):
            for table_id, rows in block["where"].items():
                _table(tables, table_id).readings.append(_reading(block, rows))
        _rest(data, tables)
        return cls(
            tables=tables,
            variables={
                name: Variable(name, line["type"], line["label"], line.get("default"))
                for name, line in data.get("variables", {}).items()
            },
            prose=tuple((line["kind"], line["phrase"]) for line in data.get("prose", ())),
            shorts=tuple((line["starts"], line["text"]) for line in data.get("short", ())),
            kinds=tuple((line["starts"], line["kind"]) for line in data.get("kind", ())),
        )

    def of(self, table_id: str) -> TableReadings:
        """What was read into a table; nothing for one that nobody has read."""
        return self.tables.get(table_id) or TableReadings()

    def prose_kinds(self, text: str) -> list[ProseKind]:
        """The kinds of the conditions that hide in a row's prose, one per phrase met."""
        return [kind for kind, phrase in self.prose if phrase in text]


def _table(tables: dict[str, TableReadings], table_id: str) -> TableReadings:
    return tables.setdefault(table_id, TableReadings())


def _reading(block: Mapping[str, Any], rows: list[str]) -> Reading:
    if block["reading"] not in get_args(ReadingKind) or not block.get("why"):
        raise ValueError(f"reading {block}: a known kind and a reason are needed")
    return Reading(
        kind=cast(ReadingKind, block["reading"]),
        rows=tuple(rows),
        why=block["why"],
        condition=block.get("condition", ""),
        conditions=tuple(block.get("conditions", ())),
        usual=block.get("usual", False),
        label=block.get("label", ""),
        labels=tuple(block.get("labels", ())),
        otherwise=block.get("otherwise", ""),
        gateway=block.get("gateway", ""),
        after=block.get("after", ""),
        branches=tuple(tuple(branch) for branch in block.get("branches", ())),
        actor=block.get("actor", ""),
        unit=block.get("unit", ""),
        step_kind=block.get("kind", ""),
        title=block.get("title", ""),
        allotted=block.get("allotted", ""),
        stops_clock=block.get("stops_clock"),
        assumes=tuple(block.get("assumes", {}).items()),
    )


def _rest(data: Mapping[str, Any], tables: dict[str, TableReadings]) -> None:
    """Outcomes, units, notes, totals, titles and bindings."""
    for block in data.get("outcome", ()):
        offered = tuple(Outcome(c, t) for c, t in zip(block["codes"], block["labels"], strict=True))
        for table_id, rows in block["where"].items():
            _table(tables, table_id).outcomes.update(dict.fromkeys(rows, offered))
    for block in data.get("unit", ()):
        for table_id, rows in block["where"].items():
            _table(tables, table_id).units.update(dict.fromkeys(rows, block["unit"]))
    for block in data.get("note", ()):
        for table_id in block["where"]:
            _table(tables, table_id).notes.append(block["text"])
    for table_id, line in data.get("totals", {}).items():
        _table(tables, table_id).total = line["text"]
    for key, line in data.get("titles", {}).items():
        table_id, _, row_no = key.rpartition("/")
        _table(tables, table_id).titles[row_no] = line["text"]
    for table_id, line in data.get("bindings", {}).items():
        _table(tables, table_id).case = line.get("case", "")
        _table(tables, table_id).draft = line.get("draft", "")
