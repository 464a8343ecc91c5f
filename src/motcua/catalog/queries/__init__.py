"""What other rooms may ask of the catalogue."""

from motcua.catalog.infos import (
    CaseInfo,
    ComponentInfo,
    FeeInfo,
    FieldInfo,
    Hit,
    LimitInfo,
    NoteInfo,
    NotOfferedInfo,
    OfferedFieldInfo,
    OfferedInfo,
    OfferingInfo,
    TermInfo,
    VersionInfo,
)
from motcua.catalog.states import Channel, Status, TermKind

from .lists import (
    fields,
    in_force,
    names_of,
    not_offered,
    offered_at,
    offered_fields,
    offered_versions,
    offering,
    offerings_of,
    online_levels,
    receivers,
    versions_of,
)
from .publication import BESIDES, PARTS, Completeness, completeness, missing_parts
from .search import browse, search
from .terms import term
from .versions import version, version_by_public_id

__all__ = [
    "BESIDES",
    "PARTS",
    "CaseInfo",
    "Channel",
    "Completeness",
    "ComponentInfo",
    "FeeInfo",
    "FieldInfo",
    "Hit",
    "LimitInfo",
    "NotOfferedInfo",
    "NoteInfo",
    "OfferedFieldInfo",
    "OfferedInfo",
    "OfferingInfo",
    "Status",
    "TermInfo",
    "TermKind",
    "VersionInfo",
    "browse",
    "completeness",
    "fields",
    "in_force",
    "missing_parts",
    "names_of",
    "not_offered",
    "offered_at",
    "offered_fields",
    "offered_versions",
    "offering",
    "offerings_of",
    "online_levels",
    "receivers",
    "search",
    "term",
    "version",
    "version_by_public_id",
    "versions_of",
]
