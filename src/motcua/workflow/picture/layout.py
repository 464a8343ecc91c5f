"""Where everything goes: lanes as horizontal bands, nodes from left to right. Pure.

A node's column is its longest distance from the start along arrows that do not go back; nodes of
one lane and one column are stacked in rows. Lengths are pixels (BPMN DI units).
"""

from dataclasses import dataclass

from motcua.workflow.graph import Flow, Graph, NodeKind

Point = tuple[int, int]

NO_LANE = ""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How big things are drawn: boxes for steps, circles for events, diamonds for gateways."""

    task: tuple[int, int] = (140, 80)
    wait: tuple[int, int] = (36, 36)
    event: tuple[int, int] = (36, 36)
    gateway: tuple[int, int] = (50, 50)
    gap_x: int = 60
    gap_y: int = 40
    pool_header: int = 30
    lane_header: int = 30
    margin: int = 20

    def of(self, kind: NodeKind) -> tuple[int, int]:
        """Width and height of a node of that kind."""
        if kind in ("user", "service"):
            return self.task
        if kind == "wait":
            return self.wait
        return self.gateway if kind in ("exclusive", "parallel") else self.event


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all elements. `lanes` has the key "" where nodes lie in no lane at all."""

    nodes: dict[str, Box]
    lanes: dict[str, Box]
    flows: dict[str, tuple[Point, ...]]
    pool: Box


def lay_out(graph: Graph, sizes: Sizes) -> Layout:
    """Place the nodes, lanes and arrows of a graph, whatever its faults."""
    columns = ranks(graph)
    bands = _bands(graph)
    cells = _cells(graph, columns, bands)
    cell_h = sizes.task[1] + sizes.gap_y
    edges = _column_edges(graph, columns, sizes)
    left = sizes.margin + sizes.pool_header
    lanes: dict[str, Box] = {}
    top = sizes.margin
    for band in dict.fromkeys((*(lane.id for lane in graph.lanes), *bands.values())):
        rows = max((cells[n][2] + 1 for n in cells if cells[n][0] == band), default=1)
        lanes[band] = Box(left, top, edges[-1] - left, rows * cell_h)
        top += rows * cell_h
    nodes = {}
    for node in graph.nodes:
        band, column, row = cells[node.id]
        w, h = sizes.of(node.kind)
        x = (edges[column] + edges[column + 1] - w) // 2
        y = lanes[band].y + row * cell_h + (cell_h - h) // 2
        nodes[node.id] = Box(x, y, w, h)
    flows = {
        flow.id: _route(flow, nodes, columns, edges, cell_h, sizes.gap_y // 2 - 8)
        for flow in graph.flows
        if flow.source in nodes and flow.target in nodes
    }
    pool = Box(
        sizes.margin, sizes.margin, edges[-1] - sizes.margin, max(top - sizes.margin, cell_h)
    )
    return Layout(nodes, lanes, flows, pool)


def _column_edges(graph: Graph, columns: dict[str, int], sizes: Sizes) -> list[int]:
    """Where each column begins, and where the last one ends; as wide as its widest node."""
    edges = [sizes.margin + sizes.pool_header + sizes.lane_header]
    for column in range(max(columns.values(), default=0) + 1):
        widths = [sizes.of(node.kind)[0] for node in graph.nodes if columns[node.id] == column]
        edges.append(edges[-1] + max(widths, default=0) + sizes.gap_x)
    return edges


def ranks(graph: Graph) -> dict[str, int]:
    """The column of each node: its longest way from a beginning, arrows back not counted."""
    back = _back_flows(graph)
    forward = [f for f in graph.flows if f.id not in back and f.target in graph.by_id]
    missing = {node.id: 0 for node in graph.nodes}
    for flow in forward:
        missing[flow.target] += 1
    columns = dict.fromkeys(missing, 0)
    todo = [node_id for node_id, count in missing.items() if not count]
    while todo:
        node_id = todo.pop()
        for flow in forward:
            if flow.source != node_id:
                continue
            columns[flow.target] = max(columns[flow.target], columns[node_id] + 1)
            missing[flow.target] -= 1
            if not missing[flow.target]:
                todo.append(flow.target)
    return columns


def _back_flows(graph: Graph) -> set[str]:
    """Flows that close a circle, seen from the start and then from whatever is left."""
    back: set[str] = set()
    state: dict[str, str] = {}
    firsts = [n.id for n in graph.nodes if n.kind == "start"] + [n.id for n in graph.nodes]
    for first in firsts:
        if first in state:
            continue
        state[first] = "open"
        stack = [(first, iter(graph.outgoing[first]))]
        while stack:
            node_id, flows = stack[-1]
            flow = next(flows, None)
            if flow is None:
                state[node_id] = "closed"
                stack.pop()
            elif flow.target in graph.by_id and flow.target not in state:
                state[flow.target] = "open"
                stack.append((flow.target, iter(graph.outgoing[flow.target])))
            elif state.get(flow.target) == "open":
                back.add(flow.id)
    return back


def _bands(graph: Graph) -> dict[str, str]:
    """The lane in which each node is drawn; one without a lane is drawn beside a neighbour."""
    bands = {n.id: n.lane_id for n in graph.nodes if n.lane_id in graph.lane_by_id}
    for _ in graph.nodes:
        for node in graph.nodes:
            if node.id not in bands:
                near = [f.source for f in graph.incoming[node.id]]
                near += [f.target for f in graph.outgoing[node.id]]
                known = [bands[n] for n in near if n in bands]
                if known:
                    bands[node.id] = known[0]
        if len(bands) == len(graph.nodes):
            break
    last = graph.lanes[0].id if graph.lanes else NO_LANE
    return {node.id: bands.get(node.id) or last for node in graph.nodes}


def _cells(
    graph: Graph, columns: dict[str, int], bands: dict[str, str]
) -> dict[str, tuple[str, int, int]]:
    """Band, column and row of each node; rows fill from the top."""
    used: dict[tuple[str, int], int] = {}
    cells = {}
    for node in graph.nodes:
        place = (bands[node.id], columns[node.id])
        cells[node.id] = (*place, used.get(place, 0))
        used[place] = used.get(place, 0) + 1
    return cells


def _route(
    flow: Flow,
    nodes: dict[str, Box],
    columns: dict[str, int],
    edges: list[int],
    cell_h: int,
    inset: int,
) -> tuple[Point, ...]:
    """An arrow in right angles: straight on, around boxes that are in between, or back below.

    :param inset: how far a way around keeps from the edge of its row.
    """
    source, target = nodes[flow.source], nodes[flow.target]
    (sx, sy), (tx, ty) = source.middle, target.middle
    steps = columns[flow.target] - columns[flow.source]
    if steps <= 0:
        low = max(sy, ty) + cell_h // 2 - inset
        below = source.y + source.height, target.y + target.height
        return ((sx, below[0]), (sx, low), (tx, low), (tx, below[1]))
    out, into = source.x + source.width, target.x
    bend = edges[columns[flow.target]]
    if steps == 1:
        if sy == ty:
            return ((out, sy), (into, ty))
        return ((out, sy), (bend, sy), (bend, ty), (into, ty))
    first, high = edges[columns[flow.source] + 1], ty - cell_h // 2 + inset
    return ((out, sy), (first, sy), (first, high), (bend, high), (bend, ty), (into, ty))
