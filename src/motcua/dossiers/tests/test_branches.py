"""Several work at once: the dossier is over when the last of them is, and time stands still while
anybody outside is still waited for."""

from datetime import timedelta

import pytest

from motcua.dossiers import commands
from motcua.dossiers.errors import NothingToReturn, ResultMissing, ReturnedAtCounter
from motcua.dossiers.models import Dossier, InboxRow, ProcessBinding
from motcua.dossiers.states import Clock, Handback, State
from motcua.kernel.dates import since
from motcua.workflow import queries as processes
from motcua.workflow.commands import publish
from motcua.workflow.graph import Flow, Graph, Lane, Node
from tests.world import HONEY, NOON, SINCE, SYSTEM, receive

LANES = (
    Lane("counter", "Bộ phận một cửa", "receiving", "counter"),
    Lane("division", "Phòng chuyên môn", "division", "appraiser"),
    Lane("council", "Hội đồng thẩm định", "external:board", "appraiser"),
)


def run_by(world, nodes, arrows, promises=("Trả kết quả",)):
    """Let the honey procedure run by a drawn process."""
    flows = tuple(Flow(f"f{no}", *arrow.split(">")) for no, arrow in enumerate(arrows.split(), 1))
    graph = Graph("nhanh", "Quy trình có nhánh", nodes, flows, LANES, promises)
    publish(graph, key="nhanh", source="Quy trình thử", by=SYSTEM, at=NOON)
    ProcessBinding.objects.create(
        procedure_code=HONEY["code"],
        procedure_name=HONEY["name"],
        definition_key="nhanh",
        source="Quy trình thử",
        valid=since(SINCE),
    )


def task(name, lane, step_kind, **more):
    return Node(name, "user", name, lane, step_kind=step_kind, **more)


def wait(name, *, stops=True, step_kind="external", **more):
    return Node(name, "wait", name, "council", step_kind=step_kind, stops_clock=stops, **more)


def ends():
    return Node("start", "start", lane_id="counter"), Node("end", "end", lane_id="counter")


def fork():
    return Node("fork", "parallel", lane_id="counter"), Node("join", "parallel", lane_id="counter")


def step(received, name):
    found = [i for i in processes.open_items(received.dossier_id) if i.node_id == name]
    assert len(found) == 1, f"{name} is not open"
    return found[0]


def finish(received, name, by, at=NOON):
    commands.finish_item(item_id=step(received, name).id, by=by, at=at)


def over(received, name, by, at):
    commands.end_wait(item_id=step(received, name).id, document="Văn bản 7", by=by, at=at)


def decide(world, received, at=NOON):
    commands.record_result(
        dossier_id=received.dossier_id,
        outcome="positive",
        number="7/GP",
        day=at.date(),
        by=world.binh,
        at=at,
    )


def reload(received):
    return Dossier.objects.get(pk=received.dossier_id)


@pytest.fixture
def two_hands(world):
    """Hoa may return while Bình still corrects the register: as Quyết định 138/2025, Điều 42."""
    run_by(
        world,
        (
            *ends(),
            *fork(),
            task("nhan", "counter", "receive"),
            task("xet", "division", "appraise"),
            task("tra", "counter", "return", ends_promise=1),
            task("chinh_ly", "division", "process"),
        ),
        "start>nhan nhan>xet xet>fork fork>tra fork>chinh_ly tra>join chinh_ly>join join>end",
    )
    received = receive(world)
    finish(received, "nhan", world.hoa)
    return received


def test_the_dossier_is_not_done_while_binh_still_corrects_the_register(world, two_hands):
    decide(world, two_hands)
    finish(two_hands, "xet", world.binh)
    assert (reload(two_hands).state, reload(two_hands).handback) == (State.PROCESSING, "none")
    with pytest.raises(NothingToReturn):
        collect(world, two_hands, NOON)
    later = NOON + timedelta(days=1)
    finish(two_hands, "chinh_ly", world.binh, later)
    done = reload(two_hands)
    assert (done.state, done.handback, done.done_at) == (State.DONE, Handback.READY, later)
    assert done.promises.get().kept_at == later
    collect(world, two_hands, later)
    assert reload(two_hands).handback == Handback.COLLECTED
    assert processes.open_items(two_hands.dossier_id) == []
    assert not InboxRow.objects.exists()


def test_the_last_branch_does_not_end_without_a_result(world, two_hands):
    finish(two_hands, "xet", world.binh)
    with pytest.raises(ResultMissing):
        finish(two_hands, "chinh_ly", world.binh)
    decide(world, two_hands)
    finish(two_hands, "chinh_ly", world.binh)
    assert reload(two_hands).state == State.DONE


def test_hoa_cannot_tick_the_return_off_without_handing_anything_over(world, two_hands):
    finish(two_hands, "xet", world.binh)
    with pytest.raises(ReturnedAtCounter):
        finish(two_hands, "tra", world.hoa)


def collect(world, received, at):
    commands.return_result(
        dossier_id=received.dossier_id,
        name="Nguyễn Thị Ánh Tuyết",
        relation="owner",
        checked="card",
        by=world.hoa,
        at=at,
    )


def two_waits(world, **second):
    run_by(
        world,
        (
            *ends(),
            *fork(),
            task("nhan", "counter", "receive"),
            task("xet", "division", "appraise"),
            wait("hoi_dong"),
            wait("y_kien", **second),
            task("tra", "counter", "return", ends_promise=1),
        ),
        "start>nhan nhan>fork fork>hoi_dong fork>y_kien hoi_dong>join y_kien>join"
        " join>xet xet>tra tra>end",
    )
    received = receive(world)
    finish(received, "nhan", world.hoa)
    return received


def turns(received):
    return list(reload(received).ledger.order_by("no").values_list("kind", "at"))


def test_time_stands_still_until_the_last_one_outside_has_answered(world):
    received = two_waits(world)
    assert reload(received).clock == Clock.OUTSIDE
    two, seven = NOON + timedelta(days=2), NOON + timedelta(days=7)
    over(received, "hoi_dong", world.hoa, two)
    assert reload(received).clock == Clock.OUTSIDE
    over(received, "y_kien", world.hoa, seven)
    dossier = reload(received)
    assert dossier.clock == Clock.RUNNING
    assert turns(received) == [("start", NOON), ("pause", NOON), ("resume", seven)]
    assert dossier.due_at - dossier.promises.get().original_due_at == timedelta(days=4)  # + weekend


def test_an_opinion_that_stops_no_clock_does_not_start_it_either(world):
    received = two_waits(world, stops=False)
    over(received, "y_kien", world.hoa, NOON + timedelta(days=2))
    assert reload(received).clock == Clock.OUTSIDE
    over(received, "hoi_dong", world.hoa, NOON + timedelta(days=7))
    assert reload(received).clock == Clock.RUNNING


def test_a_colleague_who_pressed_a_moment_earlier_but_came_second_is_not_turned_away(world):
    run_by(
        world,
        (
            *ends(),
            *fork(),
            task("nhan", "counter", "receive"),
            task("do_dac", "division", "process"),
            task("xet", "division", "appraise"),
            task("tra", "counter", "return", ends_promise=1),
        ),
        "start>nhan nhan>fork fork>do_dac fork>xet do_dac>join xet>join join>tra tra>end",
    )
    received = receive(world)
    finish(received, "nhan", world.hoa)
    decide(world, received)
    finish(received, "xet", world.binh, NOON + timedelta(seconds=2))
    finish(received, "do_dac", world.binh, NOON + timedelta(seconds=1))
    assert reload(received).state == State.DONE
