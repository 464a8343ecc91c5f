"""BPMN in and out: the same graph comes back, and what is not ours is refused by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.workflow.bpmn import from_xml, to_xml
from motcua.workflow.errors import UnreadableBpmn
from motcua.workflow.graph import STEP_KINDS, Flow, Graph, Lane, Node, Outcome
from motcua.workflow.standard import standard_graph

from .graphs import land_process, limits, structured

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Mn", "Me", "Lo", "Lm", "So", "Sk")),
    max_size=30,
) | st.sampled_from(
    ["Trường hợp “A & B” <1>", "Dòng một\nDòng hai", " khoảng  trắng ", "a\tb", "]]>"]
)
keys = texts.filter(bool)


@settings(max_examples=50, deadline=None)
@given(structured())
def test_a_random_process_comes_back_the_same(built) -> None:
    assert from_xml(to_xml(built.graph())) == built.graph()


@st.composite
def odd_graphs(draw: st.DrawFn) -> Graph:
    """Every fact of every element, whatever the process means."""
    from motcua.kernel.text import nfc

    text = texts.map(nfc)
    lanes = tuple(
        Lane(f"lane{i}", draw(text), draw(text), draw(text)) for i in range(draw(st.integers(0, 3)))
    )
    nodes = tuple(
        Node(
            f"n{i}",
            draw(st.sampled_from(["start", "end", "user", "service", "exclusive", "wait"])),
            draw(text),
            draw(st.sampled_from([None, *(lane.id for lane in lanes)])),
            draw(st.none() | limits),
            draw(text),
            draw(st.sampled_from(STEP_KINDS)),
            draw(st.booleans()),
            draw(st.integers(0, 9)),
            tuple(Outcome(f"o{k}", draw(text)) for k in range(draw(st.integers(0, 2)))),
            draw(text),
            draw(text),
        )
        for i in range(draw(st.integers(1, 5)))
    )
    ends = st.sampled_from([node.id for node in nodes])
    flows = tuple(
        Flow(f"f{i}", draw(ends), draw(ends), draw(text), False, draw(text))
        for i in range(draw(st.integers(0, 5)))
    )
    promises = tuple(draw(st.lists(text, max_size=2)))
    attributes = draw(st.dictionaries(text, text, max_size=3))
    return Graph(
        draw(keys.map(nfc)), draw(text), nodes, flows, lanes, promises, draw(text), attributes
    )


@settings(max_examples=100, deadline=None)
@given(odd_graphs())
def test_every_fact_comes_back_the_same(process: Graph) -> None:
    assert from_xml(to_xml(process)) == process


def test_default_flows_and_conditions_come_back() -> None:
    assert from_xml(to_xml(land_process())) == land_process()
    assert from_xml(to_xml(standard_graph())) == standard_graph()


def test_names_are_written_in_one_normal_form() -> None:
    process = Graph("k", "Quy trình".encode().decode(), (Node("s", "start", "Đo\u0309"),), ())
    assert from_xml(to_xml(process)).node("s").name == "Đỏ"


def test_the_drawing_has_a_shape_for_every_element_and_an_edge_for_every_flow() -> None:
    process = land_process()
    xml = to_xml(process)
    for element in (*process.nodes, *process.lanes):
        assert xml.count(f'<bpmndi:BPMNShape id="{element.id}_di"') == 1
    for flow in process.flows:
        assert xml.count(f'<bpmndi:BPMNEdge id="{flow.id}_di"') == 1


HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:mc="https://motcua.vn/bpmn/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="x">'
)


def drawn(inside: str, root: str = "") -> str:
    """A small file with something inside its process, and something beside it."""
    return f'{HEAD}{root}<process id="p" name="Thử">{inside}</process></definitions>'


ENDS = '<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/>'


def test_a_file_of_another_tool_is_read() -> None:
    process = from_xml(drawn(ENDS))
    assert (process.key, process.name) == ("p", "Thử")
    assert [node.kind for node in process.nodes] == ["start", "end"]


OUTSIDE = {
    "sub-process": ('<subProcess id="x"/>', "bpmn:subProcess> (id “x”)"),
    "script": ('<scriptTask id="x"><script>1</script></scriptTask>', "bpmn:scriptTask"),
    "plain task": ('<task id="x"/>', "bpmn:task"),
    "manual task": ('<manualTask id="x"/>', "bpmn:manualTask"),
    "inclusive gateway": ('<inclusiveGateway id="x"/>', "bpmn:inclusiveGateway"),
    "event gateway": ('<eventBasedGateway id="x"/>', "bpmn:eventBasedGateway"),
    "call activity": ('<callActivity id="x"/>', "bpmn:callActivity"),
    "boundary": ('<boundaryEvent id="x" attachedToRef="s"/>', "bpmn:boundaryEvent"),
    "throw event": ('<intermediateThrowEvent id="x"/>', "bpmn:intermediateThrowEvent"),
    "note": ('<textAnnotation id="x"/>', "bpmn:textAnnotation"),
    "data": ('<dataObject id="x"/>', "bpmn:dataObject"),
    "timer": (
        '<intermediateCatchEvent id="x"><timerEventDefinition/></intermediateCatchEvent>',
        "bpmn:timerEventDefinition",
    ),
    "wait for nothing": ('<intermediateCatchEvent id="x"/>', "messageEventDefinition"),
    "terminate": (
        '<endEvent id="x"><terminateEventDefinition/></endEvent>',
        "bpmn:terminateEventDefinition",
    ),
    "timer start": (
        '<startEvent id="x"><timerEventDefinition/></startEvent>',
        "bpmn:timerEventDefinition",
    ),
    "loop marker": (
        '<userTask id="x"><multiInstanceLoopCharacteristics/></userTask>',
        "bpmn:multiInstanceLoopCharacteristics",
    ),
    "vendor attribute": ('<userTask id="x" camunda:assignee="a"/>', "camunda.org"),
    "vendor element": (
        '<userTask id="x"><extensionElements><camunda:formData/></extensionElements></userTask>',
        "camunda.org",
    ),
    "html": ('<script xmlns="http://www.w3.org/1999/xhtml">x</script>', "xhtml"),
    "nested lanes": (
        '<laneSet><lane id="x"><childLaneSet/></lane></laneSet>',
        "bpmn:childLaneSet",
    ),
    "stray text": ("xin chào", "có chữ"),
    "our own unknown": (
        '<userTask id="x"><extensionElements><mc:step><mc:run code="rm"/></mc:step>'
        "</extensionElements></userTask>",
        "mc:run",
    ),
    "bad kind": (
        '<userTask id="x"><extensionElements><mc:step kind="magic"/></extensionElements>'
        "</userTask>",
        "magic",
    ),
    "bad limit": (
        '<userTask id="x"><extensionElements><mc:step><mc:allotted amount="0" '
        'unit="working_day"/></mc:step></extensionElements></userTask>',
        "mc:allotted",
    ),
    "endless limit": (
        '<userTask id="x"><extensionElements><mc:step><mc:allotted amount="Infinity" '
        'unit="working_day"/></mc:step></extensionElements></userTask>',
        "mc:allotted",
    ),
    "no id": ("<userTask/>", "thiếu thuộc tính “id”"),
    "odd id": ('<userTask id="1 x"/>', "id chỉ gồm"),
    "same id": ('<userTask id="s"/>', "đã dùng"),
    "arrow to nothing": ('<sequenceFlow id="x" sourceRef="s" targetRef="y"/>', "nút “y” không có"),
    "default of another": ('<exclusiveGateway id="x" default="f"/>', "luồng mặc định “f”"),
    "lane of nothing": (
        '<laneSet><lane id="x"><flowNodeRef>y</flowNodeRef></lane></laneSet>',
        "nút “y” không có",
    ),
    "two lanes": (
        '<laneSet><lane id="x"><flowNodeRef>s</flowNodeRef></lane>'
        '<lane id="y"><flowNodeRef>s</flowNodeRef></lane></laneSet>',
        "hai làn",
    ),
}


@pytest.mark.parametrize("inside", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_what_is_outside_the_subset_is_refused_by_name(inside: tuple[str, str]) -> None:
    with pytest.raises(UnreadableBpmn) as refusal:
        from_xml(drawn(inside[0] + ENDS))
    assert inside[1] in str(refusal.value)


ENTITIES = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><definitions>&c;</definitions>"""
EXTERNAL = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><definitions/>'
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><definitions>&f;</definitions>'
HOSTILE = {
    "entities": (ENTITIES, "DOCTYPE"),
    "external dtd": (EXTERNAL, "DOCTYPE"),
    "file": (FILE, "DOCTYPE"),
    "5 MB": (drawn(f"<!-- {'x' * 5_000_000} -->"), "quá giới hạn"),
    "deep": (drawn("<subProcess>" * 40_000 + "</subProcess>" * 40_000), "bpmn:subProcess"),
    "no xml": ("không phải XML", "XML hợp lệ"),
    "empty": ("", "XML hợp lệ"),
    "cut off": (drawn(ENDS)[:-20], "XML hợp lệ"),
    "null": (drawn("\x00"), "XML hợp lệ"),
    "surrogate": (drawn("\ud800"), "XML hợp lệ"),
    "unknown encoding": ('<?xml version="1.0" encoding="x-none"?><a/>', "<a>"),
    "another format": ("<html/>", "<html>"),
    "two processes": (drawn(ENDS, '<process id="q"/>'), "đúng một quy trình"),
    "message flow": (
        drawn(ENDS, '<collaboration id="c"><messageFlow id="m"/></collaboration>'),
        "bpmn:messageFlow",
    ),
    "import": (drawn(ENDS, '<import namespace="x" location="y" importType="z"/>'), "bpmn:import"),
}


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_in_a_sentence(case: tuple[str, str]) -> None:
    with pytest.raises(UnreadableBpmn) as refusal:
        from_xml(case[0])
    assert case[1] in str(refusal.value)
    assert str(refusal.value).startswith("Không đọc được tệp BPMN.")
