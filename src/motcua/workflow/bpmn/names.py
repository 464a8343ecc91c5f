"""Names of the format: namespaces, and which element is which kind of node."""

from motcua.workflow.graph import NodeKind

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MC = "https://motcua.vn/bpmn/1"

PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "mc": MC}

TAG_OF: dict[NodeKind, str] = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "service": "serviceTask",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "wait": "intermediateCatchEvent",
}
KIND_OF = {tag: kind for kind, tag in TAG_OF.items()}


def bpmn(tag: str) -> str:
    """A BPMN element's full name."""
    return f"{{{BPMN}}}{tag}"


def mc(tag: str) -> str:
    """The full name of an element of ours."""
    return f"{{{MC}}}{tag}"


def shown(full: str) -> str:
    """A full name as people write it: `bpmn:userTask`."""
    if not full.startswith("{"):
        return full
    space, _, tag = full[1:].partition("}")
    known = {uri: prefix for prefix, uri in PREFIXES.items()}
    return f"{known[space]}:{tag}" if space in known else f"{{{space}}}{tag}"
