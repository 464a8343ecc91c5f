"""What may be asked of figures. Every number comes with its condition, and so with its list."""

from motcua.monitoring.counting import DIMENSIONS, MEASURES, Counts, Cut, Only
from motcua.monitoring.projections import NAME as PROJECTION
from motcua.monitoring.states import Standing, Verdict
from motcua.monitoring.targets import Target, TargetState

from .figures import Day, counts, dossier_ids, percent, series, total_of
from .live import by_field, by_unit, on_time_percent, total
from .targets import targets
from .work import PersonWork, StepWork, bottlenecks, people

__all__ = [
    "DIMENSIONS",
    "MEASURES",
    "PROJECTION",
    "Counts",
    "Cut",
    "Day",
    "Only",
    "PersonWork",
    "Standing",
    "StepWork",
    "Target",
    "TargetState",
    "Verdict",
    "bottlenecks",
    "by_field",
    "by_unit",
    "counts",
    "dossier_ids",
    "on_time_percent",
    "people",
    "percent",
    "series",
    "targets",
    "total",
    "total_of",
]
