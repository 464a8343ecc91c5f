"""Tables of the dossier. What must never be false is a constraint here, not an ``if`` elsewhere."""

from .apologies import Apology, ApologyWaiver
from .bindings import ProcessBinding
from .certification import CertificationEntry
from .consultations import Consultation
from .custody import Collection, Handover, HandoverList, PaperFile, PastResult, Result
from .dossier import CodeCounter, Dossier, DossierComponent
from .guidance import Guidance
from .lengthening import Lengthening
from .read import DossierSearch, DossierUnit, InboxRow, SearchWord
from .supplements import EarlyEnd, Supplement, SupplementPaper
from .time import Extension, LedgerEntry, Promise, Rescheduling

__all__ = [
    "Apology",
    "ApologyWaiver",
    "CertificationEntry",
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
    "HandoverList",
    "InboxRow",
    "LedgerEntry",
    "Lengthening",
    "PaperFile",
    "PastResult",
    "ProcessBinding",
    "Promise",
    "Rescheduling",
    "Result",
    "SearchWord",
    "Supplement",
    "SupplementPaper",
]
