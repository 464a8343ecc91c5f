"""How much lies ahead of a step on the path without incidents. Pure."""

from collections.abc import Callable, Iterator

from motcua.kernel.working_time import TimeLimit, Unit

from .graph import Graph, Node, main_flow

CALENDAR_WEEK, WORKING_WEEK, WORKING_MONTH = 7, 5, 21
"""Calendar days and months as working days, only to add up what lies ahead."""

Weight = Callable[[Node], int]


def minutes(limit: TimeLimit, day_minutes: int) -> int:
    """A time limit as working minutes, to be added up with others.

    :param day_minutes: working minutes of a day (rule ``time.day_minutes``, convention 4).

    Exact for hours and working days; calendar days and months are five days a week, 21 a month.
    """
    total = 0
    for unit, whole, rest in limit.plan(day_minutes):
        days = whole * day_minutes
        if unit is Unit.CALENDAR_DAY:
            days = days * WORKING_WEEK // CALENDAR_WEEK
        elif unit is Unit.MONTH:
            days *= WORKING_MONTH
        elif unit is Unit.SAME_DAY:
            days = day_minutes
        total += days + rest
    return total


def steps_until(graph: Graph, node_id: str, promise: int, weigh: Weight) -> tuple[Node, ...]:
    """The longest way from a step until what is promised is done, without the step itself.

    A choice takes its default, of parallel parts the longest one counts. It ends before the
    result is returned, and where the promise ends: at the wait, or with the step, that ends it.
    A wait that stops the clock lies on the way and weighs nothing.

    :param promise: number of the promise that runs.
    """
    known: dict[str, tuple[int, tuple[Node, ...]]] = {}

    def behind(node: Node, walking: frozenset[str]) -> tuple[int, tuple[Node, ...]]:
        if node.id not in known:
            ways = [
                (weight + further, (following, *rest))
                for following in _next(graph, node, promise)
                if following.id not in walking
                for weight in [_weight(following, weigh)]
                for further, rest in [behind(following, walking | {following.id})]
            ]
            known[node.id] = max(ways, key=lambda way: way[0], default=(0, ()))
        return known[node.id]

    way = behind(graph.node(node_id), frozenset({node_id}))[1]
    return tuple(node for node in way if node.kind in ("user", "wait"))


def _weight(node: Node, weigh: Weight) -> int:
    return weigh(node) if node.kind in ("user", "wait") and not node.stops_clock else 0


def _next(graph: Graph, node: Node, promise: int) -> Iterator[Node]:
    if node.kind == "user" and node.ends_promise == promise:
        return
    for flow in main_flow(graph, node.id):
        following = graph.by_id[flow.target]
        ends = following.kind == "wait" and following.ends_promise == promise
        if following.step_kind != "return" and not ends:
            yield following
