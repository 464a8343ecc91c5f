"""Sums over the live figures of the dossiers, with rates and their denominators."""

from collections.abc import Iterable
from dataclasses import fields as fields_of

from motcua.dossiers.queries import Figures

COUNTS = [f.name for f in fields_of(Figures) if f.name not in {"unit_id", "field_code"}]


def total(rows: Iterable[Figures]) -> Figures:
    """All rows as one. No query."""
    return _sum(list(rows), unit_id=None, field_code="")


def by_field(rows: Iterable[Figures]) -> list[Figures]:
    """One row a field, busiest first. No query."""
    kept = list(rows)
    codes = {row.field_code for row in kept}
    found = [
        _sum([r for r in kept if r.field_code == code], unit_id=None, field_code=code)
        for code in codes
    ]
    return sorted(found, key=lambda f: (-f.received - f.in_process, f.field_code))


def by_unit(rows: Iterable[Figures]) -> list[Figures]:
    """One row a deciding unit, busiest first. No query."""
    kept = list(rows)
    units = {row.unit_id for row in kept}
    found = [
        _sum([r for r in kept if r.unit_id == unit], unit_id=unit, field_code="") for unit in units
    ]
    return sorted(found, key=lambda f: (-f.received - f.in_process, f.unit_id or 0))


def on_time_percent(figures: Figures) -> str:
    """Early and on time of all that was finished; ``N/A`` when nothing was.

    Target 18 A of the department's 19 (seen); conventions 16 and 18.

    >>> on_time_percent(Figures(None, "", 9, 5, 0, 0, 60, 37, 3))
    '97,0 %'
    >>> on_time_percent(Figures(None, "", 9, 5, 0, 0, 0, 0, 0))
    'N/A'
    """
    if not figures.done:
        return "N/A"
    share = 100 * (figures.early + figures.on_time) / figures.done
    return f"{share:.1f} %".replace(".", ",")


def _sum(rows: list[Figures], *, unit_id: int | None, field_code: str) -> Figures:
    counts = {name: sum(getattr(row, name) for row in rows) for name in COUNTS}
    return Figures(unit_id=unit_id, field_code=field_code, **counts)
