"""Which characters the printing font has. PDF/A refuses a document with a missing one."""

import re
import struct
from functools import cache
from pathlib import Path

from motcua.kernel.text import clean

_FONT = Path(__file__).resolve().parent.parent / "fonts" / "Tinos-Regular.ttf"
_MISSING = "\u25a1"
_LONGEST_WORD = 32
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_LINE_BREAK_HERE = "\u200b"


@cache
def covered() -> frozenset[int]:
    """Code points that Tinos draws; its four styles have the same."""
    font = _FONT.read_bytes()
    table = _cmap(font)
    count = struct.unpack(">H", table[2:4])[0]
    found: set[int] = set()
    for i in range(count):
        platform, encoding, offset = struct.unpack(">HHI", table[4 + 8 * i : 12 + 8 * i])
        if (platform, encoding) == (3, 1):
            found |= _segments(table[offset:])
    return frozenset(found)


def printable(text: str) -> str:
    """One line of text that the font can draw: the rest as an empty box, long words breakable."""
    line = clean(text).replace("\n", " ").replace("\t", " ")
    drawn = "".join(c if ord(c) in covered() else _MISSING for c in line)
    return _LONG_WORD.sub(lambda word: _breakable(word[0]), drawn)


def _breakable(word: str) -> str:
    step = _LONGEST_WORD // 2
    return _LINE_BREAK_HERE.join(word[i : i + step] for i in range(0, len(word), step))


def _cmap(font: bytes) -> bytes:
    count = struct.unpack(">H", font[4:6])[0]
    for i in range(count):
        tag, _, offset, length = struct.unpack(">4sIII", font[12 + 16 * i : 28 + 16 * i])
        if tag == b"cmap":
            return font[offset : offset + length]
    raise ValueError("a font without cmap")


def _segments(table: bytes) -> set[int]:
    """Code points of a format 4 subtable whose glyph is not the missing one."""
    twice = struct.unpack(">H", table[6:8])[0]
    ends, starts, deltas, offsets = (
        struct.unpack(f">{twice // 2}H", table[at : at + twice])
        for at in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )
    found = set()
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code + deltas[i]
            if offsets[i]:
                at = 16 + 3 * twice + 2 * i + offsets[i] + 2 * (code - start)
                glyph = struct.unpack(">H", table[at : at + 2])[0]
            if glyph & 0xFFFF:
                found.add(code)
    return found
