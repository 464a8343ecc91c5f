"""What may be asked about parties. No permission filter: a party is reached through a dossier,
and the room that holds the dossier has checked its reader.
"""

import hmac
from collections.abc import Iterable, Sequence

from django.views.decorators.debug import sensitive_variables

from motcua.kernel.text import clean

from . import sealing
from .info import PartyInfo, RevealedParty, VersionInfo
from .models import Party, PartyIdentity, PartyVersion
from .rules import card, numbers
from .rules.card import CardData
from .rules.kinds import Gender, NumberKind, PartyKind, Verification
from .rules.numbers import Warning

__all__ = [
    "CardData",
    "Gender",
    "NumberKind",
    "PartyInfo",
    "PartyKind",
    "RevealedParty",
    "Verification",
    "VersionInfo",
    "Warning",
    "check_number",
    "check_personal_number",
    "check_tax_code",
    "find_by_digits",
    "find_by_number",
    "find_by_phone",
    "find_by_tail",
    "parse_card_qr",
    "parties",
    "party",
    "phones",
    "reveal",
    "tail_matches",
    "versions",
]

SHORTEST = 8
"""A number or phone has at least so many digits; fewer are a piece of something else."""
_GAPS = str.maketrans("", "", " .-")

check_personal_number = numbers.check_personal_number
check_tax_code = numbers.check_tax_code
check_number = numbers.check_number


@sensitive_variables()
def parse_card_qr(raw: str) -> CardData:
    """Read the text of an identity card's QR code, as a scanner typed it.

    :raises UnreadableCard: it is no such text; ``CardTypedThroughIme`` where a Vietnamese input
        method changed the letters. Neither carries the text.
    """
    return card.parse_card_qr(raw)


def party(party_id: int) -> PartyInfo:
    """One party, numbers masked. Two queries.

    :raises LookupError: there is none with this id.
    """
    found = parties([party_id])
    if not found:
        raise LookupError("no such party")
    return found[party_id]


def parties(party_ids: Iterable[int]) -> dict[int, PartyInfo]:
    """Several parties by id, numbers masked. One query; two where somebody gave no number."""
    wanted = set(party_ids)
    best = _best_identities(wanted)
    rows = {pk: identity.party for pk, identity in best.items()}
    if bare := wanted - set(rows):
        rows |= Party.objects.in_bulk(bare)
    return {pk: info_of(row, best.get(pk)) for pk, row in rows.items()}


def phones(party_ids: Iterable[int]) -> dict[int, str]:
    """The masked phones of several parties, for registers. One query; nothing else is opened."""
    rows = Party.objects.filter(pk__in=set(party_ids)).values_list("pk", "phone_sealed")
    return {pk: sealing.masked(sealing.opened(box)) for pk, box in rows}


def reveal(party_id: int) -> RevealedParty:
    """The whole numbers. Two queries. Who calls this has written the read log.

    :raises LookupError: there is none with this id.
    """
    row = Party.objects.filter(pk=party_id).first()
    if row is None:
        raise LookupError("no such party")
    identities = PartyIdentity.objects.filter(party=row).order_by("id")
    return RevealedParty(
        id=row.pk,
        name=row.name,
        numbers=tuple((i.number_kind, sealing.opened(i.number_sealed)) for i in identities),
        phone=sealing.opened(row.phone_sealed),
        email=sealing.opened(row.email_sealed),
        address=sealing.opened(row.address_sealed),
    )


@sensitive_variables()
def find_by_number(number_kind: str, number: str) -> PartyInfo | None:
    """The party known by this number, or None. One query on the keyed index."""
    plain = numbers.normal(number_kind, clean(number))
    identity = (
        PartyIdentity.objects.select_related("party")
        .filter(number_kind=number_kind, number_blind=sealing.number_blind(number_kind, plain))
        .first()
    )
    return info_of(identity.party, identity) if identity else None


@sensitive_variables()
def find_by_phone(phone: str) -> list[int]:
    """Ids of the parties reached at this phone. One query."""
    blind = sealing.phone_blind(sealing.plain_phone(clean(phone)))
    if not blind:
        return []
    return list(Party.objects.filter(phone_blind=blind).order_by("id").values_list("id", flat=True))


def find_by_tail(tail4: str, *, most: int = 1000) -> list[int]:
    """Ids of the parties whose phone or identity number ends so. Two queries.

    :param most: at most this many ids, the newest first: one in ten thousand shares four digits.
    """
    blind = sealing.tail_blind(tail4)
    if not blind:
        return []
    phones = Party.objects.filter(phone_tail_blind=blind).order_by("-id")
    numbers_ = PartyIdentity.objects.filter(tail_blind=blind).order_by("-party_id")
    ids = {*phones.values_list("id", flat=True)[:most]}
    ids |= {*numbers_.values_list("party_id", flat=True)[:most]}
    return sorted(ids, reverse=True)[:most]


@sensitive_variables()
def find_by_digits(text: str) -> list[int]:
    """Ids of the parties whose number or phone this is, or ends so when it is four digits.

    At most two queries, all on keyed indexes; none for words that are no number.
    """
    digits = text.strip().removeprefix("+").translate(_GAPS)
    if not (digits.isascii() and digits.isdigit()):
        return []
    if len(digits) == sealing.TAIL:
        return find_by_tail(digits)
    if len(digits) < SHORTEST:
        return []
    blinds = [
        sealing.number_blind(kind, numbers.normal(kind, digits)) for kind in NumberKind.values
    ]
    known = PartyIdentity.objects.filter(
        number_kind__in=NumberKind.stored(), number_blind__in=blinds
    ).values_list("party_id", flat=True)
    return sorted({*known, *find_by_phone(text)})


@sensitive_variables()
def tail_matches(party_ids: Sequence[int], tail4: str) -> bool:
    """Whether the phone or a number of one of these parties ends in the four given.

    Every candidate is compared, each in constant time. Two queries. Counting the tries is the
    caller's (``kernel.limits``).
    """
    asked = sealing.tail_blind(clean(tail4))
    phones = Party.objects.filter(pk__in=party_ids).values_list("phone_tail_blind", flat=True)
    tails = PartyIdentity.objects.filter(party_id__in=party_ids).values_list(
        "tail_blind", flat=True
    )
    matched = [hmac.compare_digest(kept, asked) for kept in [*phones, *tails] if kept]
    return bool(asked) and len(clean(tail4)) == sealing.TAIL and any(matched)


def versions(party_id: int) -> list[VersionInfo]:
    """What was said about a party, oldest first. One query."""
    rows = PartyVersion.objects.filter(party_id=party_id).order_by("no")
    return [
        VersionInfo(
            row.no, row.name, row.birth, row.gender, sealing.opened(row.address_sealed),
            row.verified_by, row.applied, row.by_person_id, row.at,
        )
        for row in rows
    ]  # fmt: skip


def info_of(row: Party, identity: PartyIdentity | None, *, name_differs: bool = False) -> PartyInfo:
    """The public shape of a row and the identity it is shown by. No query."""
    number = sealing.opened(identity.number_sealed) if identity else ""
    return PartyInfo(
        id=row.pk,
        public_id=row.public_id,
        kind=row.kind,
        name=row.name,
        number_kind=identity.number_kind if identity else NumberKind.NONE.value,
        number_masked=sealing.masked(number),
        tail=number[-sealing.TAIL :],
        birth=row.birth,
        gender=row.gender,
        phone_masked=sealing.masked(sealing.opened(row.phone_sealed)),
        email=sealing.opened(row.email_sealed),
        address=sealing.opened(row.address_sealed),
        verified_by=identity.verified_by if identity else row.name_verified_by,
        verified_at=identity.verified_at if identity else None,
        name_differs=name_differs,
    )


def _best_identities(party_ids: Iterable[int]) -> dict[int, PartyIdentity]:
    """The number each party is shown by: the current personal number before an older one."""
    order = NumberKind.stored()
    best: dict[int, PartyIdentity] = {}
    known = PartyIdentity.objects.filter(party_id__in=party_ids).select_related("party")
    for identity in known.order_by("id"):
        kept = best.get(identity.party_id)
        if kept is None or order.index(identity.number_kind) < order.index(kept.number_kind):
            best[identity.party_id] = identity
    return best
