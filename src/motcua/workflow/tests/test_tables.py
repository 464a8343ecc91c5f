"""The published step tables of the demonstration, all of them: built, counted, sound.

The figures are those of the data; where one changes, a table, an actor or a reading has changed.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from motcua.workflow.bpmn import from_xml, to_xml
from motcua.workflow.lint import lint
from motcua.workflow.tables import (
    ActorMap,
    Built,
    Readings,
    declared_variables,
    graph_from_table,
)
from motcua.workflow.tables.readings import TableReadings

DEMO = Path(settings.CHECKOUT) / "demo"
CONDITION_WORDS = re.compile(r"(?i)trường hợp|\bnếu\b|đối với|\btrừ\b")


@cache
def actors() -> ActorMap:
    return ActorMap.parse((DEMO / "actors.toml").read_text(encoding="utf-8"))


@cache
def readings() -> Readings:
    return Readings.parse((DEMO / "process_readings.toml").read_text(encoding="utf-8"))


@cache
def records() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((DEMO / "data" / "processes.json").read_text(encoding="utf-8")))


@cache
def built() -> dict[str, Built]:
    """Every table read; a refusal fails here with its reasons."""
    return {r["id"]: graph_from_table(r, actors(), readings()) for r in records()}


IDS = [record["id"] for record in records()]


def test_all_tables_are_read_and_none_is_refused() -> None:
    assert len(built()) == 96
    assert sum(b.facts.steps for b in built().values()) == 630


def test_the_table_of_what_the_processes_have(capsys: pytest.CaptureFixture[str]) -> None:
    facts = [b.facts for b in built().values()]
    counted = {
        "a condition": sum(f.conditions > 0 for f in facts),
        "a parallel part": sum(f.parallel > 0 for f in facts),
        "a wait": sum(f.waits > 0 for f in facts),
        "two promises": sum(f.two_promises for f in facts),
        "an actor to choose": sum(f.alternatives > 0 for f in facts),
        "work conditional inside a step": sum(f.within > 0 for f in facts),
        "a return or supplement at any time": sum(f.anytime > 0 for f in facts),
        "a sum other than the printed total": sum(f.sum_matches is False for f in facts),
    }
    with capsys.disabled():
        for label, count in counted.items():
            sys.stdout.write(f"\n  {count:3} of 96 processes have {label}")
    assert counted == {
        "a condition": 54,
        "a parallel part": 11,
        "a wait": 58,
        "two promises": 49,
        "an actor to choose": 39,
        "work conditional inside a step": 71,
        "a return or supplement at any time": 38,
        "a sum other than the printed total": 2,
    }


def test_drawn_parts_in_all_processes_together() -> None:
    facts = [b.facts for b in built().values()]
    assert sum(f.conditions for f in facts) == 57
    assert sum(f.parallel for f in facts) == 11
    assert sum(f.waits for f in facts) == 68
    assert sum(f.alternatives for f in facts) == 121


def test_every_actor_string_is_mapped_and_every_line_is_used_and_reviewed() -> None:
    published = {step["actor"] for record in records() for step in record["steps"]}
    assert len(published) == 93  # 92 texts, and none at all
    assert {nfc(a) for a in published if a} <= set(actors().by_text)
    spare = set(actors().by_text) - {nfc(a) for a in published if a}
    assert spare == {"Cơ quan chuyên môn về lâm nghiệp"}  # the second half of a shared cell
    rows = {f"{r['id']}/{s['no']}" for r in records() for s in r["steps"]}
    assert {key.partition("#")[0] for key in actors().by_row} <= rows
    lines = [*actors().by_text.values(), *actors().by_row.values()]
    assert all(line.reviewed.endswith(".") for line in lines)


def nfc(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "")


def test_what_counts_as_alternatives_depends_on_the_separator() -> None:
    """213 steps name several actors in any way; only the word "hoặc" is a choice."""
    named = [step["actor"] or "" for record in records() for step in record["steps"]]
    assert sum(bool(re.search(r"[Hh]oặc|;|, ", actor)) for actor in named) == 213
    assert sum("hoặc" in actor.lower() for actor in named) == 109


def test_88_processes_speak_of_cases_and_each_condition_word_was_read() -> None:
    spoken = [
        r for r in records() if any("trường hợp" in nfc(s["name"]).lower() for s in r["steps"])
    ]
    assert len(spoken) == 88
    unread = []
    for record in records():
        for step in record["steps"]:
            rest = nfc(step["name"])
            for _, phrase in readings().prose:
                rest = rest.replace(phrase, "")
            if CONDITION_WORDS.search(rest):
                unread.append(f"{record['id']}/{step['no']}: {rest}")
    assert unread == []


def test_every_phrase_of_the_readings_occurs_in_the_data() -> None:
    prose = "\n".join(nfc(s["name"]) for r in records() for s in r["steps"])
    assert [phrase for _, phrase in readings().prose if phrase not in prose] == []
    starts = [nfc(s["name"]) for r in records() for s in r["steps"]]
    unused = [b for b, _ in readings().shorts if not any(t.startswith(b) for t in starts)]
    assert unused == []


def test_each_of_the_20_tables_with_sub_rows_has_a_reading_for_them() -> None:
    with_sub_rows = {
        r["id"]: [s["no"] for s in r["steps"] if re.fullmatch(r"\d+\.\d+", s["no"])]
        for r in records()
    }
    with_sub_rows = {key: rows for key, rows in with_sub_rows.items() if rows}
    assert len(with_sub_rows) == 20
    for key, rows in with_sub_rows.items():
        for row in rows:
            assert [r for r in _read(key).readings if row in r.rows and r.why], f"{key}/{row}"


def _read(key: str) -> TableReadings:
    return readings().of(key)


def test_158_steps_have_no_duration_and_never_zero() -> None:
    published = sum(s["duration"] is None for r in records() for s in r["steps"])
    assert published == 158
    nodes = [
        node
        for b in built().values()
        for node in b.graph.nodes
        if node.kind in ("user", "wait") and node.source_no and not node.id.endswith("_b")
    ]
    assert len(nodes) == 630
    assert sum(node.allotted is None for node in nodes) == 159  # and the one published 0
    zero = built()["GH-TINH-01"]
    assert zero.graph.by_id["step_gd2_4"].allotted is None
    assert "Bước GĐ2-4 in thời gian bằng 0: đọc là không tính thời gian." in zero.warnings


def test_each_of_the_50_tax_steps_waits_outside_and_stops_the_clock() -> None:
    tax = [
        (b, node) for b in built().values() for node in b.graph.nodes if node.step_kind == "finance"
    ]
    assert len(tax) == 50
    for b, node in tax:
        assert (node.kind, node.stops_clock, node.allotted) == ("wait", True, None)
        lane = b.graph.lane_of(node)
        assert lane is not None
        assert lane.unit_rule == "external:tax"
        assert node.ends_promise == (1 if b.facts.two_promises else 0)
    conditional = sum(
        any("has_financial_obligation" in f.condition for f in b.graph.flows) for b, _ in tax
    )
    assert conditional == 42


def test_each_process_with_a_tax_step_asks_for_the_obligation_at_reception() -> None:
    """Where nobody is exempt from the tax step, yes is the answer until somebody says no."""
    asked = {
        key: declared_variables(b.graph).get("has_financial_obligation")
        for key, b in built().items()
        if any(n.step_kind == "finance" for n in b.graph.nodes)
    }
    assert len(asked) == 50
    defaults = Counter(v.default for v in asked.values() if v is not None)
    assert defaults == {None: 42, True: 8}


def test_half_of_the_land_processes_have_two_promises() -> None:
    land = [b for b in built().values() if b.graph.attributes.get("field") == "Đất đai"]
    assert (len(land), sum(b.facts.two_promises for b in land)) == (82, 49)
    for b in land:
        last = [n for n in b.graph.nodes if n.ends_promise == max(b.facts.promises, 1)]
        assert len(last) == 1, b.graph.key


def test_only_waits_are_external_and_only_waits_stop_the_clock() -> None:
    for b in built().values():
        for node in b.graph.nodes:
            lane = b.graph.lane_of(node)
            if lane is not None:
                assert (node.kind == "wait") == lane.unit_rule.startswith("external:")
            assert node.kind == "wait" or not node.stops_clock


def test_six_tables_are_drafts_that_no_procedure_runs_by() -> None:
    drafts = {key: b.draft for key, b in built().items() if b.draft}
    assert set(drafts) == {
        "HCM-Q4-KS",
        "GH-TINH-01",
        "GH-TINH-02",
        "QG-1.004223",
        "QG-1.010727",
        "QG-1.001193",
    }
    assert all(drafts.values())


def test_procedures_with_several_processes_have_a_case_to_choose_by() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    several: Counter[str] = Counter()
    for b in built().values():
        if not b.draft:
            facts = b.graph.attributes
            code = facts.get("procedure_code") or b.graph.name
            seen[code, b.case or facts.get("case", "")] += 1
            several[code] += 1
    assert max(seen.values()) == 1
    assert not [code for code, case in seen if several[code] > 1 and not case]


@pytest.mark.parametrize("key", IDS)
def test_lint_finds_no_error_and_bpmn_keeps_everything(key: str) -> None:
    graph = built()[key].graph
    assert [p for p in lint(graph) if p.severity == "error"] == []
    back = from_xml(to_xml(graph))
    assert back == graph
    assert dict(back.attributes) == dict(graph.attributes)


def test_lint_warns_of_one_wait_that_neither_ends_nor_stops_the_clock() -> None:
    warned = {(key, p.code) for key in IDS for p in lint(built()[key].graph)}
    assert warned == {("QG-1.010727", "wait_without_clock")}


def test_names_of_steps_are_short_and_the_prose_is_kept() -> None:
    texts = {(r["id"], s["no"]): nfc(s["name"]).strip() for r in records() for s in r["steps"]}
    for key in IDS:
        for node in built()[key].graph.nodes:
            if node.kind in ("user", "wait"):
                assert 4 < len(node.name) <= 112, node.name
            if node.source_no:
                assert texts[key, node.source_no] in node.documentation


def test_what_the_import_warns_of() -> None:
    warned = {key: b.warnings for key, b in built().items() if b.warnings}
    assert len(warned) == 14
    assert warned["DT-138-2025-D22-1"] == (
        "Các bước cộng lại 10 ngày, nhiều hơn tổng 2 ngày.",
        "Nguồn: các bước cộng lại không bằng tổng thời hạn đã in.",
    )
