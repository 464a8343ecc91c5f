"""What a record turns into once it is read: plain values, ready to be written as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from motcua.catalog.messages import Remark, remark

Json = Any


@dataclass(frozen=True, slots=True)
class Paper:
    """A component, or a remark printed among them. ``case`` counts from 0."""

    name: str
    case: int | None
    heading: str
    originals: int | None
    copies: int | None
    form_code: str
    form_file: str
    is_note: bool
    only_shown: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A published time limit; ``limit`` is TimeLimit.to_json() or none."""

    channel: str
    limit: Json
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A longer term under a condition; ``way`` of ``LongerWay``, ``limit`` TimeLimit.to_json()."""

    channel: str
    way: str
    limit: Json
    condition: str
    text: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A published fee."""

    name: str
    channel: str
    amount_vnd: int | None
    displayed: str
    note: str
    warning: str


@dataclass(slots=True)
class Remarks:
    """What was noticed on the way: missing, doubtful, and what makes the record impossible."""

    missing: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    refusals: list[Remark] = field(default_factory=list)

    def lacks(self, code: str, **facts: object) -> None:
        """Something without which nobody may receive dossiers of it."""
        self.missing.append(remark(code, **facts))

    def warn(self, code: str, **facts: object) -> None:
        """Something that was read with a caution."""
        self.warnings.append(remark(code, **facts))

    def refuse(self, code: str, **facts: object) -> None:
        """Something that cannot be true."""
        self.refusals.append(remark(code, **facts))


@dataclass(frozen=True, slots=True)
class Reading:
    """One record of a source, read. ``texts`` go into columns of the same name."""

    code: str
    label: str
    name: str
    name_key: str
    sha256: str
    record: dict[str, Json]
    field_name: str
    field_source: str
    texts: dict[str, str]
    applicants: tuple[str, ...]
    channels: tuple[str, ...]
    by_post: bool
    cases: tuple[str, ...]
    papers: tuple[Paper, ...]
    terms: tuple[Term, ...]
    conditions: tuple[Condition, ...]
    fees: tuple[FeeLine, ...]
    results: tuple[tuple[str, str], ...]
    legal_bases: tuple[str, ...]
    remarks: Remarks

    @property
    def key(self) -> str:
        """How people name the record: code, version of the source, name."""
        return " · ".join(part for part in (self.code, self.label, self.name) if part)
