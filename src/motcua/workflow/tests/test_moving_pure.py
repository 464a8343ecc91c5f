"""A token on random processes: never lost, never doubled, and every instance can end."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.workflow.engine import Advance, Parked, advance
from motcua.workflow.errors import ChoiceUnclear, EndlessProcess, UnreadableCondition
from motcua.workflow.graph import DONE, Graph, Node, main_path, outcomes_of
from motcua.workflow.lint import lint
from motcua.workflow.shape import goes_back_to

from .graphs import Built, arrows, graph, land_process, structured, user


class Walk:
    """One subject on its way, without a database."""

    def __init__(self, built: Built) -> None:
        self.graph = built.graph()
        self.weight = built.weight
        self.live: list[str] = []
        self.parked: set[Parked] = set()
        self.finished: set[str] = set()
        start = self.graph.start.id
        self.apply(advance(self.graph, start, {"outcome": "", "way": 0}, frozenset()))

    def apply(self, moved: Advance) -> None:
        self.live += moved.rests
        assert self.parked.isdisjoint(moved.parked)
        assert self.parked.issuperset(moved.released)
        self.parked = (self.parked - set(moved.released)) | set(moved.parked)

    def finish(self, node_id: str, outcome: str, way: int) -> None:
        self.live.remove(node_id)
        self.finished.add(node_id)
        variables = {"outcome": outcome, "way": way}
        self.apply(advance(self.graph, node_id, variables, frozenset(self.parked)))

    def weighs(self) -> Fraction:
        """Shares of the one token that are somewhere now."""
        places = [*self.live, *(join for join, _flow in self.parked)]
        return sum((self.weight[place] for place in places), Fraction(0))


@settings(max_examples=100, deadline=None)
@given(structured(), st.data())
def test_no_token_is_lost_or_doubled_and_every_instance_ends(built, data) -> None:
    walk = Walk(built)
    patience = 40
    while walk.live:
        assert walk.weighs() == 1
        assert len(set(walk.live)) == len(walk.live)
        node = walk.graph.node(data.draw(st.sampled_from(sorted(walk.live))))
        back = [n.id for n in goes_back_to(walk.graph, node.id, frozenset(walk.finished))]
        if patience > 0 and back and node.kind == "user" and data.draw(st.booleans()):
            walk.live.remove(node.id)
            walk.apply(Advance(rests=[data.draw(st.sampled_from(back))]))
        else:
            codes = [o.code for o in outcomes_of(walk.graph, node.id)]
            outcome = data.draw(st.sampled_from(codes)) if patience > 0 else codes[-1]
            if patience <= 0 and outcome == "again":
                outcome = DONE
            walk.finish(node.id, outcome, data.draw(st.integers(0, 3)))
        patience -= 1
    assert not walk.parked


@settings(max_examples=100, deadline=None)
@given(structured())
def test_a_properly_nested_process_has_no_errors(built) -> None:
    assert [p for p in lint(built.graph()) if p.severity == "error"] == []


@settings(max_examples=100, deadline=None)
@given(structured())
def test_the_main_path_goes_once_from_the_start_to_an_end(built) -> None:
    path = main_path(built.graph())
    assert path[0].kind == "start"
    assert path[-1].kind == "end"
    assert len({node.id for node in path}) == len(path)


def test_a_join_waits_for_the_last_opinion() -> None:
    process = land_process()
    first = advance(process, "dia_chinh", {"outcome": DONE}, frozenset())
    assert (first.rests, first.parked) == ([], [("nhap", "f5")])
    second = advance(process, "quy_hoach", {"outcome": DONE}, frozenset(first.parked))
    assert (second.rests, second.released) == (["duyet"], [("nhap", "f5")])


def test_the_decision_says_which_branch_and_why() -> None:
    moved = advance(land_process(), "duyet", {"outcome": "khong"}, frozenset())
    assert moved.rests == ["tra"]
    assert moved.decisions == ['Kết quả duyệt: đi nhánh “f10” vì outcome == "khong".']


def choosing(*conditions: str) -> Graph:
    """One step, one choice between as many ways as there are conditions, and a default."""
    ways = [f"w{i}" for i in range(len(conditions) + 1)]
    nodes = (
        Node("s", "start"),
        user("a"),
        Node("g", "exclusive", "Chọn đường"),
        *(user(way) for way in ways),
        Node("e", "end"),
    )
    pairs = [f"g>{way} {c}" for way, c in zip(ways, (*conditions, "*"), strict=True)]
    return graph(nodes, "s>a", "a>g", *pairs, *(f"{way}>e" for way in ways))


def test_two_right_branches_are_refused_and_neither_is_taken() -> None:
    with pytest.raises(ChoiceUnclear) as refusal:
        advance(choosing("n > 1", "n > 2"), "a", {"n": 5, "outcome": DONE}, frozenset())
    assert "2 nhánh" in str(refusal.value)
    assert "Chọn đường" in str(refusal.value)


def test_no_right_branch_takes_the_default() -> None:
    assert advance(choosing("n > 1"), "a", {"n": 0, "outcome": DONE}, frozenset()).rests == ["w1"]


@pytest.mark.parametrize("condition", ["n > 1", "missing == 1", "n + 1", "outcome"])
def test_an_error_in_a_condition_never_guesses_a_branch(condition: str) -> None:
    with pytest.raises(UnreadableCondition) as refusal:
        advance(choosing(condition), "a", {"n": "chữ", "outcome": DONE}, frozenset())
    assert condition in str(refusal.value)


def test_one_unreadable_condition_refuses_even_where_another_holds() -> None:
    with pytest.raises(UnreadableCondition):
        advance(choosing("n == 1", "missing"), "a", {"n": 1, "outcome": DONE}, frozenset())


def test_a_circle_without_steps_stops() -> None:
    nodes = (Node("s", "start"), Node("g", "exclusive"), Node("h", "exclusive"), Node("e", "end"))
    circle = Graph("k", "Vòng", nodes, arrows("s>g", "g>h", "h>g true", "h>e *"))
    with pytest.raises(EndlessProcess):
        advance(circle, "s", {"outcome": ""}, frozenset())


def test_outcomes_come_from_the_gateway_behind_a_step() -> None:
    process = choosing('outcome == "dat"', "outcome == 'khong'")
    assert [o.code for o in outcomes_of(process, "a")] == ["dat", "khong", "done"]
    assert [o.code for o in outcomes_of(process, "w0")] == ["done"]
    assert [o.code for o in outcomes_of(choosing("n > 1"), "a")] == ["done"]


def test_from_a_parallel_branch_one_goes_back_only_within_it() -> None:
    nodes = (
        Node("s", "start"),
        user("a"),
        Node("p", "parallel"),
        user("b1"),
        user("b2"),
        user("c1"),
        Node("j", "parallel"),
        user("d"),
        Node("e", "end"),
    )
    pairs = ("s>a", "a>p", "p>b1", "b1>b2", "b2>j", "p>c1", "c1>j", "j>d", "d>e")
    process = graph(nodes, *pairs)
    done = frozenset({"a", "b1", "b2", "c1"})
    assert [n.id for n in goes_back_to(process, "b2", done)] == ["b1"]
    assert goes_back_to(process, "c1", done) == ()
    assert [n.id for n in goes_back_to(process, "d", done)] == ["a"]
    assert goes_back_to(process, "d", frozenset()) == ()
