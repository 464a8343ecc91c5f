"""Reading the text of a PDF as a search or a screen reader would: through its ToUnicode maps."""

import io
import re
from typing import Any

import pikepdf

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def text_of(pdf: bytes) -> str:
    """All text in the order of the content streams; breaks between pieces as a space."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return " ".join(_page_text(page) for page in opened.pages)


def squeezed(text: str) -> str:
    """Without any space, so that where lines break does not matter."""
    return re.sub(r"[\s\u200b]+", "", text)


def says(pdf: bytes, text: str) -> bool:
    """Whether the text stands in the PDF in one go, wherever its lines break."""
    return squeezed(text) in squeezed(text_of(pdf))


def _page_text(page: Any) -> str:
    maps = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    pieces, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) == "Tj":
            pieces.append(_decode(bytes(operands[0]), current))
        elif str(operator) == "TJ":
            strings = [part for part in operands[0] if isinstance(part, pikepdf.String)]
            pieces.append("".join(_decode(bytes(part), current) for part in strings))
    return " ".join(pieces)


def _decode(codes: bytes, to_unicode: dict[int, str]) -> str:
    pairs = range(0, len(codes), 2)
    return "".join(to_unicode.get(int.from_bytes(codes[i : i + 2]), "\ufffd") for i in pairs)


def _to_unicode(font: Any) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(start + code - int(first, 16))
    return found
