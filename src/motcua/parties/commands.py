"""Recording who stands at the counter."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.views.decorators.debug import sensitive_variables

from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.kernel.rows import insert
from motcua.kernel.text import clean, fold
from motcua.kernel.transactions import part_of_command

from . import errors, sealing
from .info import PartyInfo
from .models import Party, PartyIdentity, PartyVersion
from .queries import info_of
from .rules import numbers
from .rules.kinds import Gender, NumberKind, PartyKind, Verification

MOST_NAME = 300
MOST_ADDRESS = 500
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,180}\.[^@\s<>\"'.]{2,30}")


@dataclass(frozen=True, slots=True, repr=False)
class _Told:
    """What was said at the counter, already in its stored form."""

    kind: PartyKind
    name: str
    number_kind: NumberKind
    number: str
    birth: date | None
    gender: str
    phone: str
    email: str
    address: str
    verified_by: Verification


@sensitive_variables()
@part_of_command
def upsert_party(
    *,
    kind: str,
    name: str,
    number_kind: str,
    number: str,
    birth: date | None = None,
    gender: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    verified_by: str = "declared",
    by: Actor,
    at: datetime,
) -> PartyInfo:
    """Record what a person or organisation says about itself; one number, one party.

    A number already known gives the same party: its phone, e-mail and address become what was
    said now (empty leaves what was known), its name only where this source is at least as strong
    as the one that told the kept name. Every different saying is a version row with who and when.
    Without a number (``none``) it is always a new party: people are not merged by guessing.

    :param kind: ``person`` or ``organisation``.
    :param number_kind: ``personal_id``, ``old_id``, ``passport``, ``tax_code`` or ``none``.
    :param gender: ``male``, ``female`` or empty.
    :param verified_by: ``declared``, ``card_qr``, ``seen_original`` or ``vneid``.
    :param at: moment, timezone-aware.
    :raises NameMissing, NameTooLong, AddressTooLong, BirthInFuture, NotThisKind, KindDiffers:
        see each.
    :raises WrongNumber: the number cannot be one of its kind. What merely looks odd is the
        warning of ``queries.check_personal_number`` and passes.
    :raises WrongPhone, WrongEmail: they cannot be reached.

    Two at once make one: the second waits for the first's commit. Who records several parties in
    one command does it in the same order of roles (owner, submitter, collector).
    """
    told = _told(
        PartyKind(kind), name, NumberKind(number_kind), number, birth, gender, phone, email,
        address, Verification(verified_by), local_day(at),
    )  # fmt: skip
    if told.number_kind is NumberKind.NONE:
        return info_of(_new_party(told, by, at), None)
    identity = _locked(told)
    if identity is None:
        made = _new_identity(told, by, at)
        if made is not None:
            return info_of(made.party, made)
        identity = _locked(told)
    if identity is None:  # nothing deletes identities
        raise LookupError("the number was there a moment ago")
    return _say_again(identity, told, by, at)


def _told(
    kind: PartyKind, name: str, number_kind: NumberKind, number: str, birth: date | None,
    gender: str, phone: str, email: str, address: str, verified_by: Verification, today: date,
) -> _Told:  # fmt: skip
    number = "" if number_kind is NumberKind.NONE else clean(number)
    if kind is PartyKind.PERSON and _is_personal_tax_code(number_kind, number):
        number_kind = NumberKind.PERSONAL_ID
    told = _Told(
        kind=kind,
        name=clean(name).replace("\n", " "),
        number_kind=number_kind,
        number=numbers.normal(number_kind, number),
        birth=birth,
        gender=gender,
        phone=sealing.plain_phone(clean(phone)),
        email=clean(email),
        address=clean(address).replace("\n", " "),
        verified_by=verified_by,
    )
    _check_texts(told, phone)
    _check_kind(told, today)
    _check_number(told)
    return told


def _is_personal_tax_code(kind: NumberKind, number: str) -> bool:
    """Since 1/7/2025 a person's tax code is their personal number (unverified): one identity."""
    return kind is NumberKind.TAX_CODE and bool(re.fullmatch("[0-9]{12}", numbers.plain(number)))


def _check_texts(told: _Told, phone_as_typed: str) -> None:
    if not told.name:
        raise errors.NameMissing
    if len(told.name) > MOST_NAME:
        raise errors.NameTooLong(most=MOST_NAME)
    if len(told.address) > MOST_ADDRESS:
        raise errors.AddressTooLong(most=MOST_ADDRESS)
    letters = any(c.isalpha() for c in phone_as_typed)
    if phone_as_typed.strip() and (letters or not _PHONE.fullmatch(told.phone)):
        raise errors.WrongPhone
    if told.email and not _EMAIL.fullmatch(told.email):
        raise errors.WrongEmail


def _check_kind(told: _Told, today: date) -> None:
    if told.gender and told.gender not in Gender.values:
        raise ValueError("gender is male, female or empty")
    if told.birth and told.birth > today:
        raise errors.BirthInFuture
    personal = {NumberKind.PERSONAL_ID, NumberKind.OLD_ID, NumberKind.PASSPORT}
    if told.kind is PartyKind.ORGANISATION and (
        told.birth or told.gender or told.number_kind in personal
    ):
        raise errors.NotThisKind


def _check_number(told: _Told) -> None:
    if told.number_kind is NumberKind.NONE:
        return
    found = numbers.check_number(
        told.number_kind, told.number, birth=told.birth, gender=told.gender
    )
    for warning in found:
        if warning.severe:
            raise errors.WrongNumber(what=str(warning.text))


def _locked(told: _Told) -> PartyIdentity | None:
    """The identity with this number and its party, both locked; None when nobody has it."""
    blind = sealing.number_blind(told.number_kind, told.number)
    return (
        PartyIdentity.objects.select_related("party")
        .select_for_update()
        .filter(number_kind=told.number_kind, number_blind=blind)
        .first()
    )


def _new_party(told: _Told, by: Actor, at: datetime) -> Party:
    party = Party(kind=told.kind, created_at=at)
    _apply_name(party, told)
    _apply_contacts(party, told)
    party.changed_at = at
    insert(party)
    _remember(party, 1, told, True, by, at)
    return party


_IDENTITY = """
INSERT INTO parties_partyidentity (party_id, number_kind, number_sealed, number_blind, tail_blind,
  verified_by, verified_at)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (number_kind, number_blind) DO NOTHING RETURNING id
"""


def _new_identity(told: _Told, by: Actor, at: datetime) -> PartyIdentity | None:
    """A new party with this number; None when somebody else recorded it a moment ago.

    Waits for whoever is recording the number now; the party that came second is taken back.
    """
    party = _new_party(told, by, at)
    identity = PartyIdentity(
        party=party,
        number_kind=told.number_kind,
        number_sealed=sealing.sealed(told.number) or b"",
        number_blind=sealing.number_blind(told.number_kind, told.number),
        tail_blind=sealing.tail_blind(told.number),
        verified_by=told.verified_by,
        verified_at=at,
    )
    row: list[Any] = [
        party.pk,
        identity.number_kind,
        identity.number_sealed,
        identity.number_blind,
        identity.tail_blind,
        identity.verified_by,
        identity.verified_at,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_IDENTITY, row)
        if (made := cursor.fetchone()) is None:
            PartyVersion.objects.filter(party=party).delete()
            party.delete()
            return None
    identity.pk = made[0]
    identity._state.adding = False
    return identity


def _say_again(identity: PartyIdentity, told: _Told, by: Actor, at: datetime) -> PartyInfo:
    party = identity.party
    if party.kind != told.kind:
        raise errors.KindDiffers
    _strengthen(identity, told, at)
    latest = PartyVersion.objects.filter(party=party).order_by("-no")[0]
    if _same(latest, told) and not _new_contacts(party, told):
        return info_of(party, identity, name_differs=party.name != told.name)
    applies = told.verified_by.strength >= Verification(party.name_verified_by).strength
    if applies:
        _apply_name(party, told)
    _apply_contacts(party, told)
    party.changed_at = at
    party.save()
    _remember(party, latest.no + 1, told, applies, by, at)
    return info_of(party, identity, name_differs=party.name != told.name)


def _strengthen(identity: PartyIdentity, told: _Told, at: datetime) -> None:
    """Keep the strongest way in which the number was verified, and when it was last."""
    if told.verified_by.strength < Verification(identity.verified_by).strength:
        return
    identity.verified_by, identity.verified_at = told.verified_by, at
    identity.save(update_fields=["verified_by", "verified_at"])


def _same(latest: PartyVersion, told: _Told) -> bool:
    said = (told.name, told.birth, told.gender, told.verified_by)
    kept = (latest.name, latest.birth, latest.gender, latest.verified_by)
    return said == kept


def _new_contacts(party: Party, told: _Told) -> bool:
    pairs = [
        (told.phone, party.phone_sealed),
        (told.email, party.email_sealed),
        (told.address, party.address_sealed),
    ]
    return any(said and said != sealing.opened(box) for said, box in pairs)


def _apply_name(party: Party, told: _Told) -> None:
    party.name, party.name_folded = told.name, fold(told.name)
    party.birth = told.birth or party.birth
    party.gender = told.gender or party.gender
    party.name_verified_by = told.verified_by


def _apply_contacts(party: Party, told: _Told) -> None:
    if told.phone:
        party.phone_sealed = sealing.sealed(told.phone)
        party.phone_blind = sealing.phone_blind(told.phone)
        party.phone_tail_blind = sealing.tail_blind(told.phone)
    if told.email:
        party.email_sealed = sealing.sealed(told.email)
    if told.address:
        party.address_sealed = sealing.sealed(told.address)


def _remember(party: Party, no: int, told: _Told, applied: bool, by: Actor, at: datetime) -> None:
    version = PartyVersion(
        party=party,
        no=no,
        name=told.name,
        birth=told.birth,
        gender=told.gender,
        address_sealed=sealing.sealed(told.address),
        verified_by=told.verified_by,
        applied=applied,
        by_person_id=by.person_id,
        at=at,
    )
    insert(version)
