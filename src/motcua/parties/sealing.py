"""How this room's numbers are sealed, indexed and masked."""

import re

from motcua.kernel.sealing import blind, last4, seal, unseal

TAIL = 4
_NOT_DIGITS = re.compile(r"[^0-9]")


def sealed(text: str) -> bytes | None:
    """Sealed text; None for nothing."""
    return seal(text) if text else None


def opened(box: bytes | memoryview | None) -> str:
    """What was sealed; empty for nothing."""
    return unseal(bytes(box)) if box else ""


def number_blind(kind: str, number: str) -> str:
    """Index of a whole identity number."""
    return blind(number, f"parties.number.{kind}")


def tail_blind(text: str) -> str:
    """Index of the last four of an identity number or a phone; empty for fewer than four."""
    tail = last4(text).upper()
    return blind(tail, "parties.tail") if len(tail) == TAIL else ""


def phone_blind(phone: str) -> str:
    """Index of a whole phone number; empty for nothing."""
    return blind(phone, "parties.phone") if phone else ""


def plain_phone(phone: str) -> str:
    """A Vietnamese number as digits from 0; a foreign one as + and digits."""
    digits = _NOT_DIGITS.sub("", phone)
    if digits.startswith("84") and (phone.strip().startswith("+") or len(digits) > 10):
        return "0" + digits[2:]
    return f"+{digits}" if phone.strip().startswith("+") and digits else digits


def masked(text: str) -> str:
    """All but the last four replaced by dots, so that people recognise their own number."""
    if not text:
        return ""
    shown = text[-TAIL:] if len(text) > TAIL else ""
    return "•" * (len(text) - len(shown)) + shown
