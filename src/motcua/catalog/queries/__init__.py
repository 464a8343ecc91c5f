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
    OfferedInfo,
    OfferingInfo,
    TermInfo,
    VersionInfo,
)
from motcua.catalog.states import Channel, Status, TermKind

from .lists import (
    fields,
    in_force,
    not_offered,
    offered_at,
    offered_versions,
    offering,
    versions_of,
)
from .search import search
from .terms import term
from .versions import version, version_by_public_id

__all__ = [
    "CaseInfo",
    "Channel",
    "ComponentInfo",
    "FeeInfo",
    "FieldInfo",
    "Hit",
    "LimitInfo",
    "NotOfferedInfo",
    "NoteInfo",
    "OfferedInfo",
    "OfferingInfo",
    "Status",
    "TermInfo",
    "TermKind",
    "VersionInfo",
    "fields",
    "in_force",
    "not_offered",
    "offered_at",
    "offered_versions",
    "offering",
    "search",
    "term",
    "version",
    "version_by_public_id",
    "versions_of",
]
