"""The picture of a process, and the table that says the same."""

import itertools
import re

import pytest
from defusedxml.ElementTree import fromstring
from django.db import transaction
from hypothesis import given, settings

from motcua.workflow import commands, queries
from motcua.workflow.graph import Graph, Node
from motcua.workflow.picture.layout import Box, Sizes, lay_out
from motcua.workflow.picture.svg import SIZES, draw, wrapped
from motcua.workflow.standard import standard_graph

from .factories import MONDAY, finished, published, started
from .graphs import land_process, structured


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@settings(max_examples=60, deadline=None)
@given(structured())
def test_no_box_lies_on_another_and_all_lie_in_their_lane(built) -> None:
    process = built.graph()
    for sizes in (Sizes(), SIZES):
        layout = lay_out(process, sizes)
        boxes = list(layout.nodes.values())
        for place, box in enumerate(boxes):
            assert all(apart(box, other) for other in boxes[place + 1 :])
        for node in process.nodes:
            lane, box = layout.lanes.get(node.lane_id or ""), layout.nodes[node.id]
            if lane is not None:
                assert lane.y <= box.y
                assert box.y + box.height <= lane.y + lane.height
                assert lane.x <= box.x
                assert box.x + box.width <= lane.x + lane.width


@settings(max_examples=40, deadline=None)
@given(structured())
def test_arrows_run_in_right_angles_from_node_to_node(built) -> None:
    process = built.graph()
    layout = lay_out(process, SIZES)
    assert set(layout.flows) == {flow.id for flow in process.flows}
    for points in layout.flows.values():
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            assert x1 == x2 or y1 == y2


def test_a_process_without_lanes_or_nodes_is_drawn() -> None:
    alone = Graph("k", "Một nút", (Node("s", "start"),), ())
    assert "<svg" in draw(alone, {}, prefix="p")
    assert "<svg" in draw(Graph("k", "Trống", (), ()), {}, prefix="p")


def test_hostile_names_stay_text() -> None:
    name = '</title><script>alert("1")</script>'
    process = Graph("k", name, (Node("s", "start"), Node("a", "user", name)), ())
    root = fromstring(draw(process, {}, prefix="p"))
    assert root.find(".//script") is None
    assert root.find("title").text == f"Sơ đồ quy trình: {name}"


def test_the_picture_needs_no_style_and_no_script() -> None:
    svg = draw(standard_graph(), {}, prefix="p")
    assert "style" not in svg
    assert "script" not in svg
    assert not re.search(r"\bon[a-z]+=", svg)


def test_a_long_step_is_wrapped_and_whole_in_its_title() -> None:
    name = "Kiểm tra hồ sơ, lập phiếu chuyển thông tin địa chính " * 20
    lines = wrapped(name, 28, 4)
    assert len(lines) == 4
    assert all(len(line) <= 28 for line in lines)
    assert lines[-1].endswith("…")
    assert name in draw(Graph("k", "n", (Node("a", "user", name),), ()), {}, prefix="p")


@pytest.mark.django_db
def test_the_picture_shows_where_a_dossier_is(team, django_assert_num_queries) -> None:
    definition = published(land_process())
    first, _second = finished(started(definition, team.office).opened[0], team.hoa).opened
    finished(first, team.binh, hours=2)
    with django_assert_num_queries(2):
        svg = queries.diagram_svg(definition.id, 1)
    root = fromstring(svg)
    assert "Đang ở: “Kiểm tra quy hoạch”" in root.find("desc").text
    now = [g for g in root.iter("g") if "process__node--now" in g.get("class", "")]
    assert [g.find("title").text for g in now] == [
        "Kiểm tra quy hoạch — Chuyên viên phòng Đất đai — đang xử lý"
    ]
    done = [g for g in root.iter("g") if "process__node--done" in g.get("class", "")]
    assert len(done) == 2
    assert all("✓" in "".join(g.itertext()) for g in done)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [
        root.find("title").get("id"),
        root.find("desc").get("id"),
    ]


@pytest.mark.django_db
def test_the_table_says_the_same_as_the_picture(team, django_assert_num_queries) -> None:
    definition = published(land_process())
    received = started(definition, team.office).opened[0]
    check = finished(received, team.hoa).opened[0]
    with django_assert_num_queries(2):
        rows = queries.diagram_table(definition.id, 1)
    assert [(row.no, row.node_id, row.progress) for row in rows] == [
        ("1", "nhan", "done"),
        ("2", "dia_chinh", "now"),
        ("3", "quy_hoach", "now"),
        ("4", "duyet", "ahead"),
        ("5", "thue", "ahead"),
        ("6", "tra", "ahead"),
    ]
    assert rows[0].progress_text == "đã xong"
    assert (rows[4].kind, rows[4].stops_clock) == ("wait", True)
    with transaction.atomic():
        commands.cancel(subject_id=1, at=check.opened_at)
    assert queries.diagram_table(definition.id, 1)[1].progress_text == "đã dừng"


@pytest.mark.django_db
def test_a_step_done_twice_says_so(team) -> None:
    definition = published(standard_graph())
    team.office.units["department"] = team.office.units["deciding"]
    item = finished(started(definition, team.office).opened[0], team.hoa).opened[0]
    with transaction.atomic():
        back = commands.send_back(
            item_id=item.id, to_node_id="buoc_1", by=team.binh.actor, at=item.opened_at
        )
    rows = queries.diagram_table(definition.id, 1)
    assert rows[0].progress_text == "đang xử lý (lần 2)"
    assert rows[1].progress_text == "đã trả lại bước trước"
    assert back.opened[0].opened_at > MONDAY


@pytest.mark.django_db
def test_a_process_alone_has_no_states(team, django_assert_num_queries) -> None:
    definition = published(standard_graph())
    queries.definition(definition.id)
    with django_assert_num_queries(0):
        svg = queries.diagram_svg(definition.id, None)
        rows = queries.diagram_table(definition.id, None)
    assert "process__node--now" not in svg
    assert {row.progress_text for row in rows} == {""}
