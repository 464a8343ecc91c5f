"""What others may ask of processes and work. No permission filter: the asking room knows who reads.

The values are frozen; what a page may do with an item is in `permissions.acts_on`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from django.db import connection
from django.db.models import QuerySet

from motcua.organizations.queries import RouteContext

from . import definitions, standard
from .ahead import minutes, steps_until
from .errors import UnknownItem, UnknownProcess
from .graph import Graph, Lane, Node, Outcome, main_path
from .infos import item_info, node_info
from .lint import Problem, lint
from .models import Definition, Instance, WorkItem
from .picture.pages import DiagramRow, diagram_svg, diagram_table
from .redating import Redated, redated
from .shape import goes_back_to
from .states import ItemKind, ItemState
from .values import DefinitionInfo, ItemInfo, Movement, NodeInfo
from .work import Work, work_of

__all__ = [
    "DefinitionInfo",
    "DiagramRow",
    "Graph",
    "ItemInfo",
    "ItemKind",
    "ItemState",
    "Lane",
    "Movement",
    "Node",
    "NodeInfo",
    "Outcome",
    "Problem",
    "Redated",
    "RouteContext",
    "Work",
    "backable_among",
    "backable_nodes",
    "current_definition",
    "current_definitions",
    "definition",
    "definition_of",
    "diagram_svg",
    "diagram_table",
    "item",
    "item_by_public_id",
    "items",
    "items_of",
    "minutes",
    "next_steps",
    "open_items",
    "open_items_of",
    "problems",
    "redated",
    "standard_definition",
    "steps_after",
    "steps_ahead",
    "subject_of",
    "work_of",
]


def item(item_id: int) -> ItemInfo:
    """A work item. One query.

    :raises UnknownItem: there is none.
    """
    return _one(WorkItem.objects.filter(pk=item_id).select_related("instance").first())


def item_by_public_id(public_id: str) -> ItemInfo:
    """A work item by the id that addresses show. One query.

    :raises UnknownItem: there is none; a page answers 404.
    """
    return _one(WorkItem.objects.filter(public_id=public_id).select_related("instance").first())


def subject_of(item_id: int) -> int:
    """What a work item is about. One query of one column.

    :raises UnknownItem: there is none.
    """
    subject_id = WorkItem.objects.filter(pk=item_id).values_list("subject_id", flat=True).first()
    if subject_id is None:
        raise UnknownItem
    return subject_id


def _one(row: WorkItem | None) -> ItemInfo:
    if row is None:
        raise UnknownItem
    return item_info(row, definitions.graph_of(row.instance.definition_id))


def open_items(subject_id: int) -> list[ItemInfo]:
    """Tasks and waits of a subject that are open now, oldest first. One query."""
    return _infos(subject_id, state=ItemState.OPEN)


def open_items_of(subject_ids: Sequence[int]) -> dict[int, list[ItemInfo]]:
    """What is open now of each of these subjects, oldest first. One query."""
    return _items_of(WorkItem.objects.filter(state=ItemState.OPEN), subject_ids)


def items_of(subject_ids: Sequence[int]) -> dict[int, list[ItemInfo]]:
    """All tasks and waits of each of these subjects, oldest first. One query."""
    return _items_of(WorkItem.objects.all(), subject_ids)


def _items_of(rows: QuerySet[WorkItem], subject_ids: Sequence[int]) -> dict[int, list[ItemInfo]]:
    rows = rows.filter(subject_id__in=list(subject_ids))
    found = defaultdict[int, list[ItemInfo]](list)
    for row in rows.select_related("instance").order_by("id"):
        graph = definitions.graph_of(row.instance.definition_id)
        found[row.subject_id].append(item_info(row, graph))
    return found


def items(subject_id: int) -> list[ItemInfo]:
    """All tasks and waits of a subject in the order in which they opened. One query."""
    return _infos(subject_id)


def away_and_back(homes: Mapping[int, int]) -> dict[int, tuple[datetime | None, datetime | None]]:
    """When each subject first came to a unit other than its home, and when its result last came to
    be returned. One query and one row a subject, however many steps it has.

    :param homes: unit of each subject.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AWAY_AND_BACK, [list(homes), list(homes.values())])
        return {subject_id: (away, back) for subject_id, away, back in cursor.fetchall()}


_AWAY_AND_BACK = """
SELECT i.subject_id,
  min(i.opened_at) FILTER (WHERE i.step_kind <> 'return' AND i.unit_id <> h.unit_id),
  max(i.opened_at) FILTER (WHERE i.step_kind = 'return')
FROM unnest(%s::bigint[], %s::bigint[]) AS h (subject_id, unit_id)
JOIN workflow_workitem i ON i.subject_id = h.subject_id
GROUP BY i.subject_id"""


def _infos(subject_id: int, **condition: str) -> list[ItemInfo]:
    rows = WorkItem.objects.filter(subject_id=subject_id, **condition).order_by("id")
    return [
        item_info(row, definitions.graph_of(row.instance.definition_id))
        for row in rows.select_related("instance")
    ]


def next_steps(subject_id: int) -> list[NodeInfo]:
    """Steps that come after the open ones when nothing unusual happens, in order. One query.

    A gateway is followed by its default flow; a step that is open now is not repeated.
    """
    rows = WorkItem.objects.filter(subject_id=subject_id, state=ItemState.OPEN).order_by("id")
    open_now = [(r.node_id, r.instance.definition_id) for r in rows.select_related("instance")]
    return _steps_after(open_now[0][1], {node_id for node_id, _ in open_now}) if open_now else []


def steps_after(definition_id: int, items: Sequence[ItemInfo]) -> list[NodeInfo]:
    """The same for who has read the subject's items, and knows what it runs on. No query."""
    here = {item.node_id for item in items if item.state == ItemState.OPEN}
    return _steps_after(definition_id, here) if here else []


def _steps_after(definition_id: int, here: set[str]) -> list[NodeInfo]:
    graph = definitions.graph_of(definition_id)
    ahead: dict[str, Node] = {}
    for node_id in here:
        ahead |= {n.id: n for n in main_path(graph, node_id) if n.kind in ("user", "wait")}
    order = {node.id: place for place, node in enumerate(main_path(graph))}
    coming = [node for node in ahead.values() if node.id not in here]
    coming.sort(key=lambda node: order.get(node.id, len(order)))
    return [node_info(graph, node) for node in coming]


def steps_ahead(
    definition_id: int, node_id: str, promise: int, weigh: Callable[[NodeInfo], int]
) -> tuple[NodeInfo, ...]:
    """The longest expected way from a step until a promise is kept, without the step. No query.

    :param promise: number of the promise that runs.
    :param weigh: how long a step takes, in whatever unit; the longest of parallel parts counts.
    """
    graph = definitions.graph_of(definition_id)
    way = steps_until(graph, node_id, promise, lambda node: weigh(node_info(graph, node)))
    return tuple(node_info(graph, node) for node in way)


def definition(definition_id: int) -> DefinitionInfo:
    """A published version. From memory after the first time.

    :raises Definition.DoesNotExist: the id is not one of ours.
    """
    return definitions.load(definition_id)


def definition_of(subject_id: int) -> DefinitionInfo | None:
    """The version that a subject runs on, or last ran on; None before it has one. One query."""
    found = Instance.objects.filter(subject_id=subject_id).order_by("-id")
    definition_id = found.values_list("definition_id", flat=True).first()
    return definitions.load(definition_id) if definition_id else None


def current_definition(key: str) -> DefinitionInfo:
    """The newest version of a key. One query.

    :raises UnknownProcess: nothing was published under this key.
    """
    newest = Definition.objects.filter(key=key).order_by("-version")
    definition_id = newest.values_list("pk", flat=True).first()
    if definition_id is None:
        raise UnknownProcess(key=key)
    return definitions.load(definition_id)


def standard_definition(level: Literal["department", "commune"]) -> DefinitionInfo:
    """The standard process for procedures without one of their own. One query.

    :param level: who decides: a department, or a commune.
    :raises UnknownProcess: `manage publish_standard_process` was never run.
    """
    return current_definition(standard.COMMUNE_KEY if level == "commune" else standard.KEY)


def current_definitions() -> list[DefinitionInfo]:
    """The newest version of every key, by key. One query, and one for each not yet in memory."""
    newest = Definition.objects.order_by("key", "-version").distinct("key")
    return [definitions.load(pk) for pk in newest.values_list("pk", flat=True)]


def problems(definition_id: int) -> list[Problem]:
    """What a published version still warns of (it has no errors), for the pages that show it."""
    return lint(definitions.graph_of(definition_id))


def backable_nodes(item_id: int) -> list[NodeInfo]:
    """Steps to which an open task may be sent back, in the order of the process. Two queries.

    :raises UnknownItem: there is no such item.
    """
    row = WorkItem.objects.filter(pk=item_id).select_related("instance").first()
    if row is None:
        raise UnknownItem
    done = WorkItem.objects.filter(instance_id=row.instance_id, state=ItemState.DONE)
    finished = frozenset(done.values_list("node_id", flat=True))
    return _backable(row.instance.definition_id, row.node_id, finished)


def backable_among(definition_id: int, one: ItemInfo, items: Sequence[ItemInfo]) -> list[NodeInfo]:
    """The same for who has read all items of the subject, and knows what it runs on. No query."""
    done = (i for i in items if i.instance_id == one.instance_id and i.state == ItemState.DONE)
    return _backable(definition_id, one.node_id, frozenset(i.node_id for i in done))


def _backable(definition_id: int, node_id: str, finished: frozenset[str]) -> list[NodeInfo]:
    graph = definitions.graph_of(definition_id)
    return [node_info(graph, node) for node in goes_back_to(graph, node_id, finished)]
