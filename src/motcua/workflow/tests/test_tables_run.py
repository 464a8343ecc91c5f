"""Every imported process runs from its start to its end, whatever is chosen on the way."""

from itertools import product

import pytest

from motcua.workflow.engine import Parked, advance
from motcua.workflow.graph import DONE, Graph, outcomes_of
from motcua.workflow.tables import declared_variables

from .test_tables import IDS, built

State = tuple[tuple[str, ...], frozenset[Parked]]
MOST_STATES = 5000


def every_variable(graph: Graph) -> list[dict[str, object]]:
    """All combinations of the yes-or-no facts that a process asks for."""
    names = [name for name, v in declared_variables(graph).items() if v.type == "bool"]
    assert len(names) == len(declared_variables(graph))
    return [
        dict(zip(names, values, strict=True))
        for values in product((True, False), repeat=len(names))
    ]


def walk(graph: Graph, variables: dict[str, object]) -> tuple[set[str], int]:
    """Try every outcome and every order of parallel work: nodes rested at, and ends reached.

    Fails when a token is doubled, lost (nothing open, but one waits at a join), or never stops.
    """
    first = advance(graph, graph.start.id, {**variables, "outcome": ""}, frozenset())
    todo: list[State] = [(tuple(first.rests), frozenset(first.parked))]
    seen: set[State] = set()
    rested: set[str] = set()
    ends = 0
    while todo:
        state = todo.pop()
        if state in seen:
            continue
        seen.add(state)
        assert len(seen) < MOST_STATES
        open_now, parked = state
        assert len(set(open_now)) == len(open_now), f"a token is doubled: {open_now}"
        rested |= set(open_now)
        if not open_now:
            assert not parked, f"a token is lost at {parked}"
            ends += 1
        for node_id in open_now:
            for outcome in outcomes_of(graph, node_id) if _is_task(graph, node_id) else (None,):
                chosen = outcome.code if outcome else DONE
                moved = advance(graph, node_id, {**variables, "outcome": chosen}, parked)
                left = [n for n in open_now if n != node_id] + moved.rests
                todo.append(
                    (
                        tuple(sorted(left)),
                        (parked - frozenset(moved.released)) | frozenset(moved.parked),
                    )
                )
    return rested, ends


def _is_task(graph: Graph, node_id: str) -> bool:
    return graph.by_id[node_id].kind == "user"


@pytest.mark.parametrize("key", IDS)
def test_a_process_runs_from_start_to_end_whatever_is_chosen(key: str) -> None:
    graph = built()[key].graph
    rested: set[str] = set()
    for variables in every_variable(graph):
        passed, ends = walk(graph, variables)
        assert ends >= 1
        rested |= passed
    assert rested == {n.id for n in graph.nodes if n.kind in ("user", "wait")}


def test_a_dossier_without_a_financial_obligation_passes_no_tax_wait() -> None:
    graph = built()["DT-138-2025-D26-1"].graph
    with_it, _ = walk(graph, {"has_financial_obligation": True})
    without, _ = walk(graph, {"has_financial_obligation": False})
    assert with_it - without == {"step_4_2", "step_5"}
    assert without < with_it
