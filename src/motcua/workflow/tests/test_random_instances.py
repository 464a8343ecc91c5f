"""Random processes with rows written: the database agrees with the pure walk at every step."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.workflow import commands, queries
from motcua.workflow.graph import DONE
from motcua.workflow.models import Instance, Token

from .factories import MONDAY, published, started
from .graphs import structured

pytestmark = pytest.mark.django_db


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(structured(), st.data())
def test_every_instance_ends_with_its_rows_in_order(team, built, data) -> None:
    definition = published(built.graph())
    with transaction.atomic():
        _live_a_whole_life(team, built, definition, data)
        transaction.set_rollback(True)


def _live_a_whole_life(team, built, definition, data) -> None:
    at, patience = MONDAY, 12
    started(definition, team.office, way=0)
    while open_now := queries.open_items(1):
        _agree(built, open_now)
        item = data.draw(st.sampled_from(open_now))
        at, patience = at + timedelta(minutes=10), patience - 1
        back = queries.backable_nodes(item.id) if item.kind == "task" else []
        variables = {"way": data.draw(st.integers(0, 2))}
        if item.kind == "wait":
            commands.end_wait(wait_id=item.id, variables=variables, at=at)
        elif back and patience > 0 and data.draw(st.booleans()):
            to = data.draw(st.sampled_from(back)).node_id
            commands.send_back(item_id=item.id, to_node_id=to, by=team.binh.actor, at=at)
        else:
            codes = [outcome.code for outcome in item.outcomes]
            outcome = data.draw(st.sampled_from(codes)) if patience > 0 else DONE
            commands.finish(
                item_id=item.id, outcome=outcome, variables=variables, by=team.binh.actor, at=at
            )
    assert Instance.objects.get().ended_as == "completed"
    assert not Token.objects.filter(left_at__isnull=True).exists()
    assert {item.state for item in queries.items(1)} <= {"done", "sent_back"}


def _agree(built, open_now) -> None:
    """Rows hold their constraints now, and live tokens share the one token exactly."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    live = Token.objects.filter(left_at__isnull=True).values_list("node_id", flat=True)
    assert sum(built.weight[node_id] for node_id in live) == 1
    assert len({item.node_id for item in open_now}) == len(open_now)
