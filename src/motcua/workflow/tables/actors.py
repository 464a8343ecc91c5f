"""Who an actor of a table is here: the rule for the unit, and the role."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from motcua.kernel.text import nfc
from motcua.workflow.graph import StepKind

EXTERNAL = "external:"


@dataclass(frozen=True, slots=True)
class ActorRule:
    """An actor as published, read: `external` ones sign in nowhere, so their steps are waits."""

    name: str
    unit_rule: str
    role: str
    step_kind: StepKind
    reviewed: str

    @property
    def external(self) -> bool:
        """Whether nobody of it works in this system."""
        return self.unit_rule.startswith(EXTERNAL)

    @property
    def has_alternatives(self) -> bool:
        """Whether the unit is chosen by the receiving unit ("A hoặc B")."""
        return "|" in self.unit_rule


@dataclass(frozen=True, slots=True)
class ActorMap:
    """All actors of a collection of tables: by their exact text, and by single rows."""

    by_text: Mapping[str, ActorRule]
    by_row: Mapping[str, ActorRule]

    @classmethod
    def parse(cls, text: str) -> "ActorMap":
        """Read the TOML of `demo/actors.toml`, which explains its own columns.

        :raises ValueError: not TOML, an unknown kind, or a line that nobody reviewed.
        """
        data = tomllib.loads(nfc(text))
        return cls(_rules(data.get("actors", {})), _rules(data.get("steps", {})))

    def find(self, table_id: str, row_no: str, actor: str, part: str = "") -> ActorRule | None:
        """Who does a row; a rule for that one row wins over the rule for the text.

        :param part: the second actor of a shared cell, if it is the one asked for.
        """
        key = f"{table_id}/{row_no}" + (f"#{part}" if part else "")
        wanted = part or actor
        found = self.by_row.get(key) or self.by_text.get(wanted)
        if found is None:
            return None
        return ActorRule(
            wanted or found.name, found.unit_rule, found.role, found.step_kind, found.reviewed
        )


def _rules(lines: Mapping[str, Mapping[str, Any]]) -> dict[str, ActorRule]:
    return {name: _rule(name, line) for name, line in lines.items()}


def _rule(name: str, line: Mapping[str, Any]) -> ActorRule:
    kind = line["kind"]
    if kind not in get_args(StepKind) or not line["unit"] or not line.get("reviewed"):
        raise ValueError(f"actor {name!r}: unit, kind and reviewed are needed")
    rule = ActorRule(
        name=name.partition("#")[2] if "#" in name else "",
        unit_rule=line["unit"],
        role=line["role"],
        step_kind=cast(StepKind, kind),
        reviewed=line["reviewed"],
    )
    if rule.external != line["external"] or rule.external == bool(rule.role):
        raise ValueError(f"actor {name!r}: an external actor has no role, any other has one")
    return rule
