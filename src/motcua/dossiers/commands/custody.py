"""Paper: given from unit to unit, taken back, confirmed, put on a shelf, listed for the carrier."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max

from motcua.dossiers import _custody, _desk, permissions
from motcua.dossiers._carrier import print_list
from motcua.dossiers.errors import (
    NothingToConfirm,
    NothingToList,
    ReasonMissing,
    TakenBackAlready,
    UnitUnknown,
)
from motcua.dossiers.models import Dossier, Handover, HandoverList
from motcua.dossiers.states import HandoverMode
from motcua.kernel.actor import Actor
from motcua.kernel.clock import follows, local, year_of
from motcua.kernel.errors import NotPermitted
from motcua.kernel.text import clean, fold
from motcua.kernel.transactions import command
from motcua.organizations import queries as organizations
from motcua.organizations.errors import UnknownUnit

from ._common import written

MOST_LINES = 200
"""Files on one list; more is carried in several lists."""


@command
def hand_over_papers(
    *, dossier_id: int, unit_id: int, note: str = "", by: Actor, at: datetime
) -> None:
    """Give the papers of a dossier to another unit, whatever step it is at.

    :param unit_id: who gets them; it sees the dossier from then on.
    :param note: what the receiver should know; erasable.
    :raises NotPermitted: the role handles no dossiers.
    :raises UnitUnknown: no such unit, or one's own.
    :raises PapersElsewhere: another unit holds them; says which.
    :raises PapersOnTheWay: a colleague handed them over a moment ago.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    permissions.require(by, "hand_over")
    try:
        organizations.unit(unit_id)
    except UnknownUnit:
        raise UnitUnknown from None
    if unit_id == by.unit_id:
        raise UnitUnknown
    handover = _custody.give(dossier, unit_id, HandoverMode.PAPER, by=by, at=at)
    written(
        dossier,
        "papers.handed_over",
        {"handover": handover.pk, "unit": unit_id},
        by=by,
        at=at,
        handover=HandoverMode.PAPER,
        texts={"note": clean(note, 4000)} if note else None,
    )
    _desk.show_to(dossier, [(unit_id, "holds")], at)


@command
def confirm_handover(*, handover_id: int, by: Actor, at: datetime) -> None:
    """Confirm that the papers have arrived: from now on the receiving unit answers for them.

    :raises NotPermitted: they were given to another unit.
    :raises NothingToConfirm: a colleague confirmed a moment ago.
    :raises TakenBackAlready: the giver has taken them back.
    """
    dossier, row = _locked(handover_id)
    permissions.require(by, "confirm_handover")
    if row.to_unit_id != by.unit_id:
        raise NotPermitted("confirm_handover")
    _open(row)
    follows(row.given_at, at)
    row.confirmed_at, row.confirmed_by_post_id = at, by.post_id
    row.save(update_fields=["confirmed_at", "confirmed_by_post"])
    _custody.arrive(row, at)
    written(dossier, "handover.confirmed", {"handover": row.pk}, by=by, at=at, handover=row.mode)


@command
def take_back_papers(*, handover_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Note that papers which were handed over are with the giver after all.

    :param reason: why they never arrived: left on the desk, sent back by the carrier.
    :raises NotPermitted: another unit gave them.
    :raises NothingToConfirm: they have arrived meanwhile.
    :raises TakenBackAlready: a colleague did it a moment ago.
    :raises ReasonMissing: no reason.
    """
    dossier, row = _locked(handover_id)
    permissions.require(by, "take_back")
    if row.from_unit_id != by.unit_id:
        raise NotPermitted("take_back")
    _open(row)
    if not (reason := clean(reason, 4000)):
        raise ReasonMissing
    follows(row.given_at, at)
    row.taken_back_at, row.taken_back_by_post_id = at, by.post_id
    row.save(update_fields=["taken_back_at", "taken_back_by_post"])
    _custody.stay(row)
    payload = {"handover": row.pk}
    written(dossier, "papers.taken_back", payload, by=by, at=at, texts={"reason": reason})


@command
def note_shelf(*, dossier_id: int, shelf: str, kept: bool = False, by: Actor, at: datetime) -> None:
    """Note where in the unit the papers lie, and whether they stay there for good.

    :param shelf: cupboard, shelf, box, as the unit calls it; empty takes the note away.
    :param kept: the papers stay on file with this unit; the result is returned without them.
    :raises NotPermitted: the role handles no dossiers.
    :raises PapersElsewhere, PapersOnTheWay: they are not here.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    permissions.require(by, "note_shelf")
    file = _custody.file_of(dossier)
    _custody.require_here(dossier, file, by.seat()[0])
    file.shelf, file.kept = clean(shelf, 60), kept
    file.shelf_folded = fold(file.shelf)[:60]
    file.save()
    payload = {"kept": kept}
    written(dossier, "papers.shelved", payload, by=by, at=at, texts={"shelf": file.shelf})


@command
def list_handovers(*, handover_ids: Sequence[int], by: Actor, at: datetime) -> str:
    """Put files that the actor's unit has given to one other unit on a list for the carrier.

    :param handover_ids: hand-overs of one receiving unit, on their way and on no list yet; others
        are left out, since a colleague may have listed them a moment ago.
    :returns: the public id of the list.
    :raises NotPermitted: the role hands nothing over.
    :raises NothingToList: nothing is left to be listed, or it goes to several units.
    """
    permissions.require(by, "hand_over")
    unit_id, post_id = by.seat()
    waiting = Handover.objects.select_for_update().filter(
        pk__in=list(handover_ids)[:MOST_LINES],
        from_unit_id=unit_id,
        on_list__isnull=True,
        confirmed_at__isnull=True,
        taken_back_at__isnull=True,
    )
    rows = list(waiting.order_by("pk"))
    if len({row.to_unit_id for row in rows}) != 1:
        raise NothingToList
    follows(max(row.given_at for row in rows), at)
    made = HandoverList.objects.create(
        from_unit_id=unit_id,
        to_unit_id=rows[0].to_unit_id,
        year=year_of(at),
        number=_next_number(unit_id, year_of(at)),
        made_at=at,
        made_by_post_id=post_id,
    )
    Handover.objects.filter(pk__in=[row.pk for row in rows]).update(on_list=made)
    print_list(made, rows, by=by, at=at)
    return str(made.public_id)


def _next_number(unit_id: int, year: int) -> int:
    """The next number of a unit's lists; two who make one at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBERS, unit_id])
    known = HandoverList.objects.filter(from_unit_id=unit_id, year=year)
    return int(known.aggregate(last=Max("number"))["last"] or 0) + 1


_NUMBERS = 5_107
"""Names the lock on the numbers of hand-over lists, which have no row of their own."""


def _locked(handover_id: int) -> tuple[Dossier, Handover]:
    """The dossier first, as every act locks it, then the hand-over."""
    dossier_id = Handover.objects.values_list("dossier_id", flat=True).get(pk=handover_id)
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    return dossier, Handover.objects.select_for_update().get(pk=handover_id)


def _open(row: Handover) -> None:
    """Hold that the papers are still on their way."""
    if row.confirmed_at is not None:
        raise NothingToConfirm(at=f"{local(row.confirmed_at):%H:%M %d/%m/%Y}")
    if row.taken_back_at is not None:
        raise TakenBackAlready(at=f"{local(row.taken_back_at):%H:%M %d/%m/%Y}")
