"""A process as SVG for a page: no scripts, no styles, only classes and `currentColor`. Pure."""

import textwrap
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from motcua.workflow.graph import Flow, Graph, Lane, Node

from .layout import Box, Layout, Point, Sizes, lay_out
from .states import AHEAD, NodeState

SIZES = Sizes(
    task=(210, 104),
    wait=(210, 104),
    event=(34, 34),
    gateway=(46, 46),
    gap_x=56,
    gap_y=64,
    pool_header=0,
    lane_header=150,
    margin=8,
)
LINE = 16
TASK_CHARS, TASK_LINES = 28, 4
LANE_CHARS = 19
LABEL_CHARS, LABEL_LINES = 22, 2
FLOW_CHARS = 34
MARKS = {"now": "●", "done": "✓", "back": "↩", "stopped": "✕", "ahead": ""}


def draw(graph: Graph, states: Mapping[str, NodeState], *, prefix: str) -> str:
    """The whole picture.

    :param states: how far a subject has come; empty for the process alone.
    :param prefix: makes the ids in the picture unique on its page.
    """
    layout = lay_out(graph, SIZES)
    width = layout.pool.width + 2 * SIZES.margin
    height = layout.pool.height + 2 * SIZES.margin
    root = ET.Element(
        "svg",
        {
            "class": "process",
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "font-size": "13",
        },
    )
    title = ET.SubElement(root, "title", id=f"{prefix}-title")
    title.text = _("Sơ đồ quy trình: %(name)s") % {"name": graph.name}
    ET.SubElement(root, "desc", id=f"{prefix}-desc").text = _description(graph, states)
    _arrow_head(root, prefix)
    for lane in graph.lanes:
        _lane(root, lane, layout.lanes[lane.id])
    for flow in graph.flows:
        _flow(root, flow, layout, states, prefix)
    for node in graph.nodes:
        _node(root, graph, node, layout.nodes[node.id], states)
    return ET.tostring(root, encoding="unicode")


def _description(graph: Graph, states: Mapping[str, NodeState]) -> str:
    now = [f"“{n.name}”" for n in graph.nodes if states.get(n.id, AHEAD).progress == "now"]
    if now:
        return _("Đang ở: %(steps)s. Bảng các bước ở ngay bên dưới sơ đồ.") % {
            "steps": ", ".join(now)
        }
    return _("Bảng các bước ở ngay bên dưới sơ đồ.")


def _arrow_head(root: ET.Element, prefix: str) -> None:
    marker = ET.SubElement(
        ET.SubElement(root, "defs"),
        "marker",
        id=f"{prefix}-arrow",
        viewBox="0 0 8 8",
        refX="7",
        refY="4",
        markerWidth="9",
        markerHeight="9",
        orient="auto",
    )
    ET.SubElement(marker, "path", {"class": "process__head", "d": "M0 0 8 4 0 8z", **_FILLED})


_OUTLINE = {"fill": "none", "stroke": "currentColor"}
_FILLED = {"fill": "currentColor"}


def _rect(parent: ET.Element, box: Box, css: str, **more: str) -> None:
    ET.SubElement(
        parent,
        "rect",
        {
            "class": css,
            "x": str(box.x),
            "y": str(box.y),
            "width": str(box.width),
            "height": str(box.height),
            **_OUTLINE,
            **more,
        },
    )


def _lane(root: ET.Element, lane: Lane, box: Box) -> None:
    group = ET.SubElement(root, "g", {"class": "process__lane"})
    ET.SubElement(group, "title").text = lane.name
    _rect(group, box, "process__band", **{"stroke-opacity": "0.35"})
    most = max(1, (box.height - 2 * LINE) // LINE)
    _text(group, (box.x + 10, box.y + 22), wrapped(lane.name, LANE_CHARS, most), "process__actor")


def _flow(
    root: ET.Element,
    flow: Flow,
    layout: Layout,
    states: Mapping[str, NodeState],
    prefix: str,
) -> None:
    points = layout.flows[flow.id]
    css = "process__flow"
    if flow.source in states and flow.target in states:
        css += " process__flow--gone"
    ET.SubElement(
        root,
        "polyline",
        {
            "class": css,
            "points": " ".join(f"{x},{y}" for x, y in points),
            "marker-end": f"url(#{prefix}-arrow)",
            **_OUTLINE,
        },
    )
    if flow.label:
        x, y = _label_place(points)
        group = ET.SubElement(root, "g")
        ET.SubElement(group, "title").text = flow.label
        _text(group, (x, y), wrapped(flow.label, FLOW_CHARS, 1), "process__label")


def _label_place(points: tuple[Point, ...]) -> Point:
    """On the way around, or below the box that the branch leads to."""
    if len(points) > 4:
        return points[2][0] + 4, points[2][1] - 4
    return points[-2][0] + 4, points[-1][1] + SIZES.task[1] // 2 + 14


def _node(
    root: ET.Element, graph: Graph, node: Node, box: Box, states: Mapping[str, NodeState]
) -> None:
    state = states.get(node.id, AHEAD)
    css = f"process__node process__node--{node.kind} process__node--{state.progress}"
    group = ET.SubElement(root, "g", {"class": css})
    if node.kind in ("user", "wait", "service"):
        _step(group, graph, node, box, state, told=bool(states))
        return
    if node.name:
        ET.SubElement(group, "title").text = node.name
    if node.kind in ("exclusive", "parallel"):
        _gateway(group, node, box)
    else:
        x, y = box.middle
        wide = "3" if node.kind == "end" else "1.5"
        circle = {"cx": str(x), "cy": str(y), "r": str(box.width // 2), "stroke-width": wide}
        ET.SubElement(group, "circle", {"class": "process__shape", **circle, **_OUTLINE})


def _gateway(group: ET.Element, node: Node, box: Box) -> None:
    x, y = box.middle
    half = box.width // 2
    around = f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"
    ET.SubElement(group, "polygon", {"class": "process__shape", "points": around, **_OUTLINE})
    sign = {"exclusive": "×", "parallel": "+"}[node.kind]
    _text(group, (x, y + 8), [sign], "process__sign", anchor="middle", size="22")
    lines = wrapped(node.name, LABEL_CHARS, LABEL_LINES)
    _text(group, (x, box.y + box.height + 14), lines, "process__label", anchor="middle")


def _step(
    group: ET.Element, graph: Graph, node: Node, box: Box, state: NodeState, *, told: bool
) -> None:
    lane = graph.lane_of(node)
    facts = [node.name, lane.name if lane else "", node.allotted.text if node.allotted else ""]
    facts.append(state.text if told else "")
    ET.SubElement(group, "title").text = " — ".join(fact for fact in facts if fact)
    more = {"rx": "6", "stroke-width": "3" if state.progress == "now" else "1.2"}
    if node.kind == "wait":
        more["stroke-dasharray"] = "6 4"
    _rect(group, box, "process__shape", **more)
    number = f"{node.source_no}. " if node.source_no else ""
    lines = wrapped(f"{number}{node.name}", TASK_CHARS, TASK_LINES)
    _text(group, (box.x + 10, box.y + 20), lines, "process__name")
    foot = box.y + box.height - 10
    if node.allotted:
        _text(group, (box.x + 10, foot), [node.allotted.text], "process__time")
    elif node.kind == "wait" and node.stops_clock:
        _text(group, (box.x + 10, foot), [_("dừng đồng hồ")], "process__time")
    mark = MARKS[state.progress]
    if mark:
        place = (box.x + box.width - 10, foot)
        _text(group, place, [mark], "process__mark", anchor="end", size="15")


def _text(
    parent: ET.Element,
    at: Point,
    lines: list[str],
    css: str,
    *,
    anchor: str = "start",
    size: str = "",
) -> None:
    if not lines:
        return
    attributes = {"class": css, "text-anchor": anchor, **_FILLED}
    if size:
        attributes["font-size"] = size
    text = ET.SubElement(parent, "text", attributes)
    for number, line in enumerate(lines):
        place = {"x": str(at[0]), "y": str(at[1] + number * LINE)}
        ET.SubElement(text, "tspan", place).text = line


def wrapped(text: str, width: int, most: int) -> list[str]:
    """A text in lines; what does not fit ends in an ellipsis (the whole is in the title)."""
    return textwrap.wrap(text, width, max_lines=most, placeholder="…")
