"""Where the papers of a dossier are: one holder, one place, or on their way between two units."""

from datetime import datetime

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local
from motcua.kernel.transactions import part_of_command
from motcua.organizations import queries as organizations

from .errors import PapersElsewhere, PapersNotHere, PapersOnTheWay
from .models import Dossier, Handover, PaperFile


def file_of(dossier: Dossier) -> PaperFile:
    """Who answers for the papers now; unsaved while they have never moved. One query.

    The dossier's row is locked by the command around this.
    """
    known = PaperFile.objects.select_related("handover").filter(dossier=dossier).first()
    return known or PaperFile(
        dossier=dossier, unit_id=dossier.received_unit_id, since=dossier.received_at
    )


def name_of(unit_id: int) -> str:
    """The name of a unit as sentences tell it. One query at most."""
    unit = organizations.unit(unit_id)
    return unit.short_name or unit.name


def require_here(dossier: Dossier, file: PaperFile, unit_id: int) -> None:
    """Hold that the papers are in this unit, and not on their way.

    :raises PapersOnTheWay: they were handed over and nobody has confirmed it.
    :raises PapersElsewhere: another unit holds them.
    """
    if file.handover is not None:
        raise PapersOnTheWay(
            dossier=dossier.code,
            unit=name_of(file.handover.to_unit_id),
            at=f"{local(file.handover.given_at):%H:%M %d/%m/%Y}",
        )
    if file.unit_id != unit_id:
        raise PapersElsewhere(dossier=dossier.code, unit=name_of(file.unit_id))


def require_returnable(dossier: Dossier, unit_id: int) -> None:
    """Hold that what is returned at this counter is there: nothing is on its way, and the papers
    are here or stay on file with another unit. One query; none more where all is well.

    Papers that never left the counter which received them hold back no return at another one.

    :raises PapersNotHere: the sentence says where they are.
    """
    file = file_of(dossier)
    if file.handover is not None:
        raise PapersNotHere(dossier=dossier.code, unit=name_of(file.handover.to_unit_id))
    if file.unit_id != unit_id and not file.kept and file.unit_id != dossier.received_unit_id:
        raise PapersNotHere(dossier=dossier.code, unit=name_of(file.unit_id))


@part_of_command
def give(dossier: Dossier, to_unit_id: int, mode: str, *, by: Actor, at: datetime) -> Handover:
    """Let the papers leave the actor's unit; it answers for them until they are confirmed.

    :raises PapersOnTheWay, PapersElsewhere: they are not here to be given.
    """
    unit_id, post_id = by.seat()
    file = file_of(dossier)
    require_here(dossier, file, unit_id)
    handover = Handover.objects.create(
        dossier=dossier,
        from_unit_id=unit_id,
        to_unit_id=to_unit_id,
        mode=mode,
        given_at=at,
        given_by_post_id=post_id,
    )
    file.handover, file.shelf, file.shelf_folded, file.kept = handover, "", "", False
    file.save()
    return handover


@part_of_command
def arrive(handover: Handover, at: datetime) -> None:
    """The papers are with the unit they were given to. One statement."""
    PaperFile.objects.filter(handover=handover).update(
        unit_id=handover.to_unit_id, since=at, handover=None
    )


@part_of_command
def stay(handover: Handover) -> None:
    """The papers are with the giver after all. One statement."""
    PaperFile.objects.filter(handover=handover).update(handover=None)
