"""Rows and nodes as the values that others see."""

from motcua.kernel.working_time import TimeLimit

from .graph import Graph, Node, outcomes_of
from .models import WorkItem
from .values import ItemInfo, NodeInfo


def item_info(item: WorkItem, graph: Graph) -> ItemInfo:
    """A work item as the value that others see. No query."""
    return ItemInfo(
        id=item.pk,
        public_id=item.public_id,
        subject_id=item.subject_id,
        node_id=item.node_id,
        name=item.name,
        step_kind=item.step_kind,
        kind=str(item.kind),
        unit_id=item.unit_id,
        role=item.role,
        person_post_id=item.post_id,
        allotted=TimeLimit.from_json(item.allotted) if item.allotted else None,
        due_at=item.due_at,
        opened_at=item.opened_at,
        taken_at=item.taken_at,
        finished_at=item.finished_at,
        closed_by_post_id=item.closed_by_id,
        outcome=item.outcome,
        outcomes=outcomes_of(graph, item.node_id),
        state=str(item.state),
        stops_clock=item.stops_clock,
        ends_promise=item.ends_promise,
        actor_as_published=item.actor_as_published,
        unit_reason=item.unit_reason,
        instance_id=item.instance_id,
    )


def node_info(graph: Graph, node: Node) -> NodeInfo:
    """A step as people are told of it before anybody works on it."""
    lane = graph.lane_of(node)
    return NodeInfo(
        node_id=node.id,
        name=node.name,
        step_kind=node.step_kind,
        kind="wait" if node.kind == "wait" else "task",
        role=graph.role_of(node),
        actor_as_published=lane.name if lane else "",
        allotted=node.allotted,
        ends_promise=node.ends_promise,
        stops_clock=node.stops_clock,
    )
