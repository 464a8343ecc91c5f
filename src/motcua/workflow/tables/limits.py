"""Durations and promises of a table as time limits. Pure.

Decided here, and shown with every import: "ngày" in a table whose total counts working days means
working days; 8 working hours are one working day; a published 0 or "Giờ hành chính" is no
duration at all.
"""

from decimal import Decimal

from motcua.kernel.working_time import TimeLimit, Unit, UnreadableLimit

from .table import Row, Table

HOURS_A_DAY = Decimal(8)
"""As the collection counts (its README, point 5), only to compare sums with totals."""

_WORKING = "ngày làm việc"
_BY_WORD = {
    "ngày": Unit.CALENDAR_DAY,
    _WORKING: Unit.WORKING_DAY,
    "giờ": Unit.WORKING_HOUR,
    "giờ làm việc": Unit.WORKING_HOUR,
    "tháng": Unit.MONTH,
}


def allotted(table: Table, row: Row, unit_read: str) -> TimeLimit | None:
    """What a row gives its actor; None where nothing (or 0) is printed.

    :param unit_read: the unit that a reading gives the row, or empty.
    :raises UnreadableLimit: an unknown unit.
    """
    if not row.duration:
        return None
    return TimeLimit.of(row.duration, _unit(table, row, unit_read))


def _unit(table: Table, row: Row, unit_read: str) -> Unit:
    if unit_read:
        return Unit(unit_read)
    found = _BY_WORD.get(row.unit)
    if found is None:
        raise UnreadableLimit(text=row.duration_text)
    counts_working_days = table.total_unit.startswith(_WORKING)
    if found is Unit.CALENDAR_DAY and counts_working_days:
        return Unit.WORKING_DAY
    return found


def total_of(table: Table, total_read: str) -> TimeLimit | None:
    """The whole time, from the reading or else from the published number and unit.

    None where the source prints no total, or a bare number (convention 11: never guessed).
    """
    if total_read:
        return TimeLimit.parse(total_read)
    word = next((w for w in (_WORKING, "ngày", "giờ") if table.total_unit.startswith(w)), "")
    if not table.total or not word:
        return None
    return TimeLimit.of(table.total, _BY_WORD[word])


def promises_of(table: Table, total: TimeLimit | None) -> tuple[TimeLimit, ...]:
    """What the citizen is promised: the published appointments in order, or else the total."""
    if table.appointments:
        return tuple(TimeLimit.parse(text) for text in table.appointments)
    return (total,) if total else ()


def in_days(limit: TimeLimit | None) -> Decimal:
    """An amount to add up, whatever kind of days: hours are eighths."""
    if limit is None:
        return Decimal(0)
    return sum(
        (
            part.amount / HOURS_A_DAY if part.unit is Unit.WORKING_HOUR else part.amount
            for part in limit.parts
        ),
        Decimal(0),
    )
