"""What may be asked of figures. Every number comes with its condition, and so with its list."""

from motcua.monitoring.counting import DIMENSIONS, MEASURES, Counts, Cut, Only
from motcua.monitoring.outlook import NAME as OUTLOOK
from motcua.monitoring.projections import NAME as PROJECTION
from motcua.monitoring.states import Standing, Verdict
from motcua.monitoring.targets import Target, TargetState

from .figures import Day, counts, dossier_ids, percent, series, total_of
from .live import by_field, by_unit, on_time_percent, total
from .targets import targets
from .warning_list import BOARD_WARNING_LIST, WARNING_LIST, warning_filter
from .warnings import KINDS as WARNINGS
from .warnings import (
    StepOutlook,
    WarningFilter,
    WarningRow,
    outlooks,
    warning_counts,
    warning_rows,
    warnings,
)
from .work import PersonWork, StepWork, bottlenecks, people

__all__ = [
    "BOARD_WARNING_LIST",
    "DIMENSIONS",
    "MEASURES",
    "OUTLOOK",
    "PROJECTION",
    "WARNINGS",
    "WARNING_LIST",
    "Counts",
    "Cut",
    "Day",
    "Only",
    "PersonWork",
    "Standing",
    "StepOutlook",
    "StepWork",
    "Target",
    "TargetState",
    "Verdict",
    "WarningFilter",
    "WarningRow",
    "bottlenecks",
    "by_field",
    "by_unit",
    "counts",
    "dossier_ids",
    "on_time_percent",
    "outlooks",
    "people",
    "percent",
    "series",
    "targets",
    "total",
    "total_of",
    "warning_counts",
    "warning_filter",
    "warning_rows",
    "warnings",
]
