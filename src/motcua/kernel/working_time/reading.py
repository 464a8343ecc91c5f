"""Reading time limits as sources print them, with or without accents, and never guessing."""

import re
import unicodedata
from decimal import Decimal

from .errors import LimitNotPositive, LimitWithoutUnit, UnreadableLimit
from .limits import Part, TimeLimit, Unit

_LONGEST = 2000
_UNITS = (
    ("gio lam viec", Unit.WORKING_HOUR),
    ("gio hanh chinh", Unit.WORKING_HOUR),
    ("gio", Unit.WORKING_HOUR),
    ("ngay lam viec", Unit.WORKING_DAY),
    ("ngay theo lich", Unit.CALENDAR_DAY),
    ("ngay", Unit.CALENDAR_DAY),
    ("thang", Unit.MONTH),
)
_UNIT = "|".join(words for words, _unit in _UNITS)
_ONE = re.compile(rf"\s*(-?)\s*(\d+(?:[.,]\d+)?)\s*(?:\([^\d()]*\)\s*)?({_UNIT})\b", re.ASCII)
_ANOTHER = re.compile(rf"\d\s*(?:\([^\d()]*\)\s*)?(?:{_UNIT}|phut|tuan|nam|quy)\b", re.ASCII)
_JOIN = re.compile(r"\s*(?:\+|;?\s*\bva\b|\bcong\b)(?=\s*\d)", re.ASCII)
_BEFORE = re.compile(
    r"^(?:[\s+•*:]|-(?!\s*\d))*"
    r"(?:(?:thoi han giai quyet|thoi gian giai quyet|tong thoi gian|thoi han)\b[\s:]*)?"
    r"(?:hen lan \d+\s*:?\s*)?"
    r"(?:(?:la|trong thoi han toi da la|trong thoi han|trong vong|khong qua|toi da|cham nhat)\b"
    r"\s*:?\s*)*",
    re.ASCII,
)
_AFTER = re.compile(r"^\s*(?:$|[.,;]?\s*(?:ke tu|tinh tu|tu ngay|nhan du|o moi)|[.;:]?\s*$)")
_SAME_DAY = re.compile(r"^(?:ngay\s+)?trong\s+ngay(?:\s+lam\s+viec)?\b(?!\s*\d)", re.ASCII)
_APPOINTMENT = re.compile(r"[\s.+;-]*\bhen lan \d+\s*:", re.ASCII)
_TRAILER = re.compile(r"[\s.\-–+]*trinh tu thuc hien\s*:?\s*$")


def plain(text: str) -> str:
    """Lower case without accents, one space between words; accepts NFC and NFD."""
    split = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(sign for sign in split if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").replace("–", "-").replace("−", "-").split())


def read_limit(text: str) -> TimeLimit:
    """One limit. "Hẹn lần …" after it is left to :func:`appointments`.

    A breakdown in brackets that adds up wins over its sum: "23 ngày (15 ngày và 08 ngày làm việc)".

    :raises LimitWithoutUnit: a bare number (convention 11).
    :raises LimitNotPositive: 0 or less.
    :raises UnreadableLimit: anything else that is not exactly one limit.
    """
    shown = " ".join(text.split())[:80]
    folded = _TRAILER.sub("", plain(text[:_LONGEST]))
    cut = _APPOINTMENT.search(folded, 1)
    if cut and _ANOTHER.search(folded[: cut.start()]):
        folded = folded[: cut.start()]
    body = folded[_prefix(folded) :]
    if same_day := _SAME_DAY.match(_keep_same_day(folded)):
        return _within_the_day(_keep_same_day(folded)[same_day.end() :], shown)
    if re.fullmatch(r"-?\d+(?:[.,]\d+)?\s*\.?", body, re.ASCII):
        raise LimitWithoutUnit(text=shown)
    terms, rest = _terms(body, shown)
    bracket = re.match(r"\s*\(([^)]*)\)", rest)
    if bracket:
        rest = rest[bracket.end() :]
        terms = _breakdown(terms, bracket[1], shown)
    if not terms or _ANOTHER.search(rest) or not _AFTER.match(rest):
        raise UnreadableLimit(text=shown)
    return TimeLimit(tuple(terms))


def appointments(text: str) -> tuple[TimeLimit, ...]:
    """The limits of "Hẹn lần 1: … Hẹn lần 2: …" in order; empty where the text has none.

    :raises UnreadableLimit: an appointment that cannot be read.
    """
    pieces = _APPOINTMENT.split(_TRAILER.sub("", plain(text[:_LONGEST])))
    return tuple(read_limit(piece) for piece in pieces[1:])


def _prefix(folded: str) -> int:
    match = _BEFORE.match(folded)
    return match.end() if match else 0


def _keep_same_day(folded: str) -> str:
    """ "Trong ngày" also starts with "trong": only the lead-in before it is taken off."""
    return re.sub(r"^[\s\-+•*:]*(?:thoi han(?: giai quyet)?\s*:\s*)?", "", folded)


def _within_the_day(rest: str, shown: str) -> TimeLimit:
    """The tail may only name the afternoon cut-off, not another term."""
    if _ANOTHER.search(re.sub(r"sau\s+\d+\s*(?:gio|h)(?:\s*\d+\s*phut)?", "", rest)):
        raise UnreadableLimit(text=shown)
    if not re.match(r"^\s*(?:$|[.,;]|nhan|ke tu|lam viec|neu)", rest):
        raise UnreadableLimit(text=shown)
    return TimeLimit((Part(Decimal(1), Unit.SAME_DAY),))


def _terms(body: str, shown: str) -> tuple[list[Part], str]:
    terms: list[Part] = []
    position = 0
    while match := _ONE.match(body, position):
        if match[1]:
            raise LimitNotPositive(text=shown)
        terms.append(_part(match[2], match[3], shown))
        position = match.end()
        join = _JOIN.match(body, position)
        if not join:
            break
        position = join.end()
    return terms, body[position:]


def _part(number: str, words: str, shown: str) -> Part:
    amount = Decimal(number.replace(",", "."))
    if amount <= 0:
        raise LimitNotPositive(text=shown)
    return Part(amount, dict(_UNITS)[words])


def _breakdown(terms: list[Part], inside: str, shown: str) -> list[Part]:
    """What a bracket after the term says: its parts, "within the day", or a remark."""
    if re.search(r"\btrong ngay\b", inside) and terms and terms[0].amount == 1:
        return [Part(Decimal(1), Unit.SAME_DAY)]
    parts, rest = _terms(inside, shown)
    if parts and not rest.strip():
        if len(terms) != 1 or sum(part.amount for part in parts) != terms[0].amount:
            raise UnreadableLimit(text=shown)
        return parts
    if inside.startswith("cat giam") or not _ANOTHER.search(inside):
        return terms
    raise UnreadableLimit(text=shown)
