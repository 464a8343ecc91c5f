"""Tables of the dossier. What must never be false is a constraint here, not an ``if`` elsewhere."""

from .bindings import ProcessBinding
from .consultations import Consultation
from .custody import Collection, Handover, PastResult, Result
from .dossier import CodeCounter, Dossier, DossierComponent
from .guidance import Guidance
from .read import DossierSearch, DossierUnit, InboxRow
from .supplements import EarlyEnd, Supplement, SupplementPaper
from .time import Extension, LedgerEntry, Promise

__all__ = [
    "CodeCounter",
    "Collection",
    "Consultation",
    "Dossier",
    "DossierComponent",
    "DossierSearch",
    "DossierUnit",
    "EarlyEnd",
    "Extension",
    "Guidance",
    "Handover",
    "InboxRow",
    "LedgerEntry",
    "PastResult",
    "ProcessBinding",
    "Promise",
    "Result",
    "Supplement",
    "SupplementPaper",
]
