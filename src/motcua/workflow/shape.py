"""Where the parallel parts of a graph begin and end. Pure.

`nesting` gives each node the branches it lies in, outermost first; a graph in which this is
well defined (every split closed by one join, no arrow into or out of a branch) never loses nor
doubles a token, and an instance can always end.
"""

from dataclasses import dataclass

from .graph import Flow, Graph, Node, reachable

Branch = tuple[str, str]
"""A split and the flow by which its branch begins."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A place where parallel parts are not properly nested, and what is wrong with it."""

    node_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Nesting:
    """The branches of each reachable node, and the faults met on the way."""

    of: dict[str, tuple[Branch, ...]]
    knots: tuple[Knot, ...]


def is_split(graph: Graph, node: Node) -> bool:
    """Whether a parallel gateway opens branches."""
    return node.kind == "parallel" and len(graph.outgoing[node.id]) > 1


def is_join(graph: Graph, node: Node) -> bool:
    """Whether a parallel gateway waits for branches."""
    return node.kind == "parallel" and len(graph.incoming[node.id]) > 1


def nesting(graph: Graph) -> Nesting:
    """Walk the graph from its start and note in which branches each node lies.

    :raises ValueError: the graph does not have exactly one start.
    """
    found: dict[str, tuple[Branch, ...]] = {graph.start.id: ()}
    arrivals: dict[str, dict[str, tuple[Branch, ...]]] = {}
    knots: list[Knot] = []
    todo = [graph.start.id]
    while todo:
        node = graph.by_id[todo.pop()]
        for flow in graph.outgoing[node.id]:
            inside = found[node.id]
            if is_split(graph, node):
                inside = (*inside, (node.id, flow.id))
            todo += _enter(graph, flow, inside, found, arrivals, knots)
    knots += _unfinished_joins(graph, arrivals, found)
    knots += [
        Knot(node.id, "end_in_branch")
        for node in graph.nodes
        if node.kind == "end" and found.get(node.id)
    ]
    return Nesting(found, tuple(knots))


def _enter(
    graph: Graph,
    flow: Flow,
    inside: tuple[Branch, ...],
    found: dict[str, tuple[Branch, ...]],
    arrivals: dict[str, dict[str, tuple[Branch, ...]]],
    knots: list[Knot],
) -> list[str]:
    target = graph.by_id[flow.target]
    if is_join(graph, target):
        at_join = arrivals.setdefault(target.id, {})
        at_join[flow.id] = inside
        if len(at_join) < len(graph.incoming[target.id]):
            return []
        outer = _closed_by(graph, tuple(at_join.values()))
        if outer is None:
            knots.append(Knot(target.id, "join_mixes_branches"))
            outer = inside[:-1]
        inside = outer
    if target.id not in found:
        found[target.id] = inside
        return [target.id]
    if found[target.id] != inside:
        knots.append(Knot(target.id, "arrow_crosses_branches"))
    return []


def _closed_by(graph: Graph, arrived: tuple[tuple[Branch, ...], ...]) -> tuple[Branch, ...] | None:
    """The branches outside a join, when what arrives is exactly all branches of one split."""
    first = arrived[0]
    if not first:
        return None
    split = first[-1][0]
    expected = {(*first[:-1], (split, flow.id)) for flow in graph.outgoing[split]}
    return first[:-1] if set(arrived) == expected and len(arrived) == len(expected) else None


def _unfinished_joins(
    graph: Graph,
    arrivals: dict[str, dict[str, tuple[Branch, ...]]],
    found: dict[str, tuple[Branch, ...]],
) -> list[Knot]:
    """Joins that some branch never reaches."""
    return [
        Knot(node_id, "join_never_complete")
        for node_id, flows in arrivals.items()
        if node_id not in found and len(flows) < len(graph.incoming[node_id])
    ]


def goes_back_to(graph: Graph, node_id: str, finished: frozenset[str]) -> tuple[Node, ...]:
    """User tasks to which the step at a node may be sent back, in written order.

    Those that were finished before, from which the arrows lead here, and that lie in the same
    branches: going back out of a parallel part would leave its other branches without a join.
    """
    inside = nesting(graph).of
    return tuple(
        node
        for node in graph.nodes
        if node.kind == "user"
        and node.id in finished
        and node.id != node_id
        and inside.get(node.id) == inside.get(node_id)
        and node_id in reachable(graph, node.id)
    )
