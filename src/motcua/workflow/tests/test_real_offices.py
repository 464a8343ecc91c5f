"""The standard process in a real province: its units, posts and calendars, nothing stood in."""

from datetime import timedelta

import pytest
from django.db import transaction

from motcua.kernel.actor import Actor
from motcua.kernel.working_time import TimeLimit
from motcua.organizations import queries as organizations
from motcua.organizations.tests import factories as of
from motcua.workflow import commands, queries
from motcua.workflow.graph import Node
from motcua.workflow.standard import standard_graph

from .factories import MONDAY, published
from .graphs import COUNTER, EXPERT, graph, user

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


@pytest.fixture
def province():
    found = of.province()
    of.office_hours("hanh-chinh", found["tinh"], 7)
    return found


def hired(unit_id: int, role: str) -> Actor:
    """Somebody in a post of that unit."""
    person_id = of.person(f"{role}{unit_id}".replace("_", ""), f"Người giữ {role} {unit_id}")
    of.appoint(person_id, unit_id, role)
    actor = organizations.actor(person_id, None, DAY)
    assert actor is not None
    return actor


def route(province: of.Province, receiving: str, deciding: str) -> queries.RouteContext:
    return queries.RouteContext(province[receiving], province[deciding], None, "dat-dai")


@pytest.mark.parametrize(
    ("level", "receiving", "deciding", "approver"),
    [
        ("department", "tt-tinh", "so", "department_leader"),
        ("commune", "tt-sen", "sen", "unit_leader"),
        ("commune", "tt-tinh", "sen", "unit_leader"),
    ],
)
def test_a_dossier_goes_through_the_standard_process(
    province, level, receiving, deciding, approver
) -> None:
    definition = published(standard_graph(level))
    where = route(province, receiving, deciding)
    with transaction.atomic():
        moved = commands.start(
            subject_id=1, definition_id=definition.id, route=where, variables={}, at=MONDAY
        )
    hands: dict[tuple[int, str], Actor] = {}
    passed, at = [], MONDAY
    while moved.opened:
        (item,) = moved.opened
        assert item.unit_id is not None
        seat = (item.unit_id, item.role)
        hands[seat] = hands.get(seat) or hired(*seat)
        passed.append((item.node_id, item.role, item.unit_reason != ""))
        at += timedelta(hours=1)
        with transaction.atomic():
            moved = commands.finish(
                item_id=item.id, outcome="", variables={}, by=hands[seat], at=at
            )
    assert moved.ended
    assert passed == [
        ("buoc_1", "counter", True),
        ("buoc_2", "appraiser", True),
        ("buoc_3", "unit_leader", True),
        ("buoc_4", approver, True),
        ("buoc_5", "appraiser", True),
        ("tra_ket_qua", "counter", True),
    ]


def test_finishing_in_a_real_province_takes_few_statements(
    province, django_assert_max_num_queries
) -> None:

    steps = (
        Node("s", "start"),
        user("a", lane=COUNTER, allotted=TimeLimit.parse("4 giờ")),
        user("b", lane=EXPERT, allotted=TimeLimit.parse("2 ngày làm việc")),
        Node("e", "end"),
    )
    definition = published(graph(steps, "s>a", "a>b", "b>e"))
    with transaction.atomic():
        item = commands.start(
            subject_id=1,
            definition_id=definition.id,
            route=route(province, "tt-tinh", "so"),
            variables={},
            at=MONDAY,
        ).opened[0]
    assert item.due_at == MONDAY + timedelta(hours=6)
    officer = hired(item.unit_id or 0, "counter")
    organizations.calendar_of(item.unit_id or 0, DAY)
    savepoint = 2
    with django_assert_max_num_queries(10 + savepoint), transaction.atomic():
        commands.finish(item_id=item.id, outcome="", variables={}, by=officer, at=MONDAY)
