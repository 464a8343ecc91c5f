"""What leaders are called, and what goes over their names when they sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.kernel.actor import Actor

from . import snapshot
from .infos import covers
from .models import Post, Title
from .states import Standing

NO_TITLE = ""


@dataclass(frozen=True, slots=True)
class TitleInfo:
    """A leader's title in one unit.

    :ivar head_title: what whoever leads the unit is called.
    :ivar collective: the body in whose name they sign, or empty.
    """

    standing: str
    name: str
    head_title: str
    collective: str = ""


def title_of(person_id: int | None, unit_id: int | None, day: date) -> TitleInfo | None:
    """The title that somebody holds in a unit on ``day``. No query of its own."""
    return next((_info(row) for row in _held(unit_id, day) if row.user_id == person_id), None)


def head_title(unit_id: int, day: date) -> str:
    """What whoever leads the unit is called on ``day``; empty where no title says. No query."""
    return next((row.head_title for row in _held(unit_id, day)), NO_TITLE)


def signature(by: Actor, office_id: int | None, day: date, usual: tuple[str, str]) -> list[str]:
    """The lines over the name of a leader who signs, in capitals.

    :param office_id: the agency in whose name it is written; None: the unit of the act itself.
    :param usual: what the head of the unit, and that of the office, are called without a title.

    Head: their title; acting head: Q.; deputy: KT. of the head, also by another post that was lent
    to them; somebody else to whom a leader's post was lent: TUQ., with the title of their own unit;
    who leads a part of the office: TL. of its head; in the name of a collective: TM. before it.
    No query of its own; one where a post was lent.

    Source: NĐ 30/2020/NĐ-CP Phụ lục I, part II, section 7 [seen]; a deputy of a part that signs by
    order, and what stands in for a title that is not known [derived].
    """
    usual_here, usual_there = usual
    own = title_of(by.person_id, by.unit_id, day)
    if own is not None:
        lines = _of_holder(own)
    elif by.on_behalf_of_id is None:
        lines = [usual_here]
    else:
        lines = [f"TUQ. {head_title(by.unit_id or 0, day) or usual_here}", *_of_own_unit(by, day)]
    if office_id is not None and office_id != by.unit_id:
        lines = [f"TL. {head_title(office_id, day) or usual_there}", *lines]
    elif own is not None and own.collective:
        lines = [f"TM. {own.collective}", *lines]
    return [line.upper() for line in lines]


def _of_holder(own: TitleInfo) -> list[str]:
    if own.standing == Standing.DEPUTY:
        return [f"KT. {own.head_title}", own.name]
    return [f"Q. {own.name}" if own.standing == Standing.ACTING else own.name]


def _of_own_unit(by: Actor, day: date) -> list[str]:
    """The title that somebody who acts for another holds where their own post is."""
    unit_id = Post.objects.values_list("unit_id", flat=True).get(pk=by.seat()[1])
    held = title_of(by.person_id, unit_id, day)
    return [held.name] if held else []


def _held(unit_id: int | None, day: date) -> list[Title]:
    rows = snapshot.current().titles.get(unit_id or 0, [])
    return [row for row in rows if covers(row.valid, day)]


def _info(row: Title) -> TitleInfo:
    return TitleInfo(row.standing, row.name, row.head_title, row.collective)
