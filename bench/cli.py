"""The words after ``python -m bench``; the launcher writes them."""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from bench import machine, measures, people, report, seed
from bench.database import Connection, connect, one
from bench.people_at_work import Officers
from bench.served import served

FIGURE = "count rate statements python database each p50 p95 wrong".split()


def run(words: list[str]) -> int:
    """Do what the words say; 0 when all went well."""
    known = _parser().parse_args(words)
    match known.command:
        case "people":
            with connect() as own:
                people.load(own, known.first, known.many, known.clerk, timezone.now())
        case "base":
            seed.base(_say)
        case "grow":
            _grow(known)
        case "measure":
            with connect() as own:
                _measure(own, known)
        case _:
            section = report.write(known.files) if known.write else _read(known.files)
            print(section)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench")
    commands = parser.add_subparsers(dest="command", required=True)
    applicants = commands.add_parser("people")
    for name in ("first", "many", "clerk"):
        applicants.add_argument(name, type=int)
    commands.add_parser("base")
    grow = commands.add_parser("grow")
    grow.add_argument("many", type=int)
    grow.add_argument("--check", action="store_true")
    grow.add_argument("--into", type=Path)
    measure = commands.add_parser("measure")
    measure.add_argument("what", nargs="+", choices=list(measures.MEASURES))
    measure.add_argument("--into", type=Path)
    told = commands.add_parser("report")
    told.add_argument("files", nargs="+", type=Path)
    told.add_argument("--write", action="store_true")
    return parser


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def _read(files: list[Path]) -> str:
    return report.page([json.loads(file.read_text(encoding="utf-8")) for file in files])


def _grow(known: argparse.Namespace) -> None:
    seeded = seed.grow(known.many, _say)
    told = f"{seeded.rate:.0f} dossiers/s, indexes and statistics included ({seeded.seconds:.0f} s)"
    _say(f"{seeded.dossiers} dossiers: {told}")
    facts = {"Seeded": told}
    if known.check:
        began = time.monotonic()
        call_command("check_invariants")
        facts["Invariants"] = f"all true, checked in {time.monotonic() - began:.0f} s"
    _keep(known.into, {"seeded": facts})


def _keep(path: Path | None, more: dict[str, Any]) -> None:
    if path is None:
        return
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(old | more, ensure_ascii=False), encoding="utf-8")


def _measure(connection: Connection, known: argparse.Namespace) -> None:
    results = measured(connection, known.what)
    _keep(
        known.into,
        {
            "dossiers": results.dossiers,
            "when": f"{timezone.now():%Y-%m-%d %H:%M} UTC",
            "machine": machine.described(connection),
            "facts": results.facts,
            "figures": {
                name: {key: getattr(figure, key) for key in FIGURE}
                for name, figure in results.figures.items()
            },
            "floors": {
                name: {key: getattr(floor, key) for key in ("database", "client", "wall", "each")}
                for name, floor in results.under.items()
            },
        },
    )


def measured(connection: Connection, wanted: list[str]) -> measures.Results:
    """Measure what is wanted on the data set of this database."""
    many = one(connection, "SELECT count(*) FROM dossiers_dossier")
    print(f"{many} dossiers; {machine.described(connection)}", flush=True)
    results = measures.Results(many)
    with served(connection) as server:
        bench = measures.Bench(
            server,
            connection,
            Officers(connection),
            results,
            random.Random(many),
            int(time.time()) % 10**7 * 100,
        )
        for name in wanted:
            measures.MEASURES[name](bench)
    return results
