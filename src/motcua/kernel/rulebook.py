"""What a law or an office fixes, as dated rows: never a constant in code."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .models import Rule


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """One rule as it holds on a day, with its source and how sure we are."""

    code: str
    value: Any
    valid_from: date | None
    valid_until: date | None
    source: str
    certainty: str
    note: str


class NoRule(Refused):
    """The office has not said what holds on that day."""

    code = "rule.missing"
    text = _(
        "Chưa có quy định «%(rule)s» cho ngày %(day)s. Hãy báo quản trị danh mục bổ sung quy định."
    )


def value(code: str, day: date) -> Any:
    """The value of the rule ``code`` on ``day``. No query while the rulebook is unchanged.

    :raises NoRule: when no row covers the day.
    """
    return info(code, day).value


def info(code: str, day: date) -> RuleInfo:
    """The rule ``code`` on ``day``, with source and certainty.

    :raises NoRule: when no row covers the day.
    """
    for rule in _all(_version()).get(code, ()):
        if (rule.valid_from is None or rule.valid_from <= day) and (
            rule.valid_until is None or day < rule.valid_until
        ):
            return rule
    raise NoRule(rule=code, day=f"{day:%d/%m/%Y}")


def register(day: date | None = None) -> list[RuleInfo]:
    """All rules, by code and date; with ``day`` only those in force."""
    rules = [rule for rows in _all(_version()).values() for rule in rows]
    if day is None:
        return rules
    return [rule for rule in rules if _holds(rule, day)]


def rule_set_version(day: date) -> str:
    """The name of the set of rules in force: date of its newest row. Kept with every entry."""
    starts = [r.valid_from for r in register(day) if r.valid_from]
    return max(starts).isoformat() if starts else "none"


def memo() -> dict[Hashable, Any]:
    """Room for what was worked out from the rules as they are; a changed rule empties it."""
    return _memo(_version())


def forget() -> None:
    """Drop what this process remembers; called when rules were loaded."""
    cache.delete(_CACHE_KEY)
    _all.cache_clear()
    _memo.cache_clear()


_CACHE_KEY = "kernel.rulebook.version"
_CACHE_SECONDS = 5


def _holds(rule: RuleInfo, day: date) -> bool:
    after = rule.valid_from is None or rule.valid_from <= day
    return after and (rule.valid_until is None or day < rule.valid_until)


def _version() -> int:
    """A number that changes with every loaded rule; asked at most every few seconds."""
    known = cache.get(_CACHE_KEY)
    if known is None:
        newest = Rule.objects.order_by("-id").values_list("id", flat=True).first()
        known = newest or 0
        cache.set(_CACHE_KEY, known, _CACHE_SECONDS)
    return int(known)


@lru_cache(maxsize=2)
def _memo(_of_version: int) -> dict[Hashable, Any]:
    return {}


@lru_cache(maxsize=2)
def _all(version: int) -> dict[str, tuple[RuleInfo, ...]]:
    found: dict[str, list[RuleInfo]] = {}
    for row in Rule.objects.order_by("code", "valid"):
        found.setdefault(row.code, []).append(
            RuleInfo(
                row.code,
                row.value,
                row.valid.lower,
                row.valid.upper,
                row.source,
                row.certainty,
                row.note,
            )
        )
    return {code: tuple(rows) for code, rows in found.items()}
