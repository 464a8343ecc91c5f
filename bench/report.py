"""What was measured, against what the issue asks, as a section of ``docs/performance.md``."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs/performance.md"
BEGIN, END = "<!-- bench: written by ./motcua bench --write -->", "<!-- bench: end -->"
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the issue: what is asked, of which number, and how much it may be."""

    text: str
    of: Callable[[Data], float | None]
    limit: float
    unit: str = "ms"
    at_least: bool = False

    def line(self, data: Data) -> str | None:
        """A row of the table; None where it was not measured."""
        value = self.of(data)
        if value is None:
            return None
        met = value >= self.limit if self.at_least else value <= self.limit
        sign = "≥" if self.at_least else "≤"
        return (
            f"| {self.text} | {sign} {self.limit:g} {self.unit} | {value:.1f} |"
            f" {'met' if met else '**not met**'} |"
        )


def _figure(name: str, key: str) -> Callable[[Data], float | None]:
    def value(data: Data) -> float | None:
        found = data["figures"].get(name)
        return None if found is None else found[key]

    return value


def _fact(name: str, times: float = 1) -> Callable[[Data], float | None]:
    def value(data: Data) -> float | None:
        return data["facts"][name] * times if name in data["facts"] else None

    return value


def _ratio(name: str, key: str, to: str) -> Callable[[Data], float | None]:
    def value(data: Data) -> float | None:
        one, other = _figure(name, key)(data), _figure(to, key)(data)
        return one / other if one and other else None

    return value


TARGETS = (
    Target("intake: statements", _figure("intake", "statements"), 30, ""),
    Target("intake: server CPU", _figure("intake", "each"), 25),
    Target("intake: 8 clients, 20 agencies", _figure("intake", "rate"), 40, "/s", True),
    Target("intake: 8 clients, one agency alone", _figure("intake, one agency alone", "rate"), 40,
           "/s", True),
    Target("intake at 20/s: jobs drained", _fact("jobs drained after"), 5, "s"),
    Target("Mẫu 01: first view at 20 intakes/s, p95",
           _fact("reception to receipt on the screen, p95"), 1, "s"),
    Target("inbox of 50: queries", _figure("inbox", "statements"), 12, ""),
    Target("inbox of 50: server CPU", _figure("inbox", "each"), 40),
    Target("inbox of 50: p95 with 4 clients", _figure("inbox", "p95"), 150),
    Target("inbox: deepest page against page 1, CPU",
           _ratio("its deepest page", "each", "page 1 of the busiest counter"), 1.15, "times"),
    Target("dossier page: queries", _figure("dossier page", "statements"), 15, ""),
    Target("dossier page: server CPU", _figure("dossier page", "each"), 50),
    Target("finishing a step: server CPU", _figure("step", "each"), 15),
    Target("tracking: look-ups", _figure("tracking", "rate"), 80, "/s", True),
    Target("tracking: p95", _figure("tracking", "p95"), 150),
    Target("desk's p95 beside 5,000 look-ups an hour",
           _fact("desk's p95 beside 5,000 look-ups an hour, ratio"), 1.25, "times"),
    Target("desk's p95 beside 200 slow clients",
           _fact("desk's p95 beside 200 slow clients, ratio"), 1.25, "times"),
    Target("search by name, whole province: p95",
           _figure("search by name, province", "p95"), 100),
    Target("search by name, own unit: p95", _figure("search by name, own unit", "p95"), 100),
    Target("search by code: p95", _figure("search by code", "p95"), 100),
    Target("search by identity number: p95", _figure("search by identity number", "p95"), 100),
    Target("search by last four digits: p95", _figure("search by last four digits", "p95"), 100),
    Target("Mẫu 01: CPU of printing", _fact("CPU of printing Mẫu 01"), 25),
    Target("due date up to 15 working days, no explanation: CPU",
           _fact("due date, 0 ledger entries: CPU"), 10, "µs"),
    Target("the same with 3 ledger entries: CPU",
           _fact("due date, 3 ledger entries: CPU"), 10, "µs"),
    Target("manage due --batch", _fact("manage due --batch"), 1_000, "lines/s", True),
)  # fmt: skip
GROWTH = (("intake", 1.2), ("inbox", 1.3), ("dossier page", 1.3), ("step", 1.3), ("tracking", 1.3))


def page(results: list[Data]) -> str:
    """The section for all sizes, smallest first."""
    results = sorted(results, key=lambda data: data["dossiers"])
    parts = [BEGIN, "## Measured by `./motcua bench`", ""]
    for data in results:
        parts += _of_one(data)
    if len(results) > 1:
        parts += _growth(results[0], results[-1])
    return "\n".join([*parts, END])


def _of_one(data: Data) -> list[str]:
    lines = [target.line(data) for target in TARGETS]
    said = [f"### {data['dossiers']:,} dossiers", "", f"{data['when']}; {data['machine']}.", ""]
    said += [f"{name}: {value}." for name, value in data.get("seeded", {}).items()]
    said += ["", "| asked | limit | measured | |", "|---|---|---|---|"]
    said += [line for line in lines if line]
    said += ["", "| figure | requests | /s | statements | CPU web + database, ms | p50 / p95, ms |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for name, f in data["figures"].items():
        counted = f"{f['statements']:.1f}" if f["statements"] is not None else "–"
        wrong = f" (wrong answers: {f['wrong']})" if f["wrong"] else ""
        said.append(
            f"| {name}{wrong} | {f['count']} | {f['rate']:.0f} | {counted} |"
            f" {f['python']:.1f} + {f['database']:.1f} | {f['p50']:.0f} / {f['p95']:.0f} |"
        )
    said += ["", "| the same rows in plain SQL | CPU client + database, ms | clock, ms | product ÷"
             " floor |", "|---|---|---|---|"]  # fmt: skip
    for name, floor in data["floors"].items():
        of = next((f for n, f in data["figures"].items() if n.startswith(name)), None)
        ratio = f"{of['each'] / floor['each']:.1f}" if of and floor["each"] else "–"
        said.append(
            f"| {name} | {floor['client']:.2f} + {floor['database']:.2f} | {floor['wall']:.2f} |"
            f" {ratio} |"
        )
    said += [f"| pgbench, {n} | | {v:.0f} tps | |" for n, v in data.get("pgbench", {}).items()]
    return [*said, ""]


def _growth(small: Data, large: Data) -> list[str]:
    said = [f"### {large['dossiers']:,} against {small['dossiers']:,} dossiers", "",
            "| CPU of | limit | ratio | |", "|---|---|---|---|"]  # fmt: skip
    for name, limit in GROWTH:
        if name in small["figures"] and name in large["figures"]:
            ratio = large["figures"][name]["each"] / small["figures"][name]["each"]
            met = "met" if ratio <= limit else "**not met**"
            said.append(f"| {name} | ≤ {limit} | {ratio:.2f} | {met} |")
    return [*said, ""]


def write(files: list[Path]) -> str:
    """Put the section into the page, in place of the one of the last run."""
    section = page([json.loads(file.read_text(encoding="utf-8")) for file in files])
    old = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if pattern.search(old):
        new = pattern.sub(lambda _found: section, old)
    else:
        new = f"{old.rstrip()}\n\n{section}\n"
    PAGE.write_text(new, encoding="utf-8")
    return section
