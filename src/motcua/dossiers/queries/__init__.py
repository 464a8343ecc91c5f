"""What may be asked about dossiers. Every function says its cost and whom it is for."""

from motcua.dossiers.bindings import Question
from motcua.dossiers.inputs import ComponentInput, Intake, PartyInput, Received
from motcua.dossiers.states import (
    Channel,
    Clock,
    Handback,
    HandoverMode,
    NationalState,
    Outcome,
    Provenance,
    State,
    national_state,
)

from .inbox import InboxFilter, inbox, inbox_count
from .infos import (
    Act,
    ComponentInfo,
    DossierInfo,
    DossierPage,
    Figures,
    HandoverInfo,
    InboxItem,
    InboxPage,
    LedgerInfo,
    ListPage,
    ListRow,
    PromiseInfo,
    ResultInfo,
    TimelineEntry,
    Tracking,
)
from .intake import ProcessChoice, process_choices, without_process
from .lists import MEASURES, ListFilter, Period, dossiers, figures
from .page import handover, page, public_id_of, visible
from .tracking import by_token, masked_name

__all__ = [
    "MEASURES",
    "Act",
    "Channel",
    "Clock",
    "ComponentInfo",
    "ComponentInput",
    "DossierInfo",
    "DossierPage",
    "Figures",
    "Handback",
    "HandoverInfo",
    "HandoverMode",
    "InboxFilter",
    "InboxItem",
    "InboxPage",
    "Intake",
    "LedgerInfo",
    "ListFilter",
    "ListPage",
    "ListRow",
    "NationalState",
    "Outcome",
    "PartyInput",
    "Period",
    "ProcessChoice",
    "PromiseInfo",
    "Provenance",
    "Question",
    "Received",
    "ResultInfo",
    "State",
    "TimelineEntry",
    "Tracking",
    "by_token",
    "dossiers",
    "figures",
    "handover",
    "inbox",
    "inbox_count",
    "masked_name",
    "national_state",
    "page",
    "process_choices",
    "public_id_of",
    "visible",
    "without_process",
]
