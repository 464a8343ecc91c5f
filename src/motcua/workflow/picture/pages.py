"""A process on a page: the picture, and the table that says the same."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from motcua.kernel.working_time import TimeLimit
from motcua.workflow import definitions
from motcua.workflow.graph import Graph, Node, main_path

from .states import AHEAD, Progress, states_of
from .svg import draw


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """One step of a process, and how far one subject is with it."""

    no: str
    node_id: str
    name: str
    kind: str
    actor: str
    allotted: TimeLimit | None
    stops_clock: bool
    ends_promise: int
    progress: Progress
    progress_text: str
    opened_at: datetime | None
    finished_at: datetime | None


def diagram_svg(definition_id: int, subject_id: int | None) -> SafeString:
    """The process as inline SVG, with where a subject is now. At most two queries.

    For a box that scrolls sideways. No style in it: classes `process…` and `currentColor`; states
    are told by marks and words too, never by colour alone. Beside it stands `diagram_table`.
    """
    definition = definitions.load(definition_id)
    states = states_of(definition_id, subject_id)
    prefix = f"process-{definition_id}-{'x' if subject_id is None else subject_id}"
    return SafeString(draw(definition.graph, states, prefix=prefix))


def diagram_table(definition_id: int, subject_id: int | None) -> list[DiagramRow]:
    """Steps and waits in the order of the process, with how far a subject is. At most two queries.

    `no` is the printed number of the step, or its place in the order.
    """
    graph = definitions.graph_of(definition_id)
    states = states_of(definition_id, subject_id)
    rows = []
    for place, node in enumerate(_in_order(graph), start=1):
        state = states.get(node.id, AHEAD)
        lane = graph.lane_of(node)
        rows.append(
            DiagramRow(
                no=node.source_no or str(place),
                node_id=node.id,
                name=node.name,
                kind="wait" if node.kind == "wait" else "task",
                actor=lane.name if lane else "",
                allotted=node.allotted,
                stops_clock=node.stops_clock,
                ends_promise=node.ends_promise,
                progress=state.progress,
                progress_text=state.text if subject_id is not None else "",
                opened_at=state.opened_at,
                finished_at=state.finished_at,
            )
        )
    return rows


def _in_order(graph: Graph) -> list[Node]:
    """The main path first, then the steps of other branches as written."""
    main = main_path(graph)
    on_main = {node.id for node in main}
    rest = [node for node in graph.nodes if node.id not in on_main]
    return [node for node in (*main, *rest) if node.kind in ("user", "wait")]
