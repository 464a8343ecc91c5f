"""Reading a decision on committed terms and policies: a TOML document. Pure.

Of each procedure only what is named changes; an empty text takes it back::

    source = "Quyết định 12/QĐ-UBND"
    valid_from = 2026-12-01

    [[term]]
    code = "1.012784"
    receive = "one_stop_province"        # kind of receiving unit; left out: every one
    committed = "7 ngày làm việc"
    by_channel = { online = "5 ngày làm việc" }
    supplement_policy = "restart"        # or "resume"
    ground = "Thông tư 01 Điều 2"        # of the policy; left out: the decision itself
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.catalog.states import Channel, Policy
from motcua.kernel.text import clean
from motcua.kernel.working_time import TimeLimit, WorkingTimeError

KNOWN = {"code", "receive", "committed", "by_channel", "supplement_policy", "ground"}


class BadCommitments(ValueError):
    """A document that cannot be used; ``str()`` says where."""


@dataclass(frozen=True, slots=True)
class Said:
    """A term that is named; ``limit`` none takes it back."""

    limit: TimeLimit | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is said of one procedure; none: nothing is said of it, and it stays as it is."""

    code: str
    receive: str
    committed: Said | None
    by_channel: Mapping[str, TimeLimit] | None
    policy: str | None
    ground: str


@dataclass(frozen=True, slots=True)
class Commitments:
    """A decision: where it stands, from when it holds, and what it says of each procedure."""

    source: str
    valid_from: date
    terms: tuple[Commitment, ...]


def parse(document: Mapping[str, Any]) -> Commitments:
    """Read a parsed TOML document.

    :raises BadCommitments: a part is missing, unknown, or is not of its kind.
    """
    source, first, terms = (document.get(k) for k in ("source", "valid_from", "term"))
    if not isinstance(source, str) or not clean(source):
        raise BadCommitments("source")
    if type(first) is not date or not isinstance(terms, list) or not terms:
        raise BadCommitments("valid_from, [[term]]")
    return Commitments(clean(source, 2_000), first, tuple(_term(term) for term in terms))


def _term(raw: Any) -> Commitment:
    if not isinstance(raw, dict) or not isinstance(raw.get("code"), str) or not raw["code"]:
        raise BadCommitments("[[term]]: code")
    code = raw["code"]
    texts = ("receive", "committed", "supplement_policy", "ground")
    wrong = sorted(set(raw) - KNOWN) + [k for k in texts if not isinstance(raw.get(k, ""), str)]
    if wrong:
        raise BadCommitments(f"[[term]] {code}: {', '.join(wrong)}")
    policy = raw.get("supplement_policy")
    if policy and policy not in Policy:
        raise BadCommitments(f"[[term]] {code}: supplement_policy")
    try:
        return Commitment(
            code=code,
            receive=raw.get("receive", ""),
            committed=_said(raw.get("committed")),
            by_channel=_by_channel(code, raw.get("by_channel")),
            policy=policy,
            ground=clean(raw.get("ground", ""), 2_000),
        )
    except WorkingTimeError as error:
        raise BadCommitments(f"[[term]] {code}: {error}") from error


def _said(text: str | None) -> Said | None:
    return None if text is None else Said(TimeLimit.parse(text) if text else None)


def _by_channel(code: str, raw: Any) -> dict[str, TimeLimit] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or any(
        channel not in Channel or not isinstance(text, str) for channel, text in raw.items()
    ):
        raise BadCommitments(f"[[term]] {code}: by_channel")
    return {channel: TimeLimit.parse(text) for channel, text in raw.items()}
