"""A tree of parts drawn as nodes, flows and lanes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from motcua.workflow.graph import Flow, Lane, Node, NodeKind, StepKind

from .actors import ActorRule
from .tree import Choice, Fork, Item, Leaf


@dataclass(frozen=True, slots=True)
class Tail:
    """An arrow whose head is not drawn yet."""

    source: str
    condition: str = ""
    default: bool = False
    label: str = ""


@dataclass(slots=True)
class Drawing:
    """Nodes, flows and lanes so far.

    `step_kinds` and `ends` say what the place of a leaf in its process makes of it.
    """

    step_kinds: dict[str, StepKind]
    ends: dict[str, int]
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    lanes: dict[tuple[str, str, str], Lane] = field(default_factory=dict)

    def whole(self, items: Sequence[Item]) -> None:
        """Draw a process from its start to its end."""
        self.nodes.append(Node("start", "start"))
        tails = self._sequence(items, [Tail("start")])
        self._node(Node("end", "end"), tails)

    def _sequence(self, items: Sequence[Item], tails: list[Tail]) -> list[Tail]:
        for item in items:
            if isinstance(item, Leaf):
                tails = self._leaf(item, tails)
            elif isinstance(item, Choice):
                tails = self._choice(item, tails)
            else:
                tails = self._fork(item, tails)
        return tails

    def _leaf(self, leaf: Leaf, tails: list[Tail]) -> list[Tail]:
        kind: NodeKind = "wait" if leaf.rule.external else "user"
        node = Node(
            id=leaf.id,
            kind=kind,
            name=leaf.title,
            lane_id=self._lane(leaf.rule).id,
            allotted=leaf.allotted,
            step_kind=self.step_kinds[leaf.id],
            stops_clock=leaf.stops_clock,
            ends_promise=self.ends.get(leaf.id, 0),
            outcomes=leaf.outcomes,
            documentation=leaf.documentation,
            source_no=leaf.row_no,
        )
        self._node(node, tails)
        return [Tail(leaf.id)]

    def _choice(self, choice: Choice, tails: list[Tail]) -> list[Tail]:
        tails = self._one(tails, f"merge_before_{choice.id}")
        gateway = self._gateway(f"choose_{choice.id}", "exclusive", choice.name, choice.why, tails)
        open_ends: list[Tail] = []
        for branch in choice.branches:
            tail = Tail(gateway, branch.condition, branch.default, branch.label)
            open_ends += self._sequence(branch.items, [tail])
        return open_ends

    def _fork(self, fork: Fork, tails: list[Tail]) -> list[Tail]:
        tails = self._one(tails, f"merge_before_split_{fork.id}")
        split = self._gateway(f"split_{fork.id}", "parallel", "", fork.why, tails)
        arriving: list[Tail] = []
        for place, branch in enumerate(fork.branches):
            inside = self._sequence(branch, [Tail(split)])
            arriving += self._one(inside, f"merge_{fork.id}_{place + 1}")
        return [Tail(self._gateway(f"join_{fork.id}", "parallel", "", "", arriving))]

    def _one(self, tails: list[Tail], merge_id: str) -> list[Tail]:
        """One arrow out of several: a gateway must not both merge and choose."""
        if len(tails) == 1:
            return tails
        return [Tail(self._gateway(merge_id, "exclusive", "", "", tails))]

    def _gateway(self, node_id: str, kind: NodeKind, name: str, why: str, tails: list[Tail]) -> str:
        self._node(Node(node_id, kind, name, documentation=why), tails)
        return node_id

    def _node(self, node: Node, tails: list[Tail]) -> None:
        self.nodes.append(node)
        for tail in tails:
            self.flows.append(
                Flow(
                    id=f"flow_{len(self.flows) + 1}",
                    source=tail.source,
                    target=node.id,
                    condition=tail.condition,
                    default=tail.default,
                    label=tail.label,
                )
            )

    def _lane(self, rule: ActorRule) -> Lane:
        key = (rule.name, rule.unit_rule, rule.role)
        if key not in self.lanes:
            self.lanes[key] = Lane(f"lane_{len(self.lanes) + 1}", *key)
        return self.lanes[key]
