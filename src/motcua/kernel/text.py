"""Vietnamese text on its way in: one normal form, no control characters, and a folded twin."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


def nfc(value: str) -> str:
    """The text in normal form C, as everything is stored."""
    return unicodedata.normalize("NFC", value)


def clean(value: str, most: int | None = None) -> str:
    """Text as a person meant it: NFC, no control characters, single spaces, trimmed.

    :param most: cut to this many characters; None leaves the length alone.
    """
    text = _SPACES.sub(" ", _CONTROL.sub("", nfc(value))).strip()
    return text if most is None else text[:most]


def fold(value: str) -> str:
    """Lower case without accents and with đ as d: what ``vn_fold`` does in the database."""
    decomposed = unicodedata.normalize("NFD", nfc(value).lower())
    return nfc(_MARKS.sub("", decomposed).replace("đ", "d"))
