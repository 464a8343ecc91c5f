"""A process as plain values: nodes, flows and lanes, and what can be asked of their shape.

The closed subset: one start, ends, user tasks, service tasks, exclusive and parallel gateways,
waits on somebody outside, lanes. Nothing here touches a database or the clock.

Meaning that every reader of a graph relies on:

* A node other than a gateway has at most one outgoing flow; several incoming flows merge.
* An exclusive gateway takes the one flow whose condition holds, else its default flow. The
  *main path* (what a citizen is told comes next) follows the default flow, or the first flow.
* A parallel gateway either splits (one in, several out) or joins (several in, one out).
* The unit of a node is its lane's `unit_rule`; its role is `role_hint`, or else the lane's role.
* `allotted` is None where the published process prints no duration. It is never zero.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from motcua.kernel.working_time import TimeLimit

NodeKind = Literal["start", "end", "user", "service", "exclusive", "parallel", "wait"]
StepKind = Literal[
    "receive",
    "process",
    "appraise",
    "approve",
    "clerk",
    "return",
    "finance",
    "applicant",
    "external",
    "",
]

NODE_KINDS: tuple[NodeKind, ...] = (
    "start",
    "end",
    "user",
    "service",
    "exclusive",
    "parallel",
    "wait",
)
STEP_KINDS: tuple[StepKind, ...] = (
    "receive",
    "process",
    "appraise",
    "approve",
    "clerk",
    "return",
    "finance",
    "applicant",
    "external",
    "",
)

DONE = "done"
"""The outcome of a step that offers no choice."""

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_OUTCOME_TEST = re.compile(r"""\s*outcome\s*==\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*""")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a step can end: a code for conditions, a label for people."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    """One element of a process. `ends_promise` 0 means none; a promise n ends on finishing here."""

    id: str
    kind: NodeKind
    name: str = ""
    lane_id: str | None = None
    allotted: "TimeLimit | None" = None
    role_hint: str = ""
    step_kind: StepKind = ""
    stops_clock: bool = False
    ends_promise: int = 0
    outcomes: tuple[Outcome, ...] = ()
    documentation: str = ""
    source_no: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow. `condition` is text of `kernel.expressions`, only out of an exclusive gateway."""

    id: str
    source: str
    target: str
    condition: str = ""
    default: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """An actor as published (`name`), and what it means here: a rule for the unit, and a role."""

    id: str
    name: str
    unit_rule: str = ""
    role: str = ""


@dataclass(frozen=True)
class Graph:
    """A whole process. `promises` are the texts of what is promised (1st, 2nd …), `total` as
    printed ("15 ngày làm việc"), `attributes` further facts of the source, as text."""

    key: str
    name: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...] = ()
    promises: tuple[str, ...] = ()
    total: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def lane_by_id(self) -> dict[str, Lane]:
        """Lanes by id."""
        return {lane.id: lane for lane in self.lanes}

    @cached_property
    def outgoing(self) -> dict[str, tuple[Flow, ...]]:
        """Flows leaving each node, in written order; every node has an entry."""
        return {n.id: tuple(f for f in self.flows if f.source == n.id) for n in self.nodes}

    @cached_property
    def incoming(self) -> dict[str, tuple[Flow, ...]]:
        """Flows arriving at each node, in written order; every node has an entry."""
        return {n.id: tuple(f for f in self.flows if f.target == n.id) for n in self.nodes}

    def node(self, node_id: str) -> Node:
        """The node of that id; KeyError when there is none."""
        return self.by_id[node_id]

    def lane_of(self, node: Node) -> Lane | None:
        """The lane a node lies in, if any."""
        return self.lane_by_id.get(node.lane_id) if node.lane_id else None

    def role_of(self, node: Node) -> str:
        """The role that works at a node: its own hint, or else its lane's."""
        lane = self.lane_of(node)
        return node.role_hint or (lane.role if lane else "")

    @property
    def start(self) -> Node:
        """The start; ValueError when the graph does not have exactly one."""
        starts = [node for node in self.nodes if node.kind == "start"]
        if len(starts) != 1:
            raise ValueError(f"{len(starts)} starts in {self.key}")
        return starts[0]

    def successors(self, node_id: str) -> tuple[Node, ...]:
        """The nodes that the flows out of a node lead to."""
        return tuple(self.by_id[flow.target] for flow in self.outgoing[node_id])

    def predecessors(self, node_id: str) -> tuple[Node, ...]:
        """The nodes from which flows lead to a node."""
        return tuple(self.by_id[flow.source] for flow in self.incoming[node_id])


def is_valid_id(text: str) -> bool:
    """Whether a text may be the id of a node, flow or lane (an ASCII XML name, ≤ 100)."""
    return _ID.fullmatch(text) is not None


def bad_ids(graph: Graph) -> list[str]:
    """Ids that are malformed or used twice among nodes, flows and lanes, each named once."""
    seen: set[str] = set()
    bad: list[str] = []
    elements: list[Node | Flow | Lane] = [*graph.nodes, *graph.flows, *graph.lanes]
    for element in elements:
        if (element.id in seen or not is_valid_id(element.id)) and element.id not in bad:
            bad.append(element.id)
        seen.add(element.id)
    return bad


def reachable(graph: Graph, start_id: str, *, backwards: bool = False) -> frozenset[str]:
    """Ids of the nodes that can be reached from a node (itself included) along the arrows."""
    step = graph.predecessors if backwards else graph.successors
    seen = {start_id}
    todo = [start_id]
    while todo:
        for node in step(todo.pop()):
            if node.id not in seen:
                seen.add(node.id)
                todo.append(node.id)
    return frozenset(seen)


def main_flow(graph: Graph, node_id: str) -> tuple[Flow, ...]:
    """The flows of the main path out of a node: all of a split, the default of a choice."""
    flows = graph.outgoing[node_id]
    if graph.by_id[node_id].kind == "parallel" or len(flows) < 2:
        return flows
    return tuple(flow for flow in flows if flow.default)[:1] or flows[:1]


def main_path(graph: Graph, from_id: str | None = None) -> tuple[Node, ...]:
    """Nodes in the order in which a dossier without incidents passes them.

    Branches of a parallel part follow one another; what comes after a join comes once, after all
    of them. A loop is not walked twice.
    """
    first = from_id or graph.start.id
    on_path = frozenset(_walk_main(graph, first))
    order: list[Node] = []
    waiting = {
        node_id: sum(f.source in on_path for f in graph.incoming[node_id])
        for node_id in on_path
        if graph.by_id[node_id].kind == "parallel"
    }
    todo = [first]
    seen: set[str] = set()
    while todo:
        node_id = todo.pop(0)
        waiting[node_id] = waiting.get(node_id, 1) - 1
        if node_id in seen or (waiting[node_id] > 0 and node_id != first):
            continue
        seen.add(node_id)
        order.append(graph.by_id[node_id])
        todo = [flow.target for flow in main_flow(graph, node_id)] + todo
    return tuple(order)


def _walk_main(graph: Graph, first: str) -> Iterator[str]:
    seen = {first}
    todo = [first]
    while todo:
        node_id = todo.pop()
        yield node_id
        for flow in main_flow(graph, node_id):
            if flow.target not in seen:
                seen.add(flow.target)
                todo.append(flow.target)


def outcome_tested(condition: str) -> str | None:
    """The code in `outcome == "code"`; None for any other condition."""
    match = _OUTCOME_TEST.fullmatch(condition)
    if match is None:
        return None
    return match[1] if match[1] is not None else match[2]


def outcomes_of(graph: Graph, node_id: str) -> tuple[Outcome, ...]:
    """What the person at a step may choose: written outcomes, or those the next gateway asks for.

    A gateway that tests only `outcome == "…"` gives one outcome a flow (its label, or else the
    name of where it leads), and `done` for its default flow. Any other step has just `done`,
    with an empty label.
    """
    node = graph.by_id[node_id]
    if node.outcomes:
        return node.outcomes
    following = graph.successors(node_id)
    if len(following) != 1 or following[0].kind != "exclusive":
        return (Outcome(DONE, ""),)
    found: list[Outcome] = []
    for flow in graph.outgoing[following[0].id]:
        code = DONE if flow.default else outcome_tested(flow.condition)
        if code is None:
            return (Outcome(DONE, ""),)
        found.append(Outcome(code, flow.label or graph.by_id[flow.target].name))
    return tuple(found) if len(found) > 1 else (Outcome(DONE, ""),)
