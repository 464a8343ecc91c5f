"""BPMN 2.0 XML as a graph. What is outside the closed subset is refused, never dropped.

The drawing (BPMN DI) is not read: nodes are told apart by their ids alone.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from motcua.kernel.errors import Refused
from motcua.kernel.text import nfc
from motcua.kernel.working_time import Part, TimeLimit, Unit
from motcua.workflow.errors import UnreadableBpmn
from motcua.workflow.graph import STEP_KINDS, Flow, Graph, Lane, Node, Outcome, is_valid_id

from .elements import (
    children,
    leaf_text,
    need,
    only_attributes,
    our_facts,
    outside,
    parse,
    parts,
    wrong,
)
from .names import BPMNDI, KIND_OF, XSI, bpmn

_ROOT_ATTRIBUTES = frozenset(
    {
        "id",
        "name",
        "targetNamespace",
        "exporter",
        "exporterVersion",
        "typeLanguage",
        "expressionLanguage",
        f"{{{XSI}}}schemaLocation",
    }
)
_PROCESS_ATTRIBUTES = frozenset({"id", "name", "isExecutable", "processType", "isClosed"})
_NODE_ATTRIBUTES = frozenset({"id", "name", "default", "gatewayDirection"})
_NODE_CHILDREN = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
_STEP_ATTRIBUTES = frozenset({"kind", "role", "no", "stopsClock", "endsPromise"})
_STEP_PARTS = {
    "allotted": frozenset({"amount", "unit"}),
    "outcome": frozenset({"code", "label"}),
}


@dataclass(slots=True)
class _Found:
    """What has been read of a process so far."""

    key: str
    name: str
    total: str = ""
    promises: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    nodes: list[tuple[Node, Element]] = field(default_factory=list)
    flows: list[tuple[Flow, Element]] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    lane_of: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def claim(self, element: Element) -> str:
        """An id that is well formed and used once."""
        found = need(element, "id")
        if not is_valid_id(found):
            raise wrong(element, _("id chỉ gồm chữ không dấu, số, “_”, “-”, “.” (tối đa 100)."))
        if found in self.ids:
            raise wrong(element, _("id này đã dùng cho phần tử khác."))
        self.ids.add(found)
        return found


def from_xml(xml: str) -> Graph:
    """The graph that a BPMN file draws.

    :raises UnreadableBpmn: hostile or broken XML, or anything outside the closed subset; the
        sentence names the element.
    """
    root = parse(nfc(xml))
    if root.tag != bpmn("definitions"):
        raise outside(root)
    only_attributes(root, _ROOT_ATTRIBUTES)
    processes = []
    for child in root:
        if child.tag == bpmn("process"):
            processes.append(child)
        elif child.tag == bpmn("collaboration"):
            _check_collaboration(child)
        elif child.tag != f"{{{BPMNDI}}}BPMNDiagram":
            raise outside(child, root)
    if len(processes) != 1:
        raise wrong(root, _("cần đúng một quy trình (process)."))
    return _graph(_read_process(processes[0]))


def _check_collaboration(element: Element) -> None:
    only_attributes(element, frozenset({"id", "name", "isClosed"}))
    pools = [child for _tag, child in children(element, frozenset({"participant"}))]
    for pool in pools:
        leaf_text(pool, frozenset({"id", "name", "processRef"}))
    if len(pools) > 1:
        raise wrong(pools[1], _("chỉ được một bể (participant); mỗi đơn vị là một làn."))


def _read_process(process: Element) -> _Found:
    only_attributes(process, _PROCESS_ATTRIBUTES)
    found = _Found(key=need(process, "id"), name=process.get("name", ""))
    allowed = frozenset({"extensionElements", "laneSet", "sequenceFlow", *KIND_OF})
    for tag, child in children(process, allowed):
        if tag == "extensionElements":
            _read_facts(our_facts(child, "process"), found)
        elif tag == "laneSet":
            _read_lanes(child, found)
        elif tag == "sequenceFlow":
            found.flows.append((_flow(child, found), child))
        else:
            found.nodes.append((_node(tag, child, found), child))
    return found


def _read_facts(facts: Element, found: _Found) -> None:
    only_attributes(facts, frozenset({"key", "total"}))
    found.key = facts.get("key", "") or found.key
    found.total = facts.get("total", "")
    allowed = {"promise": frozenset({"text"}), "attribute": frozenset({"name", "value"})}
    for tag, part in parts(facts, allowed):
        if tag == "promise":
            found.promises.append(part.get("text", ""))
        elif part.get("name", "") in found.attributes:
            raise wrong(part, _("thuộc tính “%(n)s” ghi hai lần.") % {"n": part.get("name", "")})
        else:
            found.attributes[part.get("name", "")] = part.get("value", "")


def _read_lanes(lane_set: Element, found: _Found) -> None:
    only_attributes(lane_set, frozenset({"id", "name"}))
    for _tag, element in children(lane_set, frozenset({"lane"})):
        only_attributes(element, frozenset({"id", "name"}))
        lane_id, rule, role = found.claim(element), "", ""
        for tag, child in children(element, frozenset({"extensionElements", "flowNodeRef"})):
            if tag == "extensionElements":
                facts = our_facts(child, "lane")
                leaf_text(facts, frozenset({"unitRule", "role"}))
                rule, role = facts.get("unitRule", ""), facts.get("role", "")
                continue
            node_id = leaf_text(child).strip()
            if node_id in found.lane_of:
                raise wrong(element, _("nút “%(id)s” nằm trong hai làn.") % {"id": node_id})
            found.lane_of[node_id] = lane_id
        found.lanes.append(Lane(lane_id, element.get("name", ""), rule, role))


def _flow(element: Element, found: _Found) -> Flow:
    only_attributes(element, frozenset({"id", "name", "sourceRef", "targetRef"}))
    condition = ""
    for _tag, child in children(element, frozenset({"conditionExpression"})):
        condition = leaf_text(child, frozenset({f"{{{XSI}}}type", "id", "language"}))
    return Flow(
        id=found.claim(element),
        source=need(element, "sourceRef"),
        target=need(element, "targetRef"),
        condition=condition,
        label=element.get("name", ""),
    )


def _node(tag: str, element: Element, found: _Found) -> Node:
    only_attributes(element, _NODE_ATTRIBUTES)
    allowed = _NODE_CHILDREN | ({"messageEventDefinition"} if KIND_OF[tag] == "wait" else set())
    documentation, step = "", None
    seen: set[str] = set()
    for name, child in children(element, allowed):
        if name in seen and name not in ("incoming", "outgoing"):
            raise wrong(child, _("chỉ được ghi một lần trong mỗi nút."))
        seen.add(name)
        if name == "documentation":
            documentation = leaf_text(child, frozenset({"id", "textFormat"}))
        elif name == "extensionElements":
            step = our_facts(child, "step")
        else:
            leaf_text(child, frozenset({"id"}))
    if KIND_OF[tag] == "wait" and "messageEventDefinition" not in seen:
        raise wrong(element, _("nút chờ phải là chờ thông điệp (messageEventDefinition)."))
    node = Node(
        id=found.claim(element),
        kind=KIND_OF[tag],
        name=element.get("name", ""),
        documentation=documentation,
    )
    return node if step is None else _with_step(node, step)


def _with_step(node: Node, step: Element) -> Node:
    only_attributes(step, _STEP_ATTRIBUTES)
    kinds = [kind for kind in STEP_KINDS if kind == step.get("kind", "")]
    if not kinds:
        raise wrong(step, _("loại bước “%(k)s” không có.") % {"k": step.get("kind", "")})
    promise = step.get("endsPromise", "0")
    if promise not in list("0123456789") or step.get("stopsClock", "") not in ("", "true", "false"):
        raise wrong(step, _("endsPromise là một chữ số, stopsClock là true hoặc false."))
    limits: list[Part] = []
    outcomes: list[Outcome] = []
    for tag, part in parts(step, _STEP_PARTS):
        if tag == "allotted":
            limits.append(_part(part))
        else:
            outcomes.append(Outcome(need(part, "code"), part.get("label", "")))
    return replace(
        node,
        allotted=_limit(step, limits),
        role_hint=step.get("role", ""),
        step_kind=kinds[0],
        stops_clock=step.get("stopsClock") == "true",
        ends_promise=int(promise),
        outcomes=tuple(outcomes),
        source_no=step.get("no", ""),
    )


def _part(element: Element) -> Part:
    try:
        return Part(Decimal(need(element, "amount")), Unit(need(element, "unit")))
    except (InvalidOperation, ValueError) as error:
        raise wrong(element, _("thời hạn không đọc được.")) from error
    except Refused as error:
        raise wrong(element, str(error)) from error


def _limit(step: Element, found: list[Part]) -> TimeLimit | None:
    try:
        return TimeLimit(tuple(found)) if found else None
    except Refused as error:
        raise wrong(step, str(error)) from error


def _graph(found: _Found) -> Graph:
    """Put together what refers to one another.

    :raises UnreadableBpmn: a reference to nothing.
    """
    node_ids = {node.id for node, _element in found.nodes}
    defaults: set[str] = set()
    for node, element in found.nodes:
        default = element.get("default")
        if default is None:
            continue
        if not any(flow.id == default and flow.source == node.id for flow, _e in found.flows):
            raise wrong(element, _("luồng mặc định “%(id)s” không đi ra từ đây.") % {"id": default})
        defaults.add(default)
    for flow, element in found.flows:
        for end in (flow.source, flow.target):
            if end not in node_ids:
                raise wrong(element, _("nối tới nút “%(id)s” không có.") % {"id": end})
    for node_id in found.lane_of:
        if node_id not in node_ids:
            raise UnreadableBpmn(reason=_("Làn chứa nút “%(id)s” không có.") % {"id": node_id})
    return Graph(
        key=found.key,
        name=found.name,
        nodes=tuple(replace(node, lane_id=found.lane_of.get(node.id)) for node, _e in found.nodes),
        flows=tuple(replace(flow, default=flow.id in defaults) for flow, _e in found.flows),
        lanes=tuple(found.lanes),
        promises=tuple(found.promises),
        total=found.total,
        attributes=found.attributes,
    )
