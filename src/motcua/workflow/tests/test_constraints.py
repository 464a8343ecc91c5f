"""What `psql` or a script would try: the database refuses it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import InternalError

from motcua.workflow.models import Definition, Instance, Token, WorkItem

from .factories import MONDAY, finished, insert, published, started
from .graphs import land_process

pytestmark = pytest.mark.django_db
EARLIER = MONDAY - timedelta(days=1)


@pytest.fixture
def running(team):
    """A dossier with one item done and two open, one of them taken."""
    definition = published(land_process())
    first, second = finished(started(definition, team.office).opened[0], team.hoa).opened
    WorkItem.objects.filter(pk=second.id).update(
        post=team.cuc.post_id, taken_at=MONDAY + timedelta(hours=2)
    )
    return WorkItem.objects.get(pk=first.id)


def refused(name: str) -> object:
    return pytest.raises(DatabaseError, match=name)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_definition SET xml = xml || ' '",
        "UPDATE workflow_definition SET name = 'x'",
        "UPDATE workflow_definition SET is_template = true",
        "UPDATE workflow_definition SET published_at = now()",
        "DELETE FROM workflow_definition",
    ],
)
def test_a_published_definition_never_changes(team, statement: str) -> None:
    published(land_process())
    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute(statement)


def definition(**changes: object) -> dict[str, object]:
    from hashlib import sha256

    return {
        "key": "k",
        "version": 1,
        "name": "n",
        "xml": "<x/>",
        "sha256": sha256(b"<x/>").hexdigest(),
        "is_template": False,
        "source": "",
        "promises": [],
        "total": "",
        "published_at": MONDAY,
    } | changes


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sha256": "0" * 64}, "sha256 is not of this xml"),
        ({"version": 0}, "definition_version_from_1"),
        ({"name": ""}, "definition_named"),
        ({"key": ""}, "definition_named"),
    ],
)
def test_an_odd_definition_is_refused(team, changes, constraint: str) -> None:
    with refused(constraint):
        insert("workflow_definition", **definition(**changes))


def test_a_version_is_published_once(team) -> None:
    insert("workflow_definition", **definition())
    with refused("definition_version_once"):
        insert("workflow_definition", **definition())


ITEM_FAULTS = {
    "item_state_known": {"state": "lost", "finished_at": MONDAY + timedelta(days=1)},
    "item_kind_known": {"kind": "note"},
    "item_open_iff_unfinished": {"state": "cancelled"},
    "item_outcome_iff_done": {"state": "done", "finished_at": MONDAY + timedelta(days=1)},
    "item_task_is_somebodys": {"role": ""},
    "item_wait_is_nobodys": {"kind": "wait", "post_id": -1},
    "item_taken_by_a_post": {"taken_at": MONDAY + timedelta(days=1)},
    "item_due_needs_allotted": {"due_at": MONDAY, "allotted": None},
    "item_times_in_order": {"finished_at": EARLIER, "state": "sent_back"},
}


@pytest.mark.parametrize("name", ITEM_FAULTS)
def test_an_impossible_item_is_refused(running, team, name: str) -> None:
    changes = ITEM_FAULTS[name]
    if "post_id" in changes:
        changes = changes | {"post_id": team.binh.post_id}
    with refused(name):
        WorkItem.objects.filter(pk=running.pk).update(**changes)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("item_open_iff_unfinished", {"finished_at": MONDAY + timedelta(days=1)}),
        ("item_open_iff_unfinished", {"outcome": "dat"}),
        ("item_task_is_somebodys", {"unit_id": None}),
        ("item_times_in_order", {"taken_at": EARLIER, "post_id": 0}),
    ],
)
def test_an_open_item_has_no_end_and_somebody_to_do_it(running, team, name, changes) -> None:
    if "post_id" in changes:
        changes = changes | {"post_id": team.binh.post_id}
    with refused(name):
        WorkItem.objects.filter(pk=running.pk).update(**changes)


def test_an_instance_is_ended_when_it_has_a_date_and_not_before(running) -> None:
    for changes in (
        {"ended_as": "completed"},
        {"ended_at": MONDAY},
        {"ended_as": "lost", "ended_at": MONDAY},
    ):
        with refused("instance_ended_iff_dated"), transaction.atomic():
            Instance.objects.update(**changes)
    with refused("instance_ends_after_start"):
        Instance.objects.update(ended_at=EARLIER, ended_as="completed")


def test_a_subject_has_one_running_instance_and_a_place_one_live_token(running) -> None:
    row = Instance.objects.get()
    with refused("instance_one_runs"), transaction.atomic():
        Instance.objects.create(
            subject_id=1, definition_id=row.definition_id, route={}, started_at=MONDAY
        )
    with refused("token_one_lives"), transaction.atomic():
        Token.objects.create(instance=row, node_id="dia_chinh", arrived_at=MONDAY)
    with refused("token_leaves_after_arrival"):
        Token.objects.filter(left_at__isnull=True).update(left_at=EARLIER)


def at_once() -> None:
    """Check now what is otherwise checked at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def end(item: WorkItem) -> None:
    Token.objects.filter(pk=item.token_id).update(left_at=MONDAY + timedelta(days=1))


def close(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).update(
        state="sent_back", finished_at=MONDAY + timedelta(days=1)
    )


def forget(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).delete()


def send_elsewhere(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).update(node_id="duyet")


def give_to_another(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).update(subject_id=2)


def stray_token(item: WorkItem) -> None:
    Token.objects.create(instance_id=item.instance_id, node_id="duyet", arrived_at=MONDAY)


def ended_too_early(item: WorkItem) -> None:
    Instance.objects.update(ended_at=MONDAY + timedelta(days=1), ended_as="completed")


@pytest.mark.parametrize(
    ("sabotage", "constraint"),
    [
        (end, "disagree"),
        (close, "disagree"),
        (forget, "disagree"),
        (send_elsewhere, "another instance, subject or node"),
        (give_to_another, "another instance, subject or node"),
        (stray_token, "disagree"),
        (ended_too_early, "instance"),
    ],
)
def test_tokens_items_and_instances_agree_at_commit(running, sabotage, constraint) -> None:
    at_once()
    with pytest.raises((IntegrityError, InternalError), match=constraint):
        sabotage(running)


def test_an_instance_without_a_live_token_has_ended(running) -> None:
    Token.objects.filter(left_at__isnull=True).update(left_at=MONDAY + timedelta(days=1))
    WorkItem.objects.filter(state="open").update(
        state="cancelled", finished_at=MONDAY + timedelta(days=1)
    )
    with pytest.raises(IntegrityError, match="live tokens disagree"), transaction.atomic():
        at_once()
    Instance.objects.update(ended_at=MONDAY + timedelta(days=1), ended_as="cancelled")
    at_once()


def test_the_database_has_no_definition_that_its_own_hash_denies(team) -> None:
    published(land_process())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM workflow_definition "
            "WHERE sha256 <> encode(sha256(convert_to(xml, 'UTF8')), 'hex')"
        )
        assert cursor.fetchone() == (0,)
    assert Definition.objects.count() == 1
