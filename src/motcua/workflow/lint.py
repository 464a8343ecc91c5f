"""What is wrong with a process before anybody runs it. Pure, but for the names of roles.

An error stops publication: it would strand, lose or double a dossier, or leave a step to nobody.
A warning is shown beside the process and on the dossier's page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from motcua.kernel.expressions import ExpressionError, parse
from motcua.kernel.working_time import TimeLimit, Unit, UnreadableLimit
from motcua.kernel.working_time.limits import number_text
from motcua.organizations.permissions import Role

from .graph import Flow, Graph, Node, bad_ids, main_flow, outcome_tested, reachable
from .picture.layout import ranks
from .shape import nesting

Severity = Literal["error", "warning"]

RULES = frozenset(
    "receiving deciding one_stop_province one_stop_commune department division land_office "
    "land_branch commune commune_division province province_office".split()
)
"""Unit rules that `organizations.queries.resolve_unit` answers."""

_EXTERNAL = re.compile(r"external:[a-z0-9_]+")

HOURS_OF_A_PRINTED_DAY = 8
"""Published step tables print half a day as 4 hours. For the warning on sums alone."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a stable code, the element it is in ("" for the whole), a sentence."""

    code: str
    severity: Severity
    element_id: str
    text: str


def lint(graph: Graph) -> list[Problem]:
    """All faults of a process, errors first. Where ids or arrows are broken, only those."""
    broken = [*_ids(graph), *_ends_of_arrows(graph)]
    if broken:
        return broken
    found = [problem for check in _CHECKS for problem in check(graph)]
    return sorted(found, key=lambda problem: problem.severity != "error")


def unit_rule_is_known(rule: str) -> bool:
    """Whether every alternative of a lane's rule is one that the organisation can resolve."""
    return all(part in RULES or _EXTERNAL.fullmatch(part) for part in rule.split("|"))


def _error(code: str, element_id: str, text: str) -> Problem:
    return Problem(code, "error", element_id, text)


def _label(node: Node) -> str:
    name = node.name if len(node.name) <= 80 else f"{node.name[:79]}…"
    return f"“{name or node.id}”"


def _ids(graph: Graph) -> Iterator[Problem]:
    for bad in bad_ids(graph):
        yield _error(
            "bad_id", bad, _("Mã phần tử “%(id)s” sai dạng hoặc dùng hai lần.") % {"id": bad}
        )
    starts = [node for node in graph.nodes if node.kind == "start"]
    if len(starts) != 1:
        yield _error("one_start", "", _("Quy trình phải có đúng một nút bắt đầu."))
    if not any(node.kind == "end" for node in graph.nodes):
        yield _error("no_end", "", _("Quy trình phải có ít nhất một nút kết thúc."))
    if not graph.name.strip() or not graph.key.strip():
        yield _error("no_name", "", _("Quy trình phải có mã và tên."))


def _ends_of_arrows(graph: Graph) -> Iterator[Problem]:
    for flow in graph.flows:
        if flow.source not in graph.by_id or flow.target not in graph.by_id:
            text = _("Luồng %(id)s nối tới một nút không có.") % {"id": flow.id}
            yield _error("dangling_flow", flow.id, text)


def _ways(graph: Graph) -> Iterator[Problem]:
    """Every node lies on a way from the start to an end."""
    from_start = reachable(graph, graph.start.id)
    to_end: set[str] = set()
    for node in graph.nodes:
        if node.kind == "end":
            to_end |= reachable(graph, node.id, backwards=True)
    for node in graph.nodes:
        facts = {"node": _label(node)}
        if node.id not in from_start:
            text = _("Không có đường nào đi từ bắt đầu tới nút %(node)s.") % facts
            yield _error("unreachable", node.id, text)
        if node.id not in to_end:
            text = _("Từ nút %(node)s không có đường nào tới kết thúc.") % facts
            yield _error("no_way_out", node.id, text)


def _degrees(graph: Graph) -> Iterator[Problem]:
    """How many arrows go in and out of each kind of node."""
    for node in graph.nodes:
        ins, outs = len(graph.incoming[node.id]), len(graph.outgoing[node.id])
        facts = {"node": _label(node)}
        if node.kind == "start" and ins:
            yield _error("into_start", node.id, _("Không được nối luồng vào nút bắt đầu."))
        if node.kind == "end" and outs:
            text = _("Không được nối luồng ra khỏi nút kết thúc %(node)s.") % facts
            yield _error("out_of_end", node.id, text)
        if node.kind not in ("exclusive", "parallel") and outs > 1:
            text = _("Nút %(node)s có nhiều luồng ra; hãy dùng cổng rẽ nhánh hoặc cổng song song.")
            yield _error("hidden_split", node.id, text % facts)
        if node.kind == "parallel" and (ins > 1) == (outs > 1):
            text = (
                _("Cổng song song %(node)s phải hoặc tách (một vào, nhiều ra) hoặc nhập.") % facts
            )
            yield _error("neither_split_nor_join", node.id, text)


_KNOTS: dict[str, Callable[[], str]] = {
    "end_in_branch": lambda: _(
        "Nút kết thúc %(node)s nằm trong nhánh song song; phải nhập các nhánh trước khi kết thúc."
    ),
    "join_mixes_branches": lambda: _(
        "Cổng nhập %(node)s không nhập đúng các nhánh của một cổng tách, mỗi nhánh một luồng."
    ),
    "arrow_crosses_branches": lambda: _(
        "Có luồng đi vào hoặc ra giữa chừng một nhánh song song tại nút %(node)s."
    ),
    "join_never_complete": lambda: _(
        "Cổng nhập %(node)s chờ một nhánh không bao giờ tới: tách mà không nhập, hoặc ngược lại."
    ),
}


def _branches(graph: Graph) -> Iterator[Problem]:
    """Parallel parts are properly nested: then no token is lost or doubled."""
    seen: set[tuple[str, str]] = set()
    for knot in nesting(graph).knots:
        if (knot.code, knot.node_id) not in seen:
            seen.add((knot.code, knot.node_id))
            text = _KNOTS[knot.code]() % {"node": _label(graph.by_id[knot.node_id])}
            yield _error(knot.code, knot.node_id, text)


def _empty_circles(graph: Graph) -> Iterator[Problem]:
    """No circle without a step: it would run for ever."""
    passed = {n.id for n in graph.nodes if n.kind not in ("user", "wait")}
    for node in graph.nodes:
        todo, seen = [node.id] if node.id in passed else [], set[str]()
        while todo:
            for flow in graph.outgoing[todo.pop()]:
                if flow.target == node.id:
                    text = _("Có vòng lặp không qua bước nào tại nút %(node)s.")
                    yield _error("empty_circle", node.id, text % {"node": _label(node)})
                    todo = []
                    break
                if flow.target in passed and flow.target not in seen:
                    seen.add(flow.target)
                    todo.append(flow.target)


def _people(graph: Graph) -> Iterator[Problem]:
    """Every task has somebody to do it."""
    for lane in graph.lanes:
        facts = {"lane": lane.name or lane.id, "rule": lane.unit_rule, "role": lane.role}
        if not lane.unit_rule or not unit_rule_is_known(lane.unit_rule):
            text = _("Làn “%(lane)s” chưa có quy tắc đơn vị hợp lệ (đang là “%(rule)s”).") % facts
            yield _error("lane_without_unit", lane.id, text)
        if lane.role and lane.role not in Role.values:
            text = _("Làn “%(lane)s” ghi vai trò “%(role)s” không có trong hệ thống.") % facts
            yield _error("unknown_role", lane.id, text)
    for node in graph.nodes:
        if node.lane_id and node.lane_id not in graph.lane_by_id:
            text = _("Nút %(node)s nằm trong một làn không có.") % {"node": _label(node)}
            yield _error("unknown_lane", node.id, text)
        elif node.kind == "user":
            yield from _who_does(graph, node)


def _who_does(graph: Graph, node: Node) -> Iterator[Problem]:
    lane, facts = graph.lane_of(node), {"node": _label(node)}
    if lane is None:
        text = _("Bước %(node)s chưa nằm trong làn nào nên không biết ai làm.") % facts
        yield _error("task_without_lane", node.id, text)
        return
    if graph.role_of(node) not in Role.values:
        text = _("Bước %(node)s chưa có vai trò hợp lệ.") % facts
        yield _error("task_without_role", node.id, text)
    if lane.unit_rule and all(_EXTERNAL.fullmatch(p) for p in lane.unit_rule.split("|")):
        text = _("Bước %(node)s giao cho cơ quan bên ngoài; hãy dùng nút chờ.") % facts
        yield _error("task_of_outsiders", node.id, text)
    if not node.name.strip():
        text = _("Bước %(node)s chưa có tên.") % facts
        yield _error("task_without_name", node.id, text)


def _choices(graph: Graph) -> Iterator[Problem]:
    """Every choice can be made: readable conditions, one default, outcomes that exist."""
    for flow in graph.flows:
        source = graph.by_id[flow.source]
        choosing = source.kind == "exclusive" and len(graph.outgoing[source.id]) > 1
        if (flow.condition or flow.default) and not choosing:
            text = _("Luồng %(id)s có điều kiện nhưng không đi ra từ cổng rẽ nhánh.")
            yield _error("stray_condition", flow.id, text % {"id": flow.id})
    for node in graph.nodes:
        flows = graph.outgoing[node.id]
        if node.kind == "exclusive" and len(flows) > 1:
            yield from _choice(graph, node, flows)


def _choice(graph: Graph, node: Node, flows: tuple[Flow, ...]) -> Iterator[Problem]:
    facts = {"node": _label(node)}
    if sum(flow.default for flow in flows) != 1:
        text = _("Cổng rẽ nhánh %(node)s phải có đúng một luồng mặc định.") % facts
        yield _error("no_default", node.id, text)
    asked: list[str] = []
    for flow in flows:
        if flow.default:
            if flow.condition:
                text = _("Luồng mặc định của cổng %(node)s không được kèm điều kiện.") % facts
                yield _error("default_with_condition", flow.id, text)
            continue
        asked.append(flow.condition.strip())
        yield from _condition(graph, node, flow)
    if len(set(asked)) != len(asked):
        text = _("Cổng rẽ nhánh %(node)s có hai luồng cùng điều kiện.") % facts
        yield _error("same_condition", node.id, text)


def _condition(graph: Graph, node: Node, flow: Flow) -> Iterator[Problem]:
    facts: dict[str, object] = {"node": _label(node), "condition": flow.condition}
    try:
        names = parse(flow.condition).names
    except ExpressionError as error:
        facts["reason"] = str(error)
        text = _("Điều kiện “%(condition)s” tại cổng %(node)s không đọc được: %(reason)s") % facts
        yield _error("unreadable_condition", flow.id, text)
        return
    if "outcome" not in names:
        return
    for before in _finished_before(graph, node):
        if before.kind != "user":
            text = _("Cổng %(node)s hỏi kết quả bước trước, nhưng trước nó không phải một bước.")
            yield _error("outcome_of_nobody", flow.id, text % facts)
        elif before.outcomes and (code := outcome_tested(flow.condition)) is not None:
            if code not in {outcome.code for outcome in before.outcomes}:
                facts["code"] = code
                text = _("Cổng %(node)s hỏi kết quả “%(code)s” mà bước trước không có.") % facts
                yield _error("outcome_not_offered", flow.id, text)


def _finished_before(graph: Graph, node: Node) -> list[Node]:
    """The nodes whose outcome a gateway sees: back over gateways that only merge or choose."""
    found: dict[str, Node] = {}
    todo, seen = [node.id], {node.id}
    while todo:
        for before in graph.predecessors(todo.pop()):
            if before.kind != "exclusive":
                found[before.id] = before
            elif before.id not in seen:
                seen.add(before.id)
                todo.append(before.id)
    return list(found.values())


def _steps(graph: Graph) -> Iterator[Problem]:
    """Facts of single nodes that would be ignored or misread."""
    for node in graph.nodes:
        facts = {"node": _label(node)}
        if node.kind == "wait" and not node.stops_clock and node.allotted is None:
            text = _(
                "Nút chờ %(node)s không ghi có dừng đồng hồ hay không và cũng không có thời hạn."
            )
            yield Problem("wait_without_clock", "warning", node.id, text % facts)
        if node.kind != "wait" and node.stops_clock:
            text = _("Chỉ nút chờ mới dừng đồng hồ; %(node)s không phải nút chờ.") % facts
            yield _error("task_stops_clock", node.id, text)
        if node.kind not in ("user", "wait") and (node.ends_promise or node.allotted):
            text = _("Nút %(node)s không phải bước nên không có thời hạn hay lần hẹn trả.") % facts
            yield _error("no_step_with_time", node.id, text)
        if node.ends_promise > max(len(graph.promises), 1):
            text = _("Nút %(node)s kết thúc một lần hẹn trả mà quy trình không có.") % facts
            yield _error("unknown_promise", node.id, text)
        if len({outcome.code for outcome in node.outcomes}) != len(node.outcomes):
            text = _("Bước %(node)s có hai kết quả cùng mã.") % facts
            yield _error("same_outcome", node.id, text)
        if node.kind == "service":
            text = _("Bước tự động %(node)s được đi qua ngay, chưa có việc nào chạy ở đó.") % facts
            yield Problem("service_passes", "warning", node.id, text)


def _sums(graph: Graph) -> Iterator[Problem]:
    """Whether the steps add up to more than the printed whole."""
    try:
        total = _days([TimeLimit.parse(graph.total)]) if graph.total else None
    except UnreadableLimit:
        text = _("Tổng thời gian “%(total)s” không đọc được nên chưa so được với các bước.")
        yield Problem("total_unreadable", "warning", "", text % {"total": graph.total})
        return
    if total is None:
        return
    longest = _longest(graph)
    facts: dict[str, object] = {"total": graph.total}
    steps = sum(longest.values(), Decimal(0))
    if steps > sum(total.values()):
        facts["sum"] = number_text(steps)
        text = _("Thời gian các bước cộng lại là %(sum)s ngày, nhiều hơn tổng đã in: %(total)s.")
        yield Problem("steps_exceed_total", "warning", "", text % facts)
    elif set(longest) - set(total):
        text = _("Các bước và tổng thời gian (%(total)s) dùng đơn vị khác nhau; chưa so được.")
        yield Problem("units_differ", "warning", "", text % facts)


def _days(limits: list[TimeLimit]) -> dict[str, Decimal]:
    """Printed days by kind: working days (with hours) and calendar days (with months of 30)."""
    sums: dict[str, Decimal] = {}
    for part in (part for limit in limits for part in limit.parts):
        kind, days = {
            Unit.WORKING_HOUR: ("working", part.amount / HOURS_OF_A_PRINTED_DAY),
            Unit.WORKING_DAY: ("working", part.amount),
            Unit.SAME_DAY: ("working", part.amount),
            Unit.CALENDAR_DAY: ("calendar", part.amount),
            Unit.MONTH: ("calendar", part.amount * 30),
        }[part.unit]
        sums[kind] = sums.get(kind, Decimal(0)) + days
    return sums


def _longest(graph: Graph) -> dict[str, Decimal]:
    """Days of the longest way along the main path; time that stops the clock is not counted."""
    columns = ranks(graph)
    best: dict[str, dict[str, Decimal]] = {graph.start.id: {}}
    for node in sorted(graph.nodes, key=lambda n: columns[n.id]):
        if node.id not in best:
            continue
        own = _days([node.allotted]) if node.allotted and not node.stops_clock else {}
        here = {
            kind: best[node.id].get(kind, Decimal(0)) + own.get(kind, Decimal(0))
            for kind in {*best[node.id], *own}
        }
        best[node.id] = here
        for flow in main_flow(graph, node.id):
            if columns[flow.target] <= columns[node.id]:
                continue
            known = best.get(flow.target)
            if known is None or sum(here.values()) > sum(known.values()):
                best[flow.target] = here
    ends = [best[n.id] for n in graph.nodes if n.kind == "end" and n.id in best]
    return max(ends, key=lambda days: sum(days.values()), default={})


_CHECKS: tuple[Callable[[Graph], Iterator[Problem]], ...] = (
    _ways,
    _degrees,
    _branches,
    _empty_circles,
    _people,
    _choices,
    _steps,
    _sums,
)
