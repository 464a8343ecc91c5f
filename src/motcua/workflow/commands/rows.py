"""Tokens and items as rows: opening, closing, and telling what moved."""

from collections.abc import Iterable
from datetime import datetime

from motcua.kernel.clock import follows
from motcua.kernel.rows import insert
from motcua.organizations.queries import RouteContext
from motcua.workflow import offices
from motcua.workflow.engine import Advance
from motcua.workflow.errors import UnitNotFound
from motcua.workflow.graph import Graph, Node
from motcua.workflow.infos import item_info
from motcua.workflow.models import Instance, Token, WorkItem
from motcua.workflow.states import ItemKind, ItemState
from motcua.workflow.values import Movement


def open_rests(
    instance: Instance,
    graph: Graph,
    moved: Advance,
    at: datetime,
    *,
    again: WorkItem | None = None,
    unit_id: int | None = None,
) -> list[WorkItem]:
    """Write the tokens that arrive, and an item for each that rests at a task or a wait.

    Two inserts, and what the organisation needs to name a unit and its calendar.

    :param again: the item that is being done again; whoever did it then gets it, if still there.
    :param unit_id: gets the tasks in place of the unit that the process says.
    :raises UnitNotFound: a task has no unit.
    """
    places = [(node_id, "") for node_id in moved.rests] + moved.parked
    if not places:
        return []
    tokens = [
        Token(instance=instance, node_id=node_id, arrived_by=flow_id, arrived_at=at)
        for node_id, flow_id in places
    ]
    insert(*tokens)
    day = offices.Day(RouteContext(**instance.route), at)
    items = [
        _item(instance, graph, token, day, unit_id) for token in tokens if not token.arrived_by
    ]
    if again is not None:
        _give_again(items, again, day)
    insert(*items)
    return items


def _give_again(items: list[WorkItem], again: WorkItem, day: offices.Day) -> None:
    for item in items:
        same = (item.unit_id, item.role) == (again.unit_id, again.role)
        if (
            same
            and again.post_id
            and offices.may_hold(again.post_id, item.unit_id, item.role, day.day)
        ):
            item.post_id = again.post_id


def _item(
    instance: Instance, graph: Graph, token: Token, day: offices.Day, instead: int | None
) -> WorkItem:
    node = graph.by_id[token.node_id]
    kind = ItemKind.WAIT if node.kind == "wait" else ItemKind.TASK
    unit_id, reason = _unit(graph, node, day)
    if instead is not None and kind == ItemKind.TASK:
        unit_id, reason = day.living(instead), ""
    return WorkItem(
        instance=instance,
        subject_id=instance.subject_id,
        token=token,
        node_id=node.id,
        name=node.name,
        step_kind=node.step_kind,
        kind=kind,
        unit_id=unit_id,
        unit_reason=reason,
        actor_as_published=_actor(graph, node),
        role=graph.role_of(node),
        allotted=node.allotted.to_json() if node.allotted else None,
        due_at=day.due_at(node.allotted, unit_id),
        opened_at=day.at,
        ends_promise=node.ends_promise,
        stops_clock=node.stops_clock,
    )


def _unit(graph: Graph, node: Node, day: offices.Day) -> tuple[int | None, str]:
    """The unit of a step and why; a wait may be for somebody who is no unit of ours."""
    lane = graph.lane_of(node)
    if lane is None:
        return None, ""
    found = day.resolve(lane.unit_rule)
    if found.unit_id is None and node.kind == "user":
        raise UnitNotFound(
            step=node.name, actor=lane.name, rule=lane.unit_rule, reason=found.reason
        )
    return found.unit_id, found.reason


def _actor(graph: Graph, node: Node) -> str:
    lane = graph.lane_of(node)
    return lane.name if lane else ""


def close(items: Iterable[WorkItem], state: ItemState, outcome: str, at: datetime) -> None:
    """Close items; each has its holder and closer set by the caller. One update for one item.

    :raises ClockBehind: one of them was opened at a moment that the clock has not reached.
    """
    for item in items:
        follows(item.opened_at, at)
        item.state, item.outcome, item.finished_at = state, outcome, at
        item.save(update_fields=["state", "outcome", "finished_at", "post", "closed_by"])


def movement(
    graph: Graph,
    *,
    opened: list[WorkItem],
    closed: list[WorkItem],
    ended: bool,
    decisions: Iterable[str] = (),
) -> Movement:
    """Rows as the value that the caller gets."""
    begun = [item_info(item, graph) for item in opened]
    over = [item_info(item, graph) for item in closed]
    return Movement(
        opened=tuple(i for i in begun if i.kind == ItemKind.TASK),
        closed=tuple(i for i in over if i.kind == ItemKind.TASK),
        waits_opened=tuple(i for i in begun if i.kind == ItemKind.WAIT),
        waits_ended=tuple(i for i in over if i.kind == ItemKind.WAIT),
        ended=ended,
        decisions=tuple(decisions),
    )
