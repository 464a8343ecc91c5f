"""How a token moves through a graph. Pure: no database, no clock, no units.

A token rests at a user task, at a wait, or at a join that still lacks other branches. Everything
else (start, service task, gateways, ends) is passed at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from motcua.kernel.expressions import ExpressionError, parse

from .errors import ChoiceUnclear, EndlessProcess, UnreadableCondition
from .graph import Flow, Graph, Node

Parked = tuple[str, str]
"""A token at a join: the join, and the flow by which it arrived."""


@dataclass(slots=True)
class Advance:
    """What one finished step sets in motion.

    `rests` are the tasks and waits that open; `parked` and `released` tokens that begin or cease
    to wait at a join; `decisions` sentences on the branches taken.
    """

    rests: list[str] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    released: list[Parked] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)


def advance(
    graph: Graph, node_id: str, variables: Mapping[str, object], parked: frozenset[Parked]
) -> Advance:
    """Move on from a node whose step has just been finished (or from the start).

    :param variables: what conditions may ask, with `outcome` of the step just finished.
    :param parked: tokens of this instance that wait at joins now.
    :raises UnreadableCondition: a condition cannot be worked out.
    :raises ChoiceUnclear: not exactly one branch is right.
    :raises EndlessProcess: a circle without a step.
    """
    moved = Advance()
    todo = list(graph.outgoing[node_id])
    budget = 4 * (len(graph.flows) + 1)
    while todo:
        budget -= 1
        flow = todo.pop(0)
        node = graph.by_id[flow.target]
        if budget < 0:
            raise EndlessProcess(node=node.name or node.id)
        if node.kind in ("user", "wait"):
            moved.rests.append(node.id)
        elif node.kind == "exclusive":
            todo.append(_choose(graph, node, variables, moved))
        elif node.kind == "parallel":
            todo += _arrive(graph, node, flow, moved, parked)
        else:
            todo += graph.outgoing[node.id]
    return moved


def _arrive(
    graph: Graph, node: Node, flow: Flow, moved: Advance, parked: frozenset[Parked]
) -> tuple[Flow, ...]:
    """Let a token arrive at a parallel gateway: wait for the other branches, or go on."""
    needed = {(node.id, other.id) for other in graph.incoming[node.id]}
    here = {(node.id, flow.id)} | {p for p in moved.parked if p in needed}
    before = {p for p in parked if p in needed and p not in moved.released}
    if here | before != needed:
        moved.parked.append((node.id, flow.id))
        return ()
    moved.parked = [p for p in moved.parked if p not in needed]
    moved.released += sorted(before)
    return graph.outgoing[node.id]


def _choose(graph: Graph, node: Node, variables: Mapping[str, object], moved: Advance) -> Flow:
    """The one flow out of an exclusive gateway that is right now."""
    flows = graph.outgoing[node.id]
    if len(flows) == 1:
        return flows[0]
    right = [f for f in flows if not f.default and _holds(node, f, variables)]
    if not right:
        right = [f for f in flows if f.default]
    if len(right) != 1:
        names = ", ".join(_flow_name(graph, f) for f in right)
        raise ChoiceUnclear(gateway=node.name or node.id, count=len(right), flows=names)
    moved.decisions.append(_decision(graph, node, right[0]))
    return right[0]


def _holds(node: Node, flow: Flow, variables: Mapping[str, object]) -> bool:
    try:
        value = parse(flow.condition).evaluate(variables)
    except ExpressionError as error:
        raise UnreadableCondition(
            gateway=node.name or node.id, condition=flow.condition, reason=str(error)
        ) from error
    if not isinstance(value, bool):
        raise UnreadableCondition(
            gateway=node.name or node.id,
            condition=flow.condition,
            reason=_("kết quả không phải đúng hoặc sai"),
        )
    return value


def _flow_name(graph: Graph, flow: Flow) -> str:
    return flow.label or graph.by_id[flow.target].name or flow.id


def _decision(graph: Graph, node: Node, flow: Flow) -> str:
    facts = {"gateway": node.name or node.id, "flow": _flow_name(graph, flow)}
    if flow.default:
        return _("%(gateway)s: đi nhánh mặc định “%(flow)s”.") % facts
    return _("%(gateway)s: đi nhánh “%(flow)s” vì %(condition)s.") % (
        facts | {"condition": flow.condition}
    )
