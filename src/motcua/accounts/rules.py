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
