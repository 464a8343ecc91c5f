"""Dossiers on their way, with people, on a real database."""

from datetime import timedelta

import pytest
from django.db import transaction

from motcua.kernel.errors import NotPermitted
from motcua.workflow import commands, permissions, queries
from motcua.workflow.errors import (
    AlreadyRunning,
    ItemClosed,
    ItemHeld,
    NotBackable,
    NothingRunning,
    PostUnfit,
    UnitNotFound,
    UnknownItem,
    UnknownOutcome,
)
from motcua.workflow.graph import Node
from motcua.workflow.models import Instance, Token

from .factories import MONDAY, finished, published, route, started
from .graphs import COUNTER, EXPERT, graph, land_process, user

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def land(team):
    return published(land_process())


def test_a_dossier_goes_from_the_counter_to_its_result(team, land) -> None:
    received = started(land, team.office).opened[0]
    assert (received.name, received.unit_id, received.role) == (
        "Tiếp nhận",
        team.office.units["receiving"],
        "counter",
    )
    split = finished(received, team.hoa)
    assert [item.node_id for item in split.opened] == ["dia_chinh", "quy_hoach"]
    assert split.closed[0].outcome == "done"
    first, second = split.opened
    assert finished(second, team.cuc, hours=2).opened == ()
    joined = finished(first, team.binh, hours=3)
    (approval,) = joined.opened
    assert [(o.code, o.label) for o in approval.outcomes] == [
        ("dat", "Đạt"),
        ("khong", "Không đạt"),
    ]
    taxed = finished(approval, team.em, "dat", hours=4)
    assert taxed.opened == ()
    (wait,) = taxed.waits_opened
    assert (wait.kind, wait.stops_clock, wait.ends_promise, wait.unit_id) == ("wait", True, 1, None)
    assert taxed.decisions == ("Kết quả duyệt: đi nhánh mặc định “Chờ nộp thuế”.",)
    with transaction.atomic():
        paid = commands.end_wait(
            wait_id=wait.id, variables={"paid": True}, at=MONDAY + timedelta(hours=8)
        )
    assert [item.node_id for item in paid.waits_ended] == ["thue"]
    (giving,) = paid.opened
    assert giving.ends_promise == 2
    last = finished(giving, team.hoa, hours=9)
    assert last.ended
    assert last.opened == ()
    assert Instance.objects.get().ended_as == "completed"
    assert Instance.objects.get().variables == {"paid": True}
    assert [i.node_id for i in queries.items(1)] == [
        "nhan",
        "dia_chinh",
        "quy_hoach",
        "duyet",
        "thue",
        "tra",
    ]


def test_the_allotted_time_of_a_step_ends_by_the_calendar_of_its_unit(team, land) -> None:
    received = started(land, team.office).opened[0]
    assert received.allotted is not None
    assert received.allotted.text == "4 giờ"
    assert received.due_at == MONDAY + timedelta(hours=6)  # 8:00, lunch from 11:30 to 13:30


def test_a_step_without_a_printed_duration_has_none(team, land) -> None:
    checks = finished(started(land, team.office).opened[0], team.hoa).opened
    assert [(i.allotted is None, i.due_at is None) for i in checks] == [
        (False, False),
        (True, True),
    ]


def test_a_subject_runs_through_one_process_at_a_time(team, land) -> None:
    started(land, team.office)
    with pytest.raises(AlreadyRunning):
        started(land, team.office)


def test_who_may_finish_a_step(team, land) -> None:
    item = started(land, team.office).opened[0]
    for stranger in (team.binh, team.em, team.dung):
        with pytest.raises(NotPermitted):
            finished(item, stranger)
    assert queries.item(item.id).state == "open"


def test_what_a_colleague_holds_is_theirs(team, land) -> None:
    check = finished(started(land, team.office).opened[0], team.hoa).opened[0]
    with transaction.atomic():
        held = commands.take(item_id=check.id, by=team.binh.actor, at=LATER)
        again = commands.take(item_id=check.id, by=team.binh.actor, at=LATER + timedelta(hours=1))
    assert (held.person_post_id, held.taken_at) == (team.binh.post_id, LATER)
    assert again.taken_at == LATER
    with pytest.raises(ItemHeld) as refusal, transaction.atomic():
        commands.take(item_id=check.id, by=team.cuc.actor, at=LATER)
    assert "Trần Văn Bình" in str(refusal.value)
    with pytest.raises(NotPermitted):
        finished(check, team.cuc)
    assert finished(check, team.binh, hours=4).closed[0].closed_by_post_id == team.binh.post_id


def test_the_leader_of_the_unit_gives_work_to_its_people(team, land) -> None:
    check = finished(started(land, team.office).opened[0], team.hoa).opened[0]

    def assign(to, by):
        with transaction.atomic():
            return commands.assign(item_id=check.id, post_id=to.post_id, by=by.actor, at=LATER)

    assert assign(team.cuc, team.dung).person_post_id == team.cuc.post_id
    with pytest.raises(PostUnfit):
        assign(team.hoa, team.dung)
    with pytest.raises(PostUnfit):
        assign(team.dung, team.dung)
    for stranger in (team.hoa, team.em, team.binh):
        with pytest.raises(NotPermitted):
            assign(team.binh, stranger)
    assert assign(team.binh, team.cuc).taken_at is None
    finished(check, team.binh, hours=5)
    with pytest.raises(ItemClosed):
        assign(team.cuc, team.dung)


def test_buttons_and_commands_agree(team, land) -> None:
    item = started(land, team.office).opened[0]
    check = finished(item, team.hoa).opened[0]
    acts = permissions.acts_on
    assert acts(check, team.binh.actor) == {"take", "finish", "send_back", "assign"}
    assert acts(check, team.dung.actor) == {"assign"}
    assert acts(check, team.hoa.actor) == frozenset()
    assert acts(queries.item(item.id), team.hoa.actor) == frozenset()


def test_an_outcome_that_is_not_offered_is_refused(team, land) -> None:
    item = started(land, team.office).opened[0]
    with pytest.raises(UnknownOutcome) as refusal:
        finished(item, team.hoa, "dat")
    assert "Tiếp nhận" in str(refusal.value)


def test_a_step_without_a_choice_needs_no_outcome_and_one_with_a_choice_does(team, land) -> None:
    received = finished(started(land, team.office).opened[0], team.hoa, "")
    assert received.closed[0].outcome == "done"
    first, second = received.opened
    finished(first, team.binh, "")
    approval = finished(second, team.cuc, "").opened[0]
    with pytest.raises(UnknownOutcome) as refusal:
        finished(approval, team.em, "")
    assert "Đạt, Không đạt" in str(refusal.value)


def test_who_comes_second_is_told_who_was_first_and_when(team, land) -> None:
    check = finished(started(land, team.office).opened[0], team.hoa).opened[0]
    finished(check, team.binh, hours=2)
    with pytest.raises(ItemClosed) as refusal:
        finished(check, team.cuc, hours=3)
    assert "Trần Văn Bình" in str(refusal.value)
    assert "10:00 23/11/2026" in str(refusal.value)


def test_sending_back_opens_the_earlier_step_again(team, land) -> None:
    received = started(land, team.office).opened[0]
    first, second = finished(received, team.hoa).opened
    finished(first, team.binh, hours=2)
    approval = finished(second, team.cuc, hours=3).opened[0]
    assert [n.node_id for n in queries.backable_nodes(approval.id)] == ["nhan"]
    with transaction.atomic():
        back = commands.send_back(
            item_id=approval.id, to_node_id="nhan", by=team.em.actor, at=LATER
        )
    assert back.closed[0].state == "sent_back"
    assert back.closed[0].outcome == ""
    (again,) = back.opened
    assert (again.node_id, again.state) == ("nhan", "open")
    assert (again.person_post_id, again.taken_at) == (team.hoa.post_id, None)
    assert not back.ended
    assert len(finished(again, team.hoa, hours=5).opened) == 2


def test_who_has_left_the_post_does_not_get_the_step_again(team, land) -> None:
    received = started(land, team.office).opened[0]
    first, second = finished(received, team.hoa).opened
    finished(first, team.binh)
    approval = finished(second, team.cuc).opened[0]
    del team.office.people[team.hoa.post_id]
    with transaction.atomic():
        back = commands.send_back(
            item_id=approval.id, to_node_id="nhan", by=team.em.actor, at=LATER
        )
    assert back.opened[0].person_post_id is None


def test_out_of_a_parallel_branch_nothing_is_sent_back(team, land) -> None:
    check = finished(started(land, team.office).opened[0], team.hoa).opened[0]
    assert queries.backable_nodes(check.id) == []
    with pytest.raises(NotBackable), transaction.atomic():
        commands.send_back(item_id=check.id, to_node_id="nhan", by=team.binh.actor, at=LATER)
    with pytest.raises(NotPermitted), transaction.atomic():
        commands.send_back(item_id=check.id, to_node_id="nhan", by=team.hoa.actor, at=LATER)


def test_a_step_nobody_has_a_unit_for_stops_the_act_and_changes_nothing(team) -> None:
    leader = graph(
        (Node("s", "start"), user("a", lane=COUNTER), user("b", lane=EXPERT), Node("e", "end")),
        "s>a",
        "a>b",
        "b>e",
    )
    item = started(published(leader), team.office).opened[0]
    del team.office.units["division"]
    with pytest.raises(UnitNotFound) as refusal:
        finished(item, team.hoa)
    assert "Chuyên viên phòng Đất đai" in str(refusal.value)
    assert queries.item(item.id).state == "open"
    assert len(queries.open_items(1)) == 1


def test_cancelling_leaves_nothing_open(team, land) -> None:
    finished(started(land, team.office).opened[0], team.hoa)
    with transaction.atomic():
        stopped = commands.cancel(subject_id=1, at=LATER)
    assert {item.state for item in stopped.closed} == {"cancelled"}
    assert stopped.ended
    assert queries.open_items(1) == []
    assert not Token.objects.filter(left_at__isnull=True).exists()
    with pytest.raises(NothingRunning), transaction.atomic():
        commands.cancel(subject_id=1, at=LATER)
    assert started(land, team.office).opened


def test_a_wait_ends_once_and_is_nobodys_task(team, land) -> None:
    received = started(land, team.office).opened[0]
    first, second = finished(received, team.hoa).opened
    finished(first, team.binh)
    wait = finished(finished(second, team.cuc).opened[0], team.em, "dat").waits_opened[0]
    with pytest.raises(NotPermitted):
        finished(wait, team.em)
    with transaction.atomic():
        commands.end_wait(wait_id=wait.id, variables={}, at=LATER)
    with pytest.raises(ItemClosed) as refusal, transaction.atomic():
        commands.end_wait(wait_id=wait.id, variables={}, at=LATER)
    assert "hệ thống" in str(refusal.value)
    with pytest.raises(UnknownItem), transaction.atomic():
        commands.end_wait(wait_id=received.id, variables={}, at=LATER)


def test_acts_that_move_a_dossier_are_parts_of_its_command(real_team) -> None:
    with pytest.raises(RuntimeError):
        commands.start(
            subject_id=1, definition_id=1, route=route(real_team.office), variables={}, at=MONDAY
        )


def test_what_comes_next_is_told_in_order(team, land) -> None:
    finished(started(land, team.office).opened[0], team.hoa)
    assert [node.node_id for node in queries.next_steps(1)] == ["duyet", "thue", "tra"]
    assert queries.next_steps(2) == []


def test_finishing_a_step_takes_few_statements(team, land, django_assert_max_num_queries) -> None:
    received = started(land, team.office).opened[0]
    savepoint = 2
    with django_assert_max_num_queries(
        7 + savepoint
    ):  # lock, read, parked, close, leave, 2 inserts
        first, second = finished(received, team.hoa).opened
    with django_assert_max_num_queries(6 + savepoint):  # no item opens: only the token at the join
        finished(first, team.binh)
    with django_assert_max_num_queries(7 + savepoint):
        approval = finished(second, team.cuc, hours=2).opened[0]
    with django_assert_max_num_queries(8 + savepoint):  # and what the step adds for conditions
        finished(approval, team.em, "dat", hours=3, amount=5)


def test_an_item_is_found_by_its_public_id_only_when_it_exists(team, land) -> None:
    item = started(land, team.office).opened[0]
    assert queries.item_by_public_id(item.public_id) == queries.item(item.id) == item
    with pytest.raises(UnknownItem):
        queries.item_by_public_id("khong-co")
    with pytest.raises(UnknownItem):
        queries.item(0)
