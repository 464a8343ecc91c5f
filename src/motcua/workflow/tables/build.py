"""One published table to one graph: rows to nodes, actors to lanes, readings to gateways. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel.working_time import TimeLimit, WorkingTimeError
from motcua.workflow.graph import Graph, StepKind

from . import limits
from .actors import ActorMap, ActorRule
from .drawing import Drawing
from .errors import TableRefused
from .facts import Facts, facts_of, warnings_of
from .readings import Reading, Readings, TableReadings, Variable
from .table import Row, Table, table_of
from .titles import short_title
from .tree import Item, Leaf, arrange, leaves_of, row_id

STOPS_THE_CLOCK: frozenset[StepKind] = frozenset({"finance", "applicant"})
"""Waits during which no term runs; conventions 10 and README point 5 of the collection."""


@dataclass(frozen=True, slots=True)
class Built:
    """A process read from a table. `warnings` are sentences; `draft` says why it must not be used,
    `case` names the case where the source does not."""

    graph: Graph
    warnings: tuple[str, ...]
    facts: Facts
    case: str = ""
    draft: str = ""


def graph_from_table(
    record: Mapping[str, Any], actors: ActorMap, readings: Readings | None = None
) -> Built:
    """Read one record of published step tables as a process.

    :param record: as in `processes.json`: `id`, `procedure_name`, `steps`, `total_time`, …
    :param actors: who the actors are; one that is missing refuses the table.
    :param readings: what the prose means; without them every row follows the row above.
    :raises TableRefused: says every reason in Vietnamese: an unmapped actor by its name, a
        duration or promise that cannot be read, a reading that does not fit the table.
    """
    known = readings or Readings()
    table = table_of(record)
    read = known.of(table.id)
    maker = _Maker(table, actors, read, known)
    items = maker.items()
    total, promises = maker.promises()
    drawing = Drawing(step_kinds=_step_kinds(items), ends=_ends(items, len(promises)))
    drawing.whole(items)
    warnings = warnings_of(table, items, total, promises, read)
    facts = facts_of(table, items, promises, known)
    graph = Graph(
        key=table.id,
        name=table.name,
        nodes=tuple(drawing.nodes),
        flows=tuple(drawing.flows),
        lanes=tuple(drawing.lanes.values()),
        promises=tuple(promise.text for promise in promises),
        total=total.text if total else "",
        attributes=_attributes(table, drawing, known, warnings)
        | {"longest_days": facts.longest_days},
    )
    return Built(graph, warnings, facts, read.case, read.draft)


def declared_variables(graph: Graph) -> dict[str, Variable]:
    """What the conditions of a process ask of its subject, with what holds until somebody says so.

    Written by `graph_from_table` into the attributes; empty for a process from elsewhere.
    """
    stored: dict[str, dict[str, Any]] = json.loads(graph.attributes.get("variables", "{}"))
    return {
        name: Variable(name, line["type"], line["label"], line.get("default"))
        for name, line in stored.items()
    }


@dataclass(slots=True)
class _Maker:
    table: Table
    actors: ActorMap
    read: TableReadings
    known: Readings

    def items(self) -> tuple[Item, ...]:
        """The rows as leaves, with the parts of the readings around them."""
        unmapped = [row for row in self.table.rows if self._rule(row) is None]
        if unmapped:
            raise TableRefused(*(_unmapped(row) for row in unmapped))
        leaves: list[Item] = [self._leaf(row) for row in self.table.rows]
        return arrange(leaves, self.read.readings, self.known.variables, self._extra)

    def promises(self) -> tuple[TimeLimit | None, tuple[TimeLimit, ...]]:
        """The whole time, and what is promised."""
        try:
            total = limits.total_of(self.table, self.read.total)
            return total, limits.promises_of(self.table, total)
        except WorkingTimeError as error:
            raise TableRefused(str(error)) from error

    def _rule(self, row: Row) -> ActorRule | None:
        return self.actors.find(self.table.id, row.no, row.actor)

    def _leaf(self, row: Row) -> Leaf:
        rule = self._rule(row)
        if rule is None:
            raise TableRefused(_unmapped(row))
        if not rule.name:
            rule = replace(rule, name=row.in_charge)
        kind = next((k for start, k in self.known.kinds if row.text.startswith(start)), None)
        if kind:
            rule = replace(rule, step_kind=kind)
        return Leaf(
            id=f"step_{row_id(row.no)}",
            row_no=row.no,
            title=self._title(row),
            rule=rule,
            allotted=self._allotted(row),
            stops_clock=self._stops_clock(row, rule),
            outcomes=self.read.outcomes.get(row.no, ()),
            documentation=_documentation(row),
        )

    def _title(self, row: Row) -> str:
        written = self.read.titles.get(row.no)
        return written or short_title(row.text or row.actor, self.known.shorts)

    def _allotted(self, row: Row) -> TimeLimit | None:
        try:
            return limits.allotted(self.table, row, self.read.units.get(row.no, ""))
        except WorkingTimeError as error:
            raise TableRefused(
                _("Bước %(number)s: %(reason)s") % {"number": row.no, "reason": error}
            ) from error

    def _stops_clock(self, row: Row, rule: ActorRule) -> bool:
        for reading in self.read.readings:
            if row.no in reading.rows and reading.kind in ("wait", "task"):
                if reading.stops_clock is not None:
                    return reading.stops_clock
        return rule.external and rule.step_kind in STOPS_THE_CLOCK

    def _extra(self, reading: Reading, row_no: str) -> Leaf:
        """The leaf that a split puts beside its row, or an insert before it."""
        row = next(row for row in self.table.rows if row.no == row_no)
        if reading.kind == "insert":
            rule = ActorRule(reading.actor, reading.unit, "", reading.step_kind, reading.why)
            allotted = TimeLimit.parse(reading.allotted) if reading.allotted else None
            stops = bool(reading.stops_clock)
            node_id, number = f"wait_before_{row_id(row_no)}", ""
        else:
            found = self.actors.find(self.table.id, row_no, row.actor, reading.actor)
            if found is None:
                raise TableRefused(_unmapped(row, reading.actor))
            rule, allotted, stops = found, self._allotted(row), False
            node_id, number = f"step_{row_id(row_no)}_b", row_no
        return Leaf(
            id=node_id,
            row_no=number,
            title=reading.title,
            rule=rule,
            allotted=allotted,
            stops_clock=stops,
            documentation=f"{_documentation(row)}\n{reading.why}",
        )


def _unmapped(row: Row, part: str = "") -> str:
    actor = part or row.actor
    if not actor:
        return _("Bước %(number)s không in người thực hiện và chưa được khai trong bảng.") % {
            "number": row.no
        }
    return _("Bước %(number)s: chưa biết “%(actor)s” là đơn vị và vai trò nào.") % {
        "number": row.no,
        "actor": actor,
    }


def _documentation(row: Row) -> str:
    lines = [row.text or row.actor]
    if row.duration_text:
        lines.append(_("Thời gian in trong nguồn: %(text)s") % {"text": row.duration_text})
    if row.output:
        lines.append(_("Kết quả, biểu mẫu: %(text)s") % {"text": row.output})
    return "\n".join(lines)


def _step_kinds(items: Sequence[Item]) -> dict[str, StepKind]:
    """The counter's first step receives, its last one returns, any between is ordinary work."""
    leaves = leaves_of(items)
    kinds: dict[str, StepKind] = {leaf.id: leaf.rule.step_kind for leaf in leaves}
    counters = [leaf.id for leaf in leaves if leaf.rule.role == "counter"]
    for place, node_id in enumerate(counters):
        if place == 0:
            kinds[node_id] = "receive"
        else:
            kinds[node_id] = "return" if node_id == leaves[-1].id else "process"
    return kinds


def _ends(items: Sequence[Item], promises: int) -> dict[str, int]:
    """Arriving at the finance wait ends the first of two promises, at the last step the last one.

    A process whose last step is not the counter's ends its promise by finishing that step.
    """
    leaves = leaves_of(items)
    ends = {leaves[-1].id: max(promises, 1)}
    finance = [leaf for leaf in leaves if leaf.rule.step_kind == "finance"]
    if promises == 2 and finance:
        ends[finance[0].id] = 1
    return ends


def _attributes(
    table: Table, drawing: Drawing, known: Readings, warnings: tuple[str, ...]
) -> dict[str, str]:
    """Facts of the source, and the variables that the conditions ask for."""
    variables = _variables(table, drawing, known)
    found = dict(table.attributes)
    if table.total_text:
        found["total_as_printed"] = table.total_text
    if table.appointments:
        found["appointments"] = "\n".join(table.appointments)
    if variables:
        found["variables"] = json.dumps(variables, ensure_ascii=False, sort_keys=True)
    if warnings:
        found["warnings"] = "\n".join(warnings)
    return found


def _variables(table: Table, drawing: Drawing, known: Readings) -> dict[str, dict[str, Any]]:
    """What conditions ask, and what rows that everybody passes say of every subject."""
    asked = " ".join(flow.condition for flow in drawing.flows)
    assumed = {name: v for r in known.of(table.id).readings for name, v in r.assumes}
    return {
        name: {
            "type": variable.type,
            "label": variable.label,
            "default": assumed.get(name, variable.default),
        }
        for name, variable in known.variables.items()
        if name in asked or name in assumed
    }
