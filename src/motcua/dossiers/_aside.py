"""What several acts, or acts and pages, both ask."""

from collections.abc import Sequence
from datetime import date

from motcua.kernel import readlog
from motcua.kernel.actor import Actor
from motcua.kernel.history import EntryInfo
from motcua.kernel.text import clean
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo

from .errors import NothingAsked, ReasonMissing, UnknownReason
from .inputs import SupplementItem
from .models import Dossier
from .states import HandoverMode, SupplementReason


def undoable(dossier: Dossier, entries: list[EntryInfo], by: Actor) -> EntryInfo | None:
    """The last act on a dossier, if it is a step of the actor's own that only handed on. At most
    one query."""
    last = entries[-1]
    simple = (
        last.kind == "step.finished"
        and last.post_id == by.post_id
        and last.handover in ("", HandoverMode.ELECTRONIC)
        and len(last.payload["opened"]) == 1
        and len(last.payload["closed"]) == 1
    )
    turned = dossier.ledger.filter(history_seq=last.seq).exists() if simple else True
    return last if simple and not turned else None


def seen_since(dossier: Dossier, last: EntryInfo, by: Actor) -> bool:
    """Whether anybody else has opened the dossier since then. One query."""
    looks = readlog.views_of(dossier.year, dossier.pk)
    return any(v.person_id != by.person_id and v.at >= last.occurred_at for v in looks)


def consultable(by: Actor, day: date) -> list[UnitInfo]:
    """The units that may be asked: those with people, but the actor's own. Two queries."""
    root = organizations.root(day)
    ids = organizations.subtree_ids(root.id, day) if root else []
    known = organizations.units(ids, day)
    found = [u for u in known.values() if u.id != by.unit_id and u.kind != "external"]
    return sorted(found, key=lambda unit: unit.name)


MOST = 100
"""Papers in one request; more is a form gone wrong."""


def checked_papers(items: Sequence[SupplementItem]) -> Sequence[SupplementItem]:
    """Papers that are asked for, each named and with a reason.

    :raises NothingAsked, UnknownReason, ReasonMissing: when they are not.
    """
    if not items or len(items) > MOST:
        raise NothingAsked
    for item in items:
        if item.reason not in SupplementReason.values:
            raise UnknownReason(field="papers")
        if not clean(item.name) or (item.reason == SupplementReason.OTHER and not clean(item.text)):
            raise ReasonMissing(field="papers")
    return items


def worded(reason: str, text: str, known: list[str]) -> str:
    """What is said beside a coded reason.

    :raises UnknownReason: the reason is not on the list.
    :raises ReasonMissing: another reason, and no words.
    """
    if reason not in known:
        raise UnknownReason
    text = clean(text, 4000)
    if reason == "other" and not text:
        raise ReasonMissing(field="text")
    return text
