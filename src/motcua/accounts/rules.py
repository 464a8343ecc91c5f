"""What a sign-in name looks like. Pure."""

import re
import unicodedata
from typing import Final

USERNAME_PATTERN: Final = r"^[a-z0-9][a-z0-9._-]{1,49}$"


def plain_username(typed: str) -> str:
    """Return the name as it is stored: no spaces around, lower case, NFC."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def is_username(name: str) -> bool:
    """Say whether ``name`` may be stored: 2 to 50 of ``a-z 0-9 . _ -``."""
    return re.fullmatch(USERNAME_PATTERN, name) is not None


def masked_username(name: str) -> str:
    """Enough of a sign-in name to recognise one's own colleague: its ends, at most half of it.

    >>> masked_username("tiepnhan.tinh"), masked_username("hoa"), masked_username("an")
    ('tie…nh', 'h…', 'a…')
    """
    first, last = min(3, max(1, len(name) // 3)), min(2, len(name) // 4)
    return f"{name[:first]}…{name[-last:] if last else ''}"
