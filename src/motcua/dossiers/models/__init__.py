"""Tables of the dossier. What must never be false is a constraint here, not an ``if`` elsewhere."""

from .bindings import ProcessBinding
from .custody import Collection, Handover, Result
from .dossier import CodeCounter, Dossier, DossierComponent
from .read import DossierSearch, DossierUnit, InboxRow
from .supplements import EarlyEnd, Supplement, SupplementPaper
from .time import LedgerEntry, Promise

__all__ = [
    "CodeCounter",
    "Collection",
    "Dossier",
    "DossierComponent",
    "DossierSearch",
    "DossierUnit",
    "EarlyEnd",
    "Handover",
    "InboxRow",
    "LedgerEntry",
    "ProcessBinding",
    "Promise",
    "Result",
    "Supplement",
    "SupplementPaper",
]
