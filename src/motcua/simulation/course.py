"""The course of a process as its officers see it: where it is decided, how long each step lies."""

from dataclasses import dataclass, field

from motcua.workflow.queries import DefinitionInfo, Graph, Node

from .plan import Weights

COUNTER = "counter"
OWES = "has_financial_obligation"
"""The condition under which a process goes by the tax office."""


@dataclass(slots=True)
class Course:
    """One process. ``shares``: part of a promise that a step lies, by node."""

    definition: DefinitionInfo
    weights: Weights
    _after: dict[str, frozenset[str]] = field(default_factory=dict)
    _shares: dict[tuple[str, bool], float] = field(default_factory=dict)

    @property
    def graph(self) -> Graph:
        """The process as drawn."""
        return self.definition.graph

    def after(self, node_id: str) -> frozenset[str]:
        """Ids of everything that can come after a node."""
        if node_id not in self._after:
            seen: set[str] = set()
            ahead = [node.id for node in self.graph.successors(node_id)]
            while ahead:
                here = ahead.pop()
                if here not in seen:
                    seen.add(here)
                    ahead += [node.id for node in self.graph.successors(here)]
            self._after[node_id] = frozenset(seen - {node_id})
        return self._after[node_id]

    def decides(self, node_id: str) -> bool:
        """Whether the result is recorded at this step: the last approval, or the last chance."""
        node = self.graph.by_id[node_id]
        if self.graph.role_of(node) == COUNTER:
            return False
        ahead = [self.graph.by_id[other] for other in self.after(node_id)]
        if node.step_kind == "approve":
            return not any(other.step_kind == "approve" for other in ahead)
        return not any(self._can_decide(other) for other in ahead)

    def _can_decide(self, node: Node) -> bool:
        return (
            node.kind == "user"
            and node.step_kind != "return"
            and self.graph.role_of(node) != COUNTER
        )

    def is_last(self, node_id: str) -> bool:
        """Whether no officer has anything to do after this step but to return the result."""
        ahead = [self.graph.by_id[other] for other in self.after(node_id)]
        return not any(n.kind in ("user", "wait") and n.step_kind != "return" for n in ahead)

    def share(self, node_id: str, *, owes: bool) -> float:
        """Part of its promise that this step takes, 0 to 1, by the times that are printed."""
        key = node_id, owes
        if key not in self._shares:
            for part in self._parts(owes):
                total = sum(self._weight(node) for node in part) or 1
                for node in part:
                    self._shares.setdefault((node.id, owes), self._weight(node) / total)
            self._shares.setdefault(key, 0.2)
        return self._shares[key]

    def _weight(self, node: Node) -> float:
        if node.step_kind == "receive":
            return 0.0
        if node.allotted is not None:
            amount = sum(float(part.amount) for part in node.allotted.parts)
            hours = any(part.unit.value == "working_hour" for part in node.allotted.parts)
            return amount / 8 if hours else amount
        return self.weights.get(node.step_kind, 10) / 10

    def _parts(self, owes: bool) -> list[list[Node]]:
        """Steps on the way, in one list for each promise."""
        parts: list[list[Node]] = [[]]
        node: Node | None = self.graph.start
        seen: set[str] = set()
        while node is not None and node.id not in seen:
            seen.add(node.id)
            if node.kind == "wait" and node.ends_promise and owes:
                parts.append([])
            elif node.kind == "user" and node.step_kind != "return":
                parts[-1].append(node)
            node = self._next(node, owes)
        return parts

    def _next(self, node: Node, owes: bool) -> Node | None:
        flows = self.graph.outgoing[node.id]
        if not flows:
            return None
        wanted = [f for f in flows if f.condition.strip() == OWES]
        plain = [f for f in flows if f.default] or list(flows)
        other = next((f for f in plain if f not in wanted), plain[0])
        chosen = wanted[0] if wanted and owes else other
        return self.graph.by_id[chosen.target]
