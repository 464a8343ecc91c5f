"""What a process may not be published with, each fault once, by name."""

import itertools
from dataclasses import replace

import pytest

from motcua.kernel.working_time import TimeLimit
from motcua.workflow.graph import Flow, Graph, Lane, Node, Outcome
from motcua.workflow.lint import lint
from motcua.workflow.standard import standard_graph

from .graphs import COUNTER, EXPERT, TAX, arrows, graph, land_process, user

START, END = Node("s", "start"), Node("e", "end")


def codes(process: Graph) -> set[str]:
    return {problem.code for problem in lint(process) if problem.severity == "error"}


def warnings(process: Graph) -> set[str]:
    return {problem.code for problem in lint(process) if problem.severity == "warning"}


def line(*nodes: Node, **facts: object) -> Graph:
    """Nodes one after the other between start and end."""
    ids = ["s", *(node.id for node in nodes), "e"]
    pairs = [f"{a}>{b}" for a, b in itertools.pairwise(ids)]
    return graph((START, *nodes, END), *pairs, **facts)


def test_the_processes_of_these_tests_are_sound() -> None:
    assert lint(land_process()) == []
    assert lint(standard_graph("department")) == []
    assert lint(standard_graph("commune")) == []


def gateway(*flows: str, outcomes: tuple[Outcome, ...] = ()) -> Graph:
    nodes = (START, user("a", outcomes=outcomes), Node("g", "exclusive"), user("b"), user("c"), END)
    return graph(nodes, "s>a", "a>g", *flows, "b>e", "c>e")


def branches(*flows: str) -> Graph:
    nodes = (
        START,
        Node("p", "parallel"),
        user("b"),
        user("c"),
        user("d"),
        Node("x", "exclusive"),
        Node("j", "parallel"),
        END,
    )
    used = {part for flow in flows for part in flow.split(" ")[0].split(">")}
    return graph(tuple(n for n in nodes if n.id in used), *flows)


FAULTS: dict[str, tuple[Graph, str]] = {
    "two starts": (graph((START, replace(START, id="t"), END), "s>e", "t>e"), "one_start"),
    "no end": (graph((START, user("a")), "s>a"), "no_end"),
    "no name": (replace(line(user("a")), name=" "), "no_name"),
    "same id": (replace(line(user("a")), flows=arrows("s>a", "a>e") * 2), "bad_id"),
    "odd id": (line(user("bước_1")), "bad_id"),
    "arrow to nothing": (replace(line(), flows=(Flow("f", "s", "y"),)), "dangling_flow"),
    "unreachable": (graph((START, user("a"), user("b"), END), "s>a", "a>e", "b>e"), "unreachable"),
    "dead end": (graph((START, user("a"), user("b"), END), "s>a", "a>e", "a>b"), "no_way_out"),
    "arrow into start": (graph((START, user("a"), END), "s>a", "a>s", "a>e"), "into_start"),
    "arrow out of end": (graph((START, user("a"), END), "s>a", "a>e", "e>a"), "out_of_end"),
    "split without gateway": (
        graph((START, user("a"), user("b"), END), "s>a", "a>b", "a>e", "b>e"),
        "hidden_split",
    ),
    "gateway for nothing": (line(Node("p", "parallel")), "neither_split_nor_join"),
    "split without join": (branches("s>p", "p>b", "p>c", "b>e", "c>e"), "end_in_branch"),
    "join without split": (
        branches("s>x", "x>b *", "x>c n == 1", "b>j", "c>j", "j>e"),
        "join_mixes_branches",
    ),
    "join of a choice in a branch": (
        branches("s>p", "p>x", "p>d", "x>b *", "x>c n == 1", "b>j", "c>j", "d>j", "j>e"),
        "join_mixes_branches",
    ),
    "arrow out of a branch": (
        branches("s>p", "p>x", "p>c", "x>b *", "x>d n == 1", "b>j", "c>j", "j>d", "d>e"),
        "arrow_crosses_branches",
    ),
    "a join before its split": (
        branches("s>j", "j>p", "p>b", "p>x", "b>j", "x>e *", "x>d n == 1", "d>e"),
        "join_never_complete",
    ),
    "circle without a step": (
        graph(
            (START, Node("x", "exclusive"), Node("y", "exclusive"), END),
            "s>x",
            "x>y",
            "y>x n == 1",
            "y>e *",
        ),
        "empty_circle",
    ),
    "task without lane": (line(replace(user("a"), lane_id=None)), "task_without_lane"),
    "unknown lane": (line(replace(user("a"), lane_id="x")), "unknown_lane"),
    "task without name": (line(replace(user("a"), name="")), "task_without_name"),
    "lane without rule": (
        replace(line(user("a")), lanes=(Lane(EXPERT.id, "Ai đó", "", "appraiser"),)),
        "lane_without_unit",
    ),
    "lane with an odd rule": (
        replace(line(user("a")), lanes=(Lane(EXPERT.id, "Ai đó", "somewhere", "appraiser"),)),
        "lane_without_unit",
    ),
    "lane without role": (
        replace(line(user("a")), lanes=(Lane(EXPERT.id, "Ai đó", "division", ""),)),
        "task_without_role",
    ),
    "unknown role": (
        replace(line(user("a")), lanes=(Lane(EXPERT.id, "Ai đó", "division", "clerk"),)),
        "unknown_role",
    ),
    "task of the tax office": (line(user("a", lane=TAX)), "task_of_outsiders"),
    "no default": (gateway("g>b n == 1", "g>c n == 2"), "no_default"),
    "two defaults": (gateway("g>b *", "g>c *"), "no_default"),
    "empty condition": (gateway("g>b *", "g>c"), "unreadable_condition"),
    "unreadable condition": (gateway("g>b *", "g>c n === 2"), "unreadable_condition"),
    "code as condition": (gateway("g>b *", "g>c __import__('os')"), "unreadable_condition"),
    "same condition": (
        gateway("g>b n == 1", "g>c n == 1", "g>e *"),
        "same_condition",
    ),
    "condition on a step": (
        replace(line(user("a")), flows=arrows("s>a", "a>e n == 1")),
        "stray_condition",
    ),
    "outcome that nobody gives": (
        gateway('g>b outcome == "x"', "g>c *", outcomes=(Outcome("y", "Y"), Outcome("z", "Z"))),
        "outcome_not_offered",
    ),
    "outcome of a start": (
        graph(
            (START, Node("g", "exclusive"), user("a"), END),
            "s>g",
            'g>a outcome == "x"',
            "g>e *",
            "a>e",
        ),
        "outcome_of_nobody",
    ),
    "task that stops the clock": (line(user("a", stops_clock=True)), "task_stops_clock"),
    "end with a time": (
        replace(line(), nodes=(START, replace(END, ends_promise=1))),
        "no_step_with_time",
    ),
    "third promise of two": (line(user("a", ends_promise=3)), "unknown_promise"),
    "same outcome twice": (
        line(user("a", outcomes=(Outcome("x", "1"), Outcome("x", "2")))),
        "same_outcome",
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_process_is_an_error(case: tuple[Graph, str]) -> None:
    assert case[1] in codes(case[0])
    assert all(len(problem.text) > 20 for problem in lint(case[0]))


def timed(*limits: str, total: str) -> Graph:
    steps = [user(f"a{i}", allotted=TimeLimit.parse(text)) for i, text in enumerate(limits)]
    return line(*steps, total=total)


@pytest.mark.parametrize(
    ("limits", "total", "expected"),
    [
        (["4 giờ", "2 ngày làm việc"], "3 ngày làm việc", set()),
        (["4 giờ", "3 ngày làm việc"], "3 ngày làm việc", {"steps_exceed_total"}),
        (["2 ngày làm việc"], "3 ngày", {"units_differ"}),
        (["2 ngày làm việc"], "khi nào xong thì thôi", {"total_unreadable"}),
        (["2 ngày làm việc"], "", set()),
    ],
)
def test_steps_that_add_up_to_more_than_the_printed_total_warn(
    limits: list[str], total: str, expected: set[str]
) -> None:
    assert warnings(timed(*limits, total=total)) == expected


def test_of_parallel_branches_only_the_longest_counts() -> None:
    slow, fast = TimeLimit.parse("3 ngày làm việc"), TimeLimit.parse("1 ngày làm việc")
    nodes = (
        START,
        Node("p", "parallel"),
        user("b", allotted=slow),
        user("c", allotted=fast),
        Node("j", "parallel"),
        END,
    )
    pairs = ("s>p", "p>b", "p>c", "b>j", "c>j", "j>e")
    assert warnings(graph(nodes, *pairs, total="3 ngày làm việc")) == set()
    assert warnings(graph(nodes, *pairs, total="2 ngày làm việc")) == {"steps_exceed_total"}


def test_time_of_a_wait_that_stops_the_clock_is_not_counted() -> None:
    month = TimeLimit.parse("30 ngày làm việc")
    wait = Node("w", "wait", "Chờ thuế", TAX.id, month, stops_clock=True)
    assert warnings(line(user("a", lane=COUNTER), wait, total="3 ngày làm việc")) == set()


def test_a_wait_that_says_nothing_of_the_clock_warns() -> None:
    assert warnings(line(Node("w", "wait", "Chờ", TAX.id))) == {"wait_without_clock"}


def test_an_automatic_step_warns_that_nothing_runs_there() -> None:
    assert warnings(line(Node("v", "service", "Gửi tin"))) == {"service_passes"}
