"""Tables of the catalogue. Published rows never change; the guards are in ``migrations/sql``."""

from .offering import ChangeLog, Offering
from .parts import Case, Component, ConditionalTerm, Fee, LegalBasis, Result, TimeLimitRow
from .procedure import Field, Procedure, ProcedureVersion

__all__ = [
    "Case",
    "ChangeLog",
    "Component",
    "ConditionalTerm",
    "Fee",
    "Field",
    "LegalBasis",
    "Offering",
    "Procedure",
    "ProcedureVersion",
    "Result",
    "TimeLimitRow",
]
