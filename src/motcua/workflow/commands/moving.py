"""Start, finish, send back, end a wait, cancel: everything that moves a token."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest

from motcua.kernel.actor import Actor
from motcua.kernel.transactions import part_of_command
from motcua.organizations.queries import RouteContext
from motcua.workflow import variables as stored
from motcua.workflow.definitions import graph_of
from motcua.workflow.engine import Advance, advance
from motcua.workflow.errors import AlreadyRunning, NotBackable, UnknownItem, UnknownOutcome
from motcua.workflow.graph import DONE, Graph, outcomes_of
from motcua.workflow.models import Instance, Token, WorkItem
from motcua.workflow.shape import goes_back_to
from motcua.workflow.states import Ending, ItemKind, ItemState
from motcua.workflow.values import Movement

from .locking import lock_by_item, lock_by_subject, require_open, require_task_of
from .rows import close, movement, open_rests


@part_of_command
def start(
    *,
    subject_id: int,
    definition_id: int,
    route: RouteContext,
    variables: Mapping[str, object],
    at: datetime,
) -> Movement:
    """Begin a process for a subject: its first tasks and waits open.

    :param route: from which the unit of every step is resolved, kept for the whole way.
    :param variables: what conditions may ask (bool, int, Decimal, str, date, lists of them).
    :raises AlreadyRunning: a process of this subject has not ended.
    :raises UnitNotFound: a first step has no unit.
    """
    graph = graph_of(definition_id)
    instance = _begun(
        Instance(
            subject_id=subject_id,
            definition_id=definition_id,
            route=asdict(route),
            variables=stored.to_json(variables),
            started_at=at,
        )
    )
    moved = advance(graph, graph.start.id, {**variables, "outcome": ""}, frozenset())
    return _go_on(instance, graph, moved, [], [], at)


_BEGIN = """
INSERT INTO workflow_instance (subject_id, definition_id, route, variables, started_at, ended_as)
VALUES (%s, %s, %s, %s, %s, '') ON CONFLICT (subject_id) WHERE ended_at IS NULL DO NOTHING
RETURNING id
"""


def _begun(instance: Instance) -> Instance:
    """Write a new instance. One statement: its index knows whether another one still runs.

    :raises AlreadyRunning: it does.
    """
    row: list[Any] = [
        instance.subject_id,
        instance.definition_id,
        json.dumps(instance.route),
        json.dumps(instance.variables),
        instance.started_at,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, row)
        if (made := cursor.fetchone()) is None:
            raise AlreadyRunning
    instance.pk = made[0]
    instance._state.adding = False
    return instance


@part_of_command
def finish(
    *, item_id: int, outcome: str, variables: Mapping[str, object], by: Actor, at: datetime
) -> Movement:
    """Finish a task with one of its outcomes; what comes next opens.

    :param outcome: may be empty where the step offers no choice.
    :param variables: what this step adds to, or changes in, what conditions may ask.
    :raises NotPermitted: the item is for another unit or role, or a colleague holds it.
    :raises ItemClosed: it was finished a moment ago; says by whom and when.
    :raises UnknownOutcome: the step offers no such outcome.
    :raises UnreadableCondition: the next gateway cannot decide.
    :raises ChoiceUnclear: the next gateway cannot decide.
    """
    instance, item = lock_by_item(item_id)
    require_task_of(item, by, "finish")
    graph = graph_of(instance.definition_id)
    outcome = _offered(graph, item, outcome)
    item.post_id = item.post_id or by.holder_id
    item.closed_by_id = by.post_id
    return _leave(instance, graph, item, outcome, variables, at)


def _offered(graph: Graph, item: WorkItem, outcome: str) -> str:
    """The outcome that was chosen; none chosen is the only one there is."""
    offered = outcomes_of(graph, item.node_id)
    if not outcome and len(offered) == 1:
        return offered[0].code
    if outcome not in {o.code for o in offered}:
        names = ", ".join(o.label or o.code for o in offered)
        raise UnknownOutcome(step=item.name, offered=names)
    return outcome


@part_of_command
def end_wait(*, wait_id: int, variables: Mapping[str, object], at: datetime) -> Movement:
    """What was waited for has come (tax paid, papers supplemented): go on.

    Who may say so is for the caller to check: outside this room a wait belongs to nobody.

    :raises UnknownItem: no such wait.
    :raises ItemClosed: the wait has already ended.
    """
    instance, item = lock_by_item(wait_id)
    if item.kind != ItemKind.WAIT:
        raise UnknownItem
    require_open(item)
    return _leave(instance, graph_of(instance.definition_id), item, DONE, variables, at)


@part_of_command
def send_back(*, item_id: int, to_node_id: str, by: Actor, at: datetime) -> Movement:
    """Give a task back to an earlier step; within a parallel part only inside its branch.

    Whoever did that step gets it again, if still in that post. The reason belongs to the
    dossier's history and is written there.

    :raises NotPermitted: the item is for another unit or role, or a colleague holds it.
    :raises ItemClosed: it was finished a moment ago; says by whom and when.
    :raises NotBackable: that step was not done before, or lies outside the branch.
    """
    instance, item = lock_by_item(item_id)
    require_task_of(item, by, "send_back")
    graph = graph_of(instance.definition_id)
    done = {i.node_id: i for i in instance.items.filter(state=ItemState.DONE).order_by("id")}
    backable = goes_back_to(graph, item.node_id, frozenset(done))
    if to_node_id not in {node.id for node in backable}:
        raise NotBackable(offered=", ".join(f"“{node.name}”" for node in backable) or "—")
    item.post_id = item.post_id or by.holder_id
    item.closed_by_id = by.post_id
    close([item], ItemState.SENT_BACK, "", at)
    Token.objects.filter(pk=item.token_id).update(left_at=at)
    moved = Advance(rests=[to_node_id])
    opened = open_rests(instance, graph, moved, at, again=done[to_node_id])
    return movement(graph, opened=opened, closed=[item], ended=False)


@part_of_command
def cancel(*, subject_id: int, at: datetime) -> Movement:
    """Stop the running process of a subject (withdrawn, refused, stopped): nothing stays open.

    :raises NothingRunning: no process of this subject runs.
    """
    instance = lock_by_subject(subject_id)
    items = list(instance.items.filter(state=ItemState.OPEN).order_by("id"))
    close(items, ItemState.CANCELLED, "", at)
    instance.tokens.filter(left_at__isnull=True).update(left_at=at)
    _end(instance, Ending.CANCELLED, at)
    return movement(graph_of(instance.definition_id), opened=[], closed=items, ended=True)


def _leave(
    instance: Instance,
    graph: Graph,
    item: WorkItem,
    outcome: str,
    variables: Mapping[str, object],
    at: datetime,
) -> Movement:
    """Close an item with its outcome and advance its token."""
    known = stored.from_json(instance.variables) | dict(variables)
    parked = {
        (token.node_id, token.arrived_by): token.pk
        for token in instance.tokens.filter(left_at__isnull=True).exclude(arrived_by="")
    }
    moved = advance(graph, item.node_id, known | {"outcome": outcome}, frozenset(parked))
    close([item], ItemState.DONE, outcome, at)
    if variables:
        instance.variables = stored.to_json(known)
        instance.save(update_fields=["variables"])
    gone = [item.token_id, *(parked[place] for place in moved.released)]
    return _go_on(instance, graph, moved, [item], gone, at)


def _go_on(
    instance: Instance,
    graph: Graph,
    moved: Advance,
    closed: list[WorkItem],
    gone: list[int],
    at: datetime,
) -> Movement:
    """Write what `moved` says: tokens that left, tokens that arrived, items that open."""
    if gone:  # who pressed first may get the lock second: a token leaves no sooner than it came
        left_at = Greatest(Value(at, DateTimeField()), F("arrived_at"))
        Token.objects.filter(pk__in=gone).update(left_at=left_at)
    opened = open_rests(instance, graph, moved, at)
    ended = not moved.rests and not moved.parked and not _still_lives(instance)
    if ended:
        _end(instance, Ending.COMPLETED, at)
    return movement(graph, opened=opened, closed=closed, ended=ended, decisions=moved.decisions)


def _still_lives(instance: Instance) -> bool:
    return instance.tokens.filter(left_at__isnull=True).exists()


def _end(instance: Instance, ending: Ending, at: datetime) -> None:
    instance.ended_at, instance.ended_as = at, ending
    instance.save(update_fields=["ended_at", "ended_as"])
