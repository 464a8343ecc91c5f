"""Three published processes drawn by hand from their decisions, and compared box by box."""

import pytest

from motcua.workflow.graph import Graph, Node

from .test_tables import built

STEP = tuple[str, str, str, str, str, str]

# DT-138-2025-D26-1: change of the form of allocation or lease, province; one row that only those
# who must pay pass, then the tax; two promises, 10 and 5 days.
CHANGE_OF_FORM: list[STEP] = [
    ("step_1", "receive", "one_stop_province", "counter", "0,5 ngày", ""),
    ("step_2", "process", "division", "appraiser", "4,5 ngày", ""),
    ("step_3", "approve", "province_office", "province_office", "3 ngày", ""),
    ("step_4", "process", "division", "appraiser", "1 ngày", ""),
    ("step_4_2", "process", "division", "appraiser", "1 ngày", ""),
    ("step_5", "finance", "external:tax", "", "", "wait, stops, ends 1"),
    ("step_6", "process", "division", "appraiser", "3 ngày", ""),
    ("step_7", "process", "land_office", "appraiser", "2 ngày", ""),
    ("step_8", "return", "one_stop_province", "counter", "", "ends 2"),
]
CHANGE_OF_FORM_FLOWS = [
    ("start", "step_1", ""),
    ("step_1", "step_2", ""),
    ("step_2", "step_3", ""),
    ("step_3", "step_4", ""),
    ("step_4", "choose_4_2", ""),
    ("choose_4_2", "step_4_2", "default"),
    ("choose_4_2", "step_6", "has_financial_obligation == false"),
    ("step_4_2", "step_5", ""),
    ("step_5", "step_6", ""),
    ("step_6", "step_7", ""),
    ("step_7", "step_8", ""),
    ("step_8", "end", ""),
]

# DT-138-2025-D13-1: more land by transfer; posting inside a step, 30 days before the next, tax;
# every actor depends on where the dossier was received; two promises, 6 and 4 working days.
COUNTER = "one_stop_province|one_stop_commune|land_branch"
LAND = "land_office|land_branch"
MORE_LAND: list[STEP] = [
    ("step_1", "receive", COUNTER, "counter", "0,5 ngày làm việc", ""),
    ("step_2", "process", LAND, "appraiser", "1,5 ngày làm việc", ""),
    ("step_3", "process", "commune_division", "appraiser", "2 ngày làm việc", ""),
    ("wait_before_4", "external", "external:public_notice", "", "30 ngày", "wait, stops"),
    ("step_4", "process", LAND, "appraiser", "2 ngày làm việc", ""),
    ("step_5", "finance", "external:tax", "", "", "wait, stops, ends 1"),
    ("step_6", "process", LAND, "appraiser", "4 ngày làm việc", ""),
    ("step_7", "return", COUNTER, "counter", "", "ends 2"),
]
MORE_LAND_FLOWS = [
    ("start", "step_1", ""),
    ("step_1", "step_2", ""),
    ("step_2", "step_3", ""),
    ("step_3", "wait_before_4", ""),
    ("wait_before_4", "step_4", ""),
    ("step_4", "choose_5", ""),
    ("choose_5", "step_5", "default"),
    ("choose_5", "step_6", "has_financial_obligation == false"),
    ("step_5", "step_6", ""),
    ("step_6", "step_7", ""),
    ("step_7", "end", ""),
]

# HT-2916-2025-2: recognition of a mineral exploration; two jumps by what a step decides ("theo
# bước B9", "theo bước B11"); the counter's and the last step print office hours, no duration.
EXPLORATION: list[STEP] = [
    ("step_b1", "receive", "one_stop_province", "counter", "", ""),
    ("step_b2", "process", "one_stop_province", "counter", "0,5 ngày làm việc", ""),
    ("step_b3", "appraise", "division", "appraiser", "3 ngày làm việc", ""),
    ("step_b4", "appraise", "division", "appraiser", "10 ngày làm việc", ""),
    ("step_b5", "appraise", "division", "appraiser", "4 ngày làm việc", ""),
    ("step_b6", "appraise", "division", "appraiser", "3 ngày làm việc", ""),
    ("step_b7", "approve", "division", "unit_leader", "2 ngày làm việc", ""),
    ("step_b8", "approve", "department", "department_leader", "2 ngày làm việc", ""),
    ("step_b9", "clerk", "department", "appraiser", "0,5 ngày làm việc", ""),
    ("step_b10", "approve", "province_office", "province_office", "7 ngày làm việc", ""),
    ("step_b11", "return", "one_stop_province", "counter", "", "ends 1"),
]
EXPLORATION_FLOWS = [
    ("start", "step_b1", ""),
    ("step_b1", "step_b2", ""),
    ("step_b2", "step_b3", ""),
    ("step_b3", "step_b4", ""),
    ("step_b4", "step_b5", ""),
    ("step_b5", "choose_b6", ""),
    ("choose_b6", "step_b6", "default"),
    ("choose_b6", "step_b9", 'outcome == "not_eligible"'),
    ("step_b6", "step_b7", ""),
    ("step_b7", "step_b8", ""),
    ("step_b8", "step_b9", ""),
    ("step_b9", "choose_b10", ""),
    ("choose_b10", "step_b10", "default"),
    ("choose_b10", "step_b11", 'outcome == "return_dossier"'),
    ("step_b10", "step_b11", ""),
    ("step_b11", "end", ""),
]

DRAWN = {
    "DT-138-2025-D26-1": (CHANGE_OF_FORM, CHANGE_OF_FORM_FLOWS, ("10 ngày", "5 ngày"), "15 ngày"),
    "DT-138-2025-D13-1": (
        MORE_LAND,
        MORE_LAND_FLOWS,
        ("6 ngày làm việc", "4 ngày làm việc"),
        "10 ngày làm việc",
    ),
    "HT-2916-2025-2": (
        EXPLORATION,
        EXPLORATION_FLOWS,
        ("32 ngày làm việc",),
        "32 ngày làm việc",
    ),
}


def as_drawn(graph: Graph, node: Node) -> STEP:
    lane = graph.lane_of(node)
    assert lane is not None
    marks = [
        "wait" if node.kind == "wait" else "",
        "stops" if node.stops_clock else "",
        f"ends {node.ends_promise}" if node.ends_promise else "",
    ]
    return (
        node.id,
        node.step_kind,
        lane.unit_rule,
        graph.role_of(node),
        node.allotted.text if node.allotted else "",
        ", ".join(mark for mark in marks if mark),
    )


@pytest.mark.parametrize("key", DRAWN)
def test_a_process_is_drawn_as_its_decision_prints_it(key: str) -> None:
    steps, flows, promises, total = DRAWN[key]
    graph = built()[key].graph
    assert [as_drawn(graph, n) for n in graph.nodes if n.kind in ("user", "wait")] == steps
    drawn = [(f.source, f.target, "default" if f.default else f.condition) for f in graph.flows]
    assert sorted(drawn) == sorted(flows)
    assert graph.promises == promises
    assert graph.total == total


def test_land_and_forest_offices_work_side_by_side() -> None:
    """DT-138-2025-D25-2, row 7: one cell, two agencies, the second only where there is forest."""
    graph = built()["DT-138-2025-D25-2"].graph
    into = {
        (f.source, f.target): f.condition or ("default" if f.default else "") for f in graph.flows
    }
    assert into[("split_7", "step_7")] == ""
    assert into[("split_7", "choose_7_b")] == ""
    assert into[("choose_7_b", "step_7_b")] == "includes_forest == true"
    assert into[("choose_7_b", "merge_7_2")] == "default"
    assert into[("step_7", "join_7")] == into[("merge_7_2", "join_7")] == ""
    lane = graph.lane_of(graph.by_id["step_7_b"])
    assert lane is not None
    assert (lane.name, lane.unit_rule) == ("Cơ quan chuyên môn về lâm nghiệp", "external:forestry")


def test_opinions_are_asked_side_by_side() -> None:
    """DT-138-2025-D23-1, row 3: other departments (outside) and the commune, 10 days each."""
    graph = built()["DT-138-2025-D23-1"].graph
    outside, commune = graph.by_id["step_3"], graph.by_id["step_3_b"]
    assert (outside.kind, commune.kind) == ("wait", "user")
    assert not outside.stops_clock
    assert outside.allotted == commune.allotted
    assert {n.id for n in graph.successors("split_3")} == {"step_3", "step_3_b"}


def test_one_of_three_cases_is_chosen_by_who_receives() -> None:
    """DT-138-2025-D22-1, rows 2, 2.2 and 2.3."""
    graph = built()["DT-138-2025-D22-1"].graph
    ways = {f.target: f.condition for f in graph.outgoing["choose_2"]}
    assert ways == {
        "step_2": "",
        "step_2_2": 'outcome == "case_2"',
        "step_2_3": 'outcome == "case_3"',
    }
    third = graph.by_id["step_2_3"].allotted
    assert third is not None
    assert third.text == "9,5 ngày làm việc"
