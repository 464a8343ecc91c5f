"""Ending what holds from day to day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from motcua.kernel.dates import since as from_day


def end(rows: Iterable[Any], on: date) -> None:
    """Let dated rows end: ``on`` is the first day without them.

    Those that would only begin then are taken back; those that have ended by then stay as they are.
    """
    for row in list(rows):
        if row.valid.lower >= on:
            row.delete()
        elif row.valid.upper is None or row.valid.upper > on:
            row.valid = from_day(row.valid.lower, on)
            row.save(update_fields=["valid"])
