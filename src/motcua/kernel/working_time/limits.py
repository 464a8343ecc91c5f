"""Time limits as decisions print them: parts in sequence, read and written in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from .errors import LimitNotPositive, UnreadableLimit


class Unit(Enum):
    """What a term counts. ``value`` is the stored code, ``word`` the printed unit."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    SAME_DAY = "same_day"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Unit.WORKING_HOUR: "giờ",
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.MONTH: "tháng",
    Unit.SAME_DAY: "trong ngày",
}


Step = tuple[Unit, int, int]
"""Unit, whole units, and working minutes for hours and for the fraction of a day."""


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a term: an amount of one unit.

    :raises LimitNotPositive: nothing, or less than nothing.
    :raises UnreadableLimit: a fraction of a month, or less than a minute's worth of precision.
    """

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount <= 0:
            raise LimitNotPositive(text=self.text)
        whole = self.amount == self.amount.to_integral_value()
        if self.unit is Unit.MONTH and not whole:
            raise UnreadableLimit(text=self.text)
        if self.unit is Unit.SAME_DAY and self.amount != 1:
            raise UnreadableLimit(text=self.text)

    @property
    def text(self) -> str:
        if self.unit is Unit.SAME_DAY:
            return self.unit.word
        return f"{number_text(self.amount)} {self.unit.word}"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A term: its parts one after the other (convention 7).

    :raises UnreadableLimit: no part, or "trong ngày" behind another part.
    """

    parts: tuple[Part, ...]
    whole_days: int = field(default=0, init=False, repr=False, compare=False)
    """How many working days, where the term is nothing else; 0 for every other term."""
    _plans: dict[int, tuple[Step, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not self.parts or any(part.unit is Unit.SAME_DAY for part in self.parts[1:]):
            raise UnreadableLimit(text=self.text)
        only = self.parts[0]
        if len(self.parts) == 1 and only.unit is Unit.WORKING_DAY and not only.amount % 1:
            object.__setattr__(self, "whole_days", int(only.amount))

    @property
    def text(self) -> str:
        """The notation that :meth:`parse` reads back; stored and printed, so never translated.

        "Trong ngày" followed by more is only ever a term that was lengthened: no source prints it.
        """
        return " + ".join(part.text for part in self.parts)

    @classmethod
    def parse(cls, text: str) -> TimeLimit:
        """Read a published time limit; see :mod:`.reading`."""
        from .reading import read_limit

        return read_limit(text)

    @classmethod
    def of(cls, amount: Decimal | int | str, unit: Unit) -> TimeLimit:
        """A term of one part."""
        return cls((Part(Decimal(amount), unit),))

    def plan(self, day_minutes: int) -> tuple[Step, ...]:
        """The parts ready to be counted; a fraction of a day is working minutes (convention 4)."""
        plan = self._plans.get(day_minutes)
        if plan is None:
            plan = self._plans[day_minutes] = tuple(_step(part, day_minutes) for part in self.parts)
        return plan

    def to_json(self) -> list[dict[str, str]]:
        return [{"amount": str(part.amount), "unit": part.unit.value} for part in self.parts]

    @classmethod
    def from_json(cls, data: object) -> TimeLimit:
        """:raises UnreadableLimit: not what :meth:`to_json` wrote."""
        if not isinstance(data, list):
            raise UnreadableLimit(text=str(data)[:80])
        return cls(tuple(_part(item) for item in data))


def _part(item: Mapping[str, Any]) -> Part:
    try:
        return Part(Decimal(item["amount"]), Unit(item["unit"]))
    except (KeyError, TypeError, InvalidOperation) as error:
        raise UnreadableLimit(text=str(item)[:80]) from error
    except ValueError as error:
        if isinstance(error, UnreadableLimit):
            raise
        raise UnreadableLimit(text=str(item)[:80]) from error


def number_text(amount: Decimal) -> str:
    """A number as Vietnamese write it: comma for decimals, no trailing zeros."""
    return format(amount.normalize(), "f").replace(".", ",") if amount.is_finite() else str(amount)


def _step(part: Part, day_minutes: int) -> Step:
    if part.unit is Unit.WORKING_HOUR:
        return part.unit, 0, max(1, round(part.amount * 60))
    whole = int(part.amount)
    fraction = part.amount - whole
    return part.unit, whole, max(1, round(fraction * day_minutes)) if fraction else 0
