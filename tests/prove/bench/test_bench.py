"""Speed as ratios within one run: what a province's size changes, and how often pages ask.

Two data sets are made from the same templates, both pass the invariants, and each is asked by the
same clients. No time is asserted: only statements, and costs against one another in one run.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[3]
SMALL, LARGE = 2_000, int(os.environ.get("MOTCUA_PROVE_DOSSIERS", "60000"))
MOST = {"intake": 1.5, "inbox": 1.6, "dossier page": 1.6, "step": 1.6, "tracking": 1.6}
"""CPU with many dossiers against CPU with few; ``bench`` holds the issue's own limits."""
STATEMENTS = {"intake": 30, "inbox": 12, "dossier page": 15, "tracking": 10}
MEASURED = ("inbox", "step", "tracking", "intake", "due")


def url(database: str) -> str:
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"


def run(database: str, *words: str | Path) -> None:
    environ = os.environ | {
        "DATABASE_URL": url(database),
        "MOTCUA_DEMO": "1",
        "MOTCUA_LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    subprocess.run([sys.executable, "-m", *map(str, words)], env=environ, cwd=ROOT, check=True)


def server(sql: str) -> None:
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute(sql)


Measured = dict[int, dict[str, Any]]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Figures of both data sets; ``grow --check`` ends badly where an invariant is broken."""
    folder, names = tmp_path_factory.mktemp("bench"), ["prove_bench", "prove_small", "prove_large"]
    for name in names:
        server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    try:
        server(f"CREATE DATABASE {names[0]}")
        run(names[0], "motcua.manage", "migrate", "--verbosity", "0")
        run(names[0], "bench", "base")
        found = {}
        for name, size in zip(names[1:], (SMALL, LARGE), strict=True):
            server(f"CREATE DATABASE {name} TEMPLATE {names[0]}")
            into = folder / f"{size}.json"
            run(name, "bench", "grow", str(size), "--check", "--into", into)
            run(name, "bench", "measure", *MEASURED, "--into", into)
            found[size] = json.loads(into.read_text(encoding="utf-8"))
        yield found
    finally:
        for name in names:
            server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_every_answer_was_the_right_one(measured: Measured) -> None:
    for size, data in measured.items():
        wrong = {name: f["wrong"] for name, f in data["figures"].items() if f["wrong"]}
        assert not wrong, f"{size} dossiers: {wrong}"


def test_pages_and_acts_ask_as_little_in_a_large_province(measured: Measured) -> None:
    figures = measured[LARGE]["figures"]
    counted = {name: figures[name]["statements"] for name in STATEMENTS}
    print({name: round(count, 1) for name, count in counted.items()})
    assert {name for name, most in STATEMENTS.items() if counted[name] > most} == set()


def test_a_large_province_costs_little_more_than_a_small_one(measured: Measured) -> None:
    small, large = (measured[size]["figures"] for size in (SMALL, LARGE))
    ratios = {name: large[name]["each"] / small[name]["each"] for name in MOST}
    print({name: round(ratio, 2) for name, ratio in ratios.items()})
    assert {name: r for name, r in ratios.items() if r > MOST[name]} == {}


def test_due_dates_are_measured_and_a_file_is_answered_whole(measured: Measured) -> None:
    facts = {name: value for name, value in measured[LARGE]["facts"].items() if "due" in name}
    print({name: round(value, 1) for name, value in facts.items()})
    assert len(facts) == 3


def test_the_deepest_page_costs_what_the_first_does(measured: Measured) -> None:
    figures = measured[LARGE]["figures"]
    first, deep = figures["page 1 of the busiest counter"], figures["its deepest page"]
    print(f"deepest page against page 1: {deep['each'] / first['each']:.2f} of CPU")
    assert deep["each"] / first["each"] <= 1.3
