"""Acts on units and posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from motcua.kernel.actor import Actor
from motcua.kernel.dates import since as from_day
from motcua.kernel.text import clean
from motcua.kernel.transactions import command
from motcua.organizations import permissions, snapshot
from motcua.organizations.errors import (
    AlreadyAppointed,
    BadCode,
    CodeTaken,
    NotOpen,
    PostNotInForce,
    StillInUse,
    UnderItself,
    UnknownUnit,
)
from motcua.organizations.models import (
    Delegation,
    Post,
    ServiceArea,
    Subordination,
    Title,
    Unit,
    UnitCalendar,
    UnitField,
    UnitSuccession,
)
from motcua.organizations.rules import is_current_code, old_from_current

from ._dated import end


@command
def open_unit(
    *,
    kind: str,
    name: str,
    short_name: str,
    level: str,
    parent_id: int | None,
    since: date,
    by: Actor,
    at: datetime,
    code_current: str = "",
    replaces: Sequence[int] = (),
    ground: str = "",
    **details: Any,
) -> int:
    """Found a unit on a day, perhaps as the successor of others. Returns its id.

    :param code_current: QĐ 20/2020 order; the QCVN 102 order is computed. An agency needs one.
    :param replaces: units whose work goes on here; each must be closed on ``since`` by
        :func:`close_unit`. ``ground`` names the act.
    :param details: key, place_class, agency, hotline, head_name, address, opening_hours.
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises BadCode, CodeTaken, UnknownUnit, NotOpen: see their sentences.
    """
    permissions.require(by, "organize")
    if code_current and not is_current_code(code_current):
        raise BadCode(unit_code=code_current)
    _refuse_taken_code(code_current, since)
    if parent_id is not None:
        _open_unit_on(parent_id, since)
    unit = Unit.objects.create(
        kind=kind,
        name=clean(name, 200),
        short_name=clean(short_name, 60),
        level=level,
        code_current=code_current,
        code_old=old_from_current(code_current) if code_current else "",
        valid=from_day(since),
        **details,
    )
    if parent_id is not None:
        Subordination.objects.create(unit=unit, parent_id=parent_id, valid=from_day(since))
    for old_id in replaces:
        UnitSuccession.objects.create(old_id=old_id, new=unit, on=since, ground=ground)
    return unit.pk


@command
def close_unit(*, unit_id: int, on: date, by: Actor, at: datetime) -> None:
    """Close a unit: ``on`` is the first day without it. Its posts, titles and charges end with it.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises StillInUse: units below it would be left without a parent.
    :raises NotOpen: it does not exist on the day before.
    """
    unit = _locked_unit(unit_id)
    permissions.require(by, "organize")
    if not (unit.valid.lower < on and (unit.valid.upper is None or on <= unit.valid.upper)):
        raise NotOpen(unit=unit.name)
    below = Subordination.objects.filter(parent=unit, unit__valid__contains=on)
    below = below.filter(valid__contains=on)
    if count := below.count():
        raise StillInUse(unit=unit.name, units=count, day=f"{on:%d/%m/%Y}")
    unit.valid = from_day(unit.valid.lower, on)
    unit.save(update_fields=["valid"])
    for rows in (
        Subordination.objects.filter(unit=unit),
        Post.objects.filter(unit=unit),
        UnitField.objects.filter(unit=unit),
        UnitCalendar.objects.filter(unit=unit),
        ServiceArea.objects.filter(Q(unit=unit) | Q(commune=unit)),
        Title.objects.filter(unit=unit),
    ):
        end(rows, on)


@command
def move_unit(*, unit_id: int, parent_id: int, since: date, by: Actor, at: datetime) -> None:
    """Put a unit under another one from a day on.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises UnderItself: the new parent stands under the unit.
    :raises NotOpen: one of the two does not exist on that day.
    """
    unit = _locked_unit(unit_id)
    permissions.require(by, "organize")
    _open_unit_on(unit_id, since)
    _open_unit_on(parent_id, since)
    if unit_id in snapshot.current().ancestors(parent_id, since):
        raise UnderItself(unit=unit.name)
    end(Subordination.objects.filter(unit=unit), since)
    Subordination.objects.create(
        unit=unit, parent_id=parent_id, valid=from_day(since, unit.valid.upper)
    )


@command
def draw_area(
    *, unit_id: int, commune_id: int, service: str, since: date, by: Actor, at: datetime
) -> None:
    """Let a unit serve a commune from a day on, in place of who served it.

    :raises NotPermitted: ``by`` is not a system administrator.
    """
    permissions.require(by, "organize")
    end(ServiceArea.objects.filter(commune_id=commune_id, service=service), since)
    ServiceArea.objects.create(
        unit_id=unit_id, commune_id=commune_id, service=service, valid=from_day(since)
    )


@command
def charge_field(*, unit_id: int, field_code: str, since: date, by: Actor, at: datetime) -> None:
    """Put a unit in charge of a field of procedures from a day on; twice changes nothing.

    :raises NotPermitted: ``by`` is not a system administrator.
    """
    permissions.require(by, "organize")
    if not UnitField.objects.in_force(since).filter(unit_id=unit_id, field_code=field_code):
        UnitField.objects.create(unit_id=unit_id, field_code=field_code, valid=from_day(since))


@command
def appoint(
    *,
    person_id: int,
    unit_id: int,
    role: str,
    since: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    share: Decimal = Decimal(1),
) -> int:
    """Give a person a role in a unit; ``until`` is the first day without it. Returns the post's id.

    :param share: full-time share, 0 to 1; for the load per officer, not for rights.
    :raises NotPermitted: ``by`` is not a system administrator.
    :raises NotOpen: the unit does not exist on all of these days.
    :raises AlreadyAppointed: the same person, role and unit on some of these days.
    """
    unit = _locked_unit(unit_id)
    permissions.require(by, "appoint")
    _open_unit_on(unit_id, since)
    if unit.valid.upper is not None and (until is None or until > unit.valid.upper):
        raise NotOpen(unit=unit.name)
    valid = from_day(since, until)
    same = Post.objects.filter(user_id=person_id, unit_id=unit_id, role=role)
    if taken := same.filter(valid__overlap=valid).select_related("user").first():
        raise AlreadyAppointed(person=taken.user.full_name, unit=unit.name)
    post = Post.objects.create(
        user_id=person_id, unit_id=unit_id, role=role, valid=valid, share=share
    )
    return post.pk


@command
def end_post(*, post_id: int, on: date, by: Actor, at: datetime) -> None:
    """End a post: ``on`` is the first day without it. Delegations from and to it end with it, and
    with the last post in the unit the title there.

    :raises NotPermitted: ``by`` is not a system administrator.
    :raises PostNotInForce: it does not hold on the day before.
    """
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    permissions.require(by, "appoint")
    if post is None or not post.valid.lower < on or (post.valid.upper or on) < on:
        raise PostNotInForce
    end(Post.objects.filter(pk=post_id), on)
    end(Delegation.objects.filter(Q(from_post=post) | Q(to_post=post)), on)
    there = Post.objects.filter(user_id=post.user_id, unit_id=post.unit_id)
    if not there.in_force(on).exists():
        end(Title.objects.filter(user_id=post.user_id, unit_id=post.unit_id), on)


def _locked_unit(unit_id: int) -> Unit:
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise UnknownUnit
    return unit


def _open_unit_on(unit_id: int, day: date) -> None:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise UnknownUnit
    if unit.valid.lower > day or (unit.valid.upper is not None and unit.valid.upper <= day):
        raise NotOpen(unit=unit.name)


def _refuse_taken_code(code: str, since: date) -> None:
    other = Unit.objects.filter(code_current=code, valid__overlap=from_day(since)).first()
    if code and other is not None:
        raise CodeTaken(unit_code=code, unit=other.name)
