"""What may be done to the catalogue. Each is one transaction, logged with who, when and source."""

from .assigning import Assigned, assign
from .committing import Terms, commit_all, commit_terms
from .following import follow_units
from .imports import Outcome, ProcedureImport, import_procedure, refuse
from .offerings import Assignment, offer, offer_many, withdraw_offer
from .publishing import close, publish

__all__ = [
    "Assigned",
    "Assignment",
    "Outcome",
    "ProcedureImport",
    "Terms",
    "assign",
    "close",
    "commit_all",
    "commit_terms",
    "follow_units",
    "import_procedure",
    "offer",
    "offer_many",
    "publish",
    "refuse",
    "withdraw_offer",
]
