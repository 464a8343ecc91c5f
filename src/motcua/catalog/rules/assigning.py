"""Which rule of an assignment file fits a procedure. Pure: units are found by who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.kernel.text import fold


class BadAssignments(ValueError):
    """A file of assignments that cannot be used; ``str()`` says where."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may look at."""

    field_code: str
    level: str
    agency: str
    authority: str


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """One rule. Texts are compared folded; an empty condition asks for nothing."""

    name: str
    fields: frozenset[str]
    level: str
    not_level: str
    agency: tuple[str, ...]
    authority: tuple[str, ...]
    receive: Mapping[str, str]

    def fits(self, facts: Facts) -> bool:
        """Whether the rule is about this procedure."""
        level = fold(facts.level)
        return (
            facts.field_code in self.fields
            and fold(self.level) in level
            and not (self.not_level and fold(self.not_level) in level)
            and _says(self.agency, facts.agency)
            and _says(self.authority, facts.authority)
        )


@dataclass(frozen=True, slots=True)
class Assignments:
    """A file of assignments: the first rule that fits a procedure holds for it."""

    source: str
    valid_from: date
    rules: tuple[AssignmentRule, ...]

    def rule_for(self, facts: Facts) -> AssignmentRule | None:
        """The rule that holds, or none."""
        return next((rule for rule in self.rules if rule.fits(facts)), None)


def parse(document: Mapping[str, Any]) -> Assignments:
    """Read a parsed TOML document.

    :raises BadAssignments: a part is missing or is not of its kind.
    """
    source, first, rules = (document.get(k) for k in ("source", "valid_from", "rule"))
    if not isinstance(source, str) or not isinstance(first, date) or not isinstance(rules, list):
        raise BadAssignments("source, valid_from, [[rule]]")
    return Assignments(source, first, tuple(_rule(rule) for rule in rules))


def _rule(raw: Any) -> AssignmentRule:
    if not isinstance(raw, dict) or not isinstance(raw.get("receive"), dict):
        raise BadAssignments("[[rule]]: receive")
    if not raw.get("name") or not isinstance(raw.get("fields"), list):
        raise BadAssignments("[[rule]]: name, fields")
    if unknown := set(raw) - set(AssignmentRule.__dataclass_fields__):
        raise BadAssignments(f"[[rule]] {raw['name']}: {', '.join(sorted(unknown))}")
    return AssignmentRule(
        name=raw["name"],
        fields=frozenset(raw["fields"]),
        level=raw.get("level", ""),
        not_level=raw.get("not_level", ""),
        agency=tuple(raw.get("agency", ())),
        authority=tuple(raw.get("authority", ())),
        receive=dict(raw["receive"]),
    )


def _says(phrases: Iterable[str], text: str) -> bool:
    folded, wanted = fold(text), tuple(phrases)
    return not wanted or any(fold(phrase) in folded for phrase in wanted)
