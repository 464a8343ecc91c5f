"""The text in the QR code of an identity card, as a keyboard scanner types it.

``number|old number|name|ddmmyyyy|Nam/Nữ|address|ddmmyyyy`` is usual; some cards leave the old
number out (6 fields), those from 1/7/2024 add cancelled numbers and parents' names (8 and more;
TT 16/2024/TT-BCA, seen in the press only). So no field is taken by its place: the card is read
from the pair "date of birth, gender" outwards. The code is unsigned: what it says is a statement.
"""

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel.text import clean, fold, nfc
from motcua.parties import errors

from .kinds import Gender

_MOST = 1_000
_NUMBER = re.compile(r"[0-9]{12}")
_OLD_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")
_DATE = re.compile(r"[0-9]{8}")
_GENDERS = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE}
_STRAY = re.compile(r"[0-9?\ufffd\u0080-\u009f\u00a1-\u00bf×÷ÆÄ]")
_TELEX = re.compile(r"aa|ee|oo(?!ng|c)|dd|[aou]w|[aeiouy][a-z]*[fjwz]$|^w", re.IGNORECASE)
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_VOWEL = re.compile(r"[aeiouy]")
_MANY_WORDS = 8


@dataclass(frozen=True, slots=True, repr=False)
class CardData:
    """What the card says. ``extra`` are fields that no published description names."""

    number: str
    old_number: str
    name: str
    birth: date
    gender: str
    address: str
    issued_on: date | None
    extra: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "CardData()"


def parse_card_qr(raw: str) -> CardData:
    """Read the text of a card.

    :param raw: what the scanner typed, perhaps with an Enter at its end.
    :raises CardTypedThroughIme: the shape is a card's, the letters are not those of a name.
    :raises UnreadableCard: it is something else, or cut.

    >>> parse_card_qr("036190000007||Trần Thị Bình|02091990|Nữ|Thôn Đông, xã Yên Bình|01032022")
    CardData()
    """
    if len(raw) > _MOST:
        raise errors.UnreadableCard
    fields = [clean(field) for field in nfc(raw).strip().split("|")]
    if not _NUMBER.fullmatch(fields[0]):
        raise errors.UnreadableCard
    birth_at = _birth_place(fields)
    if birth_at is None:
        raise errors.UnreadableCard
    gender = _GENDERS.get(fields[birth_at + 1])
    name, address = fields[birth_at - 1], _field(fields, birth_at + 2)
    if gender is None or _typed_through_ime(name, address):
        raise errors.CardTypedThroughIme
    return _card(fields, birth_at, gender)


def _birth_place(fields: list[str]) -> int | None:
    """Where the date of birth stands: the first date after a name, with a gender after it."""
    for place in range(2, len(fields) - 1):
        name = fields[place - 1]
        if _DATE.fullmatch(fields[place]) and name and not name.isdigit():
            return place
    return None


def _field(fields: list[str], place: int) -> str:
    return fields[place] if place < len(fields) else ""


def _card(fields: list[str], birth_at: int, gender: Gender) -> CardData:
    birth = _day(fields[birth_at])
    if birth is None:
        raise errors.UnreadableCard
    before = fields[1 : birth_at - 1]
    old = next((field for field in before if _OLD_NUMBER.fullmatch(field)), "")
    rest = fields[birth_at + 3 :]
    issued_at = next((i for i, field in enumerate(rest) if _DATE.fullmatch(field)), None)
    issued_on = _day(rest[issued_at]) if issued_at is not None else None
    extra = [field for field in before if field and field != old]
    extra += [field for i, field in enumerate(rest) if field and i != issued_at]
    return CardData(
        number=fields[0],
        old_number=old,
        name=fields[birth_at - 1],
        birth=birth,
        gender=gender.value,
        address=_field(fields, birth_at + 2),
        issued_on=issued_on,
        extra=tuple(extra),
    )


def _day(digits: str) -> date | None:
    """The day of ``ddmmyyyy``; None where there is no such day. Never an error with the text."""
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def _typed_through_ime(name: str, address: str) -> bool:
    """Whether letters look typed through Telex or VNI, dropped, or read in a wrong code page.

    One odd word is let pass where other words carry accents: people have foreign names.
    """
    if _STRAY.search(name):
        return True
    words = re.findall(r"[^\W\d_]+", f"{name} {address}")
    odd = sum(1 for word in words if _is_odd(word))
    if _ACCENTED.search(f"{name} {address}"):
        return odd > 1
    return odd > 0 or len(words) >= _MANY_WORDS


def _is_odd(word: str) -> bool:
    """A word that Telex leaves behind, or one that lost its vowels."""
    lower = word.lower()
    if _TELEX.search(lower):
        return True
    return len(word) > 1 and not word.isupper() and not _VOWEL.search(fold(lower))
