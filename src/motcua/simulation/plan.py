"""What chance decides, read from ``demo/simulation.toml``: mixes, weights, rates, each sourced."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.kernel.text import fold, nfc

PUBLISHED = "tuyen-quang-2017"
"""The mix of fields that a department published."""
SHOWN = "minh-hoa"
"""The mix of the demonstration: every division has something to do."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the simulation draws from. Sections as in the file, without their sources."""

    fields: Weights
    procedures: tuple[tuple[str, float], ...]
    channels: Weights
    receivers: Weights
    communes: Weights
    elsewhere: float
    weekdays: Sequence[float]
    hours: Mapping[str, Weights]
    people: Mapping[str, Any]
    office: Mapping[str, Any]
    steps: Weights
    pace: Mapping[str, Any]
    handover: Mapping[str, Weights]
    events: Weights
    waits: Mapping[str, Sequence[float]]
    names: Mapping[str, Any]
    words: Mapping[str, Any]

    def weight_of(self, name: str) -> float:
        """How often a procedure of this name is asked for, within its field."""
        folded = fold(name)
        return next((weight for words, weight in self.procedures if words in folded), 1.0)


def read(path: Path, mix: str) -> Plan:
    """The plan of a file with one of its mixes.

    :raises ValueError: the file has no such mix; the message names those it has.
    """
    record = _plain(tomllib.loads(nfc(path.read_text(encoding="utf-8"))))
    if mix not in record["mix"]:
        raise ValueError(", ".join(sorted(record["mix"])))
    communes = dict(record["communes"])
    elsewhere = communes.pop("elsewhere")
    arrivals = record["arrivals"]
    return Plan(
        fields=record["mix"][mix]["fields"],
        procedures=tuple((fold(row["words"]), row["weight"]) for row in record["procedure"]),
        communes=communes,
        elsewhere=elsewhere,
        weekdays=arrivals["weekdays"],
        hours={"counter": arrivals["hours"], "online": arrivals["online_hours"]},
        **{name: record[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE = (
    "channels", "receivers", "people", "office", "steps", "pace", "handover", "events", "waits",
    "names", "words",
)  # fmt: skip


def _plain(table: Any) -> Any:
    """A table without its sources, which are for readers of the file."""
    if isinstance(table, dict):
        return {name: _plain(value) for name, value in table.items() if name != "source"}
    return table
