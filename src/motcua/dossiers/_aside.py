"""What acts and pages both ask: what may be taken back, and which units may be asked."""

from datetime import date

from motcua.kernel import readlog
from motcua.kernel.actor import Actor
from motcua.kernel.history import EntryInfo
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo

from .models import Dossier
from .states import HandoverMode


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
