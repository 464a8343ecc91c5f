"""Whole working days without a trace: what lists, previews and files of questions ask most.

The same date as :mod:`.counting` finds, by the day of each moment alone: a term of working days
never asks at which minute of its day a pause began (conventions 3 and 9).
"""

from __future__ import annotations

from .calendar import Beyond, Grid
from .moments import DAY
from .pauses import Ledger


def last_day(grid: Grid, received: int, count: int, ledger: Ledger) -> int:
    """The day at whose close a term of ``count`` working days ends. An open pause moves nothing.

    :param ledger: pauses in order, none before ``received``; every moment read in the usual way.
    :raises Beyond: the grid does not reach so far.
    """
    day = grid.day_of(received)
    try:
        return _last_day(grid, day, count, ledger)
    except IndexError:
        raise Beyond(grid.last_year + 1) from None


def _last_day(grid: Grid, day: int, count: int, ledger: Ledger) -> int:
    """One loop without calls: it is run for every open dossier when a calendar changes."""
    first, days, closes, working = grid.first, grid.days, grid.closes, grid.working
    target = days[day - first + 1] + count - 1
    end = working[target]
    for since, until, _ground in ledger:
        if until is None:
            break
        begin = since // DAY - first
        if since % DAY >= closes[begin]:
            begin = working[days[begin + 1]] - first
        if begin + first > end:
            break
        stop = until // DAY - first
        if until % DAY >= closes[stop]:
            stop = working[days[stop + 1]] - first
        lost = days[stop] - days[max(begin, day - first + 1)]
        if lost > 0:
            target += lost
            end = working[target]
    return end
