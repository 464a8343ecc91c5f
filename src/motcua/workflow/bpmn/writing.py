"""A graph as BPMN 2.0 XML with its drawing, readable by any BPMN tool."""

import re
from xml.etree import ElementTree as ET

from motcua.kernel.text import nfc
from motcua.workflow.graph import Flow, Graph, Lane, Node
from motcua.workflow.picture.layout import Box, Layout, Sizes, lay_out

from .names import BPMNDI, DC, DI, PREFIXES, TAG_OF, XSI, bpmn, mc

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

for _prefix, _uri in PREFIXES.items():
    ET.register_namespace(_prefix, _uri)


def to_xml(graph: Graph) -> str:
    """The graph as XML. `from_xml` gives the same graph back.

    Text is written in NFC, without the control characters that XML cannot hold.
    """
    ids = _FreshIds(graph)
    root = ET.Element(bpmn("definitions"), id=ids("definitions"), targetNamespace=PREFIXES["mc"])
    process_id, pool_id = ids("process"), ids("pool")
    collaboration = ET.SubElement(root, bpmn("collaboration"), id=ids("collaboration"))
    ET.SubElement(
        collaboration,
        bpmn("participant"),
        id=pool_id,
        name=_legal(graph.name),
        processRef=process_id,
    )
    process = ET.SubElement(
        root, bpmn("process"), id=process_id, name=_legal(graph.name), isExecutable="true"
    )
    _write_facts(process, graph)
    if graph.lanes:
        lanes = ET.SubElement(process, bpmn("laneSet"), id=ids("lanes"))
        for lane in graph.lanes:
            _write_lane(lanes, lane, [n.id for n in graph.nodes if n.lane_id == lane.id])
    for node in graph.nodes:
        _write_node(process, graph, node)
    for flow in graph.flows:
        _write_flow(process, flow)
    _Drawing(graph, ids, pool_id, collaboration.get("id", "")).write(root)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", nfc(text)).replace("\r\n", "\n").replace("\r", "\n")


class _FreshIds:
    """Ids for elements that a graph does not name, never one that it uses."""

    def __init__(self, graph: Graph) -> None:
        elements: list[Node | Flow | Lane] = [*graph.nodes, *graph.flows, *graph.lanes]
        self._used = {element.id for element in elements}

    def __call__(self, wanted: str) -> str:
        while wanted in self._used:
            wanted = f"_{wanted}"
        self._used.add(wanted)
        return wanted


def _write_facts(process: ET.Element, graph: Graph) -> None:
    extensions = ET.SubElement(process, bpmn("extensionElements"))
    facts = ET.SubElement(
        extensions, mc("process"), key=_legal(graph.key), total=_legal(graph.total)
    )
    for promise in graph.promises:
        ET.SubElement(facts, mc("promise"), text=_legal(promise))
    for name, value in sorted(graph.attributes.items()):
        ET.SubElement(facts, mc("attribute"), name=_legal(name), value=_legal(value))


def _write_lane(lanes: ET.Element, lane: Lane, node_ids: list[str]) -> None:
    element = ET.SubElement(lanes, bpmn("lane"), id=lane.id, name=_legal(lane.name))
    extensions = ET.SubElement(element, bpmn("extensionElements"))
    ET.SubElement(extensions, mc("lane"), unitRule=_legal(lane.unit_rule), role=_legal(lane.role))
    for node_id in node_ids:
        ET.SubElement(element, bpmn("flowNodeRef")).text = node_id


def _write_node(process: ET.Element, graph: Graph, node: Node) -> None:
    element = ET.SubElement(process, bpmn(TAG_OF[node.kind]), id=node.id)
    if node.name:
        element.set("name", _legal(node.name))
    for flow in graph.outgoing[node.id]:
        if flow.default:
            element.set("default", flow.id)
    if node.documentation:
        ET.SubElement(element, bpmn("documentation")).text = _legal(node.documentation)
    _write_step(element, node)
    for flow in graph.incoming[node.id]:
        ET.SubElement(element, bpmn("incoming")).text = flow.id
    for flow in graph.outgoing[node.id]:
        ET.SubElement(element, bpmn("outgoing")).text = flow.id
    if node.kind == "wait":
        ET.SubElement(element, bpmn("messageEventDefinition"))


def _write_step(element: ET.Element, node: Node) -> None:
    """Our own facts about a node; none are written where there are none."""
    facts = {
        "kind": node.step_kind,
        "role": _legal(node.role_hint),
        "no": _legal(node.source_no),
        "stopsClock": "true" if node.stops_clock else "",
        "endsPromise": str(node.ends_promise) if node.ends_promise else "",
    }
    facts = {name: value for name, value in facts.items() if value}
    if not facts and node.allotted is None and not node.outcomes:
        return
    extensions = ET.SubElement(element, bpmn("extensionElements"))
    step = ET.SubElement(extensions, mc("step"), facts)
    for part in node.allotted.parts if node.allotted else ():
        ET.SubElement(step, mc("allotted"), amount=str(part.amount), unit=part.unit.value)
    for outcome in node.outcomes:
        ET.SubElement(step, mc("outcome"), code=_legal(outcome.code), label=_legal(outcome.label))


def _write_flow(process: ET.Element, flow: Flow) -> None:
    element = ET.SubElement(
        process, bpmn("sequenceFlow"), id=flow.id, sourceRef=flow.source, targetRef=flow.target
    )
    if flow.label:
        element.set("name", _legal(flow.label))
    if flow.condition:
        condition = ET.SubElement(element, bpmn("conditionExpression"))
        condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
        condition.text = _legal(flow.condition)


class _Drawing:
    """The BPMN DI part: shapes of pool, lanes and nodes, edges of flows."""

    def __init__(self, graph: Graph, ids: _FreshIds, pool_id: str, plane_of: str) -> None:
        self.graph, self.ids, self.pool_id, self.plane_of = graph, ids, pool_id, plane_of
        self.layout: Layout = lay_out(graph, Sizes())

    def write(self, root: ET.Element) -> None:
        """Append the diagram to the definitions."""
        diagram = ET.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id=self.ids("diagram"))
        plane = ET.SubElement(
            diagram, f"{{{BPMNDI}}}BPMNPlane", id=self.ids("plane"), bpmnElement=self.plane_of
        )
        self._shape(plane, self.pool_id, self.layout.pool, horizontal=True)
        for lane in self.graph.lanes:
            self._shape(plane, lane.id, self.layout.lanes[lane.id], horizontal=True)
        for node in self.graph.nodes:
            self._shape(plane, node.id, self.layout.nodes[node.id], horizontal=False)
        for flow_id, points in self.layout.flows.items():
            edge = ET.SubElement(
                plane, f"{{{BPMNDI}}}BPMNEdge", id=self.ids(f"{flow_id}_di"), bpmnElement=flow_id
            )
            for x, y in points:
                ET.SubElement(edge, f"{{{DI}}}waypoint", x=str(x), y=str(y))

    def _shape(self, plane: ET.Element, of: str, box: Box, *, horizontal: bool) -> None:
        shape = ET.SubElement(
            plane, f"{{{BPMNDI}}}BPMNShape", id=self.ids(f"{of}_di"), bpmnElement=of
        )
        if horizontal:
            shape.set("isHorizontal", "true")
        ET.SubElement(
            shape,
            f"{{{DC}}}Bounds",
            x=str(box.x),
            y=str(box.y),
            width=str(box.width),
            height=str(box.height),
        )
