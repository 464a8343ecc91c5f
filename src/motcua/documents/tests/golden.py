"""Pictures of forms as somebody has looked at them, and how far a new one is from its own.

Small grey pictures of the first page, compared in blocks of 8 by 8 points: a line that moved, a
frame that is gone or a type that grew is seen; what a new release of the renderer does to the edge
of a letter is not. ``python -m motcua.documents.tests.golden`` draws them anew: look, then commit.
"""

import io
import json
from functools import cache
from pathlib import Path

import typst
from PIL import Image, ImageChops

from motcua.documents.forms.present import present
from motcua.documents.forms.register import Edition, editions
from motcua.documents.frozen import freeze
from motcua.documents.rendering import _source
from motcua.documents.rendering.renderer import FONTS

from .samples import SAMPLES

FOLDER = Path(__file__).with_name("golden")
DOTS = 36
"""Dots an inch: half a point each way, 6 to 13 kB a picture."""
MOST_BLOCK = 40
"""Grey levels of 255 by which the mean of one block may differ."""


def drawn(edition: Edition, how: str = "short") -> Image.Image:
    """The first page of a form, grey."""
    compiler = typst.Compiler(
        _source(edition.template, edition.base).encode(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(present(edition, freeze(SAMPLES[edition.kind](how))))},
    )
    pages = compiler.compile(format="png", ppi=DOTS)
    first = pages[0] if isinstance(pages, list) else pages
    return Image.open(io.BytesIO(first)).convert("L")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def kept(edition: Edition) -> Path:
    """Where the picture of a form lies."""
    return FOLDER / f"{edition.kind}-{edition.edition}.png"


def distance(one: Image.Image, other: Image.Image) -> float:
    """The greatest difference of two pictures in any block; 255 for pictures of other sizes."""
    if one.size != other.size:
        return 255.0
    blocks = (one.width // 8, one.height // 8)
    small = [picture.resize(blocks, Image.Resampling.BOX) for picture in (one, other)]
    return float(ImageChops.difference(*small).getextrema()[1])


def main() -> None:
    """Draw every form anew."""
    FOLDER.mkdir(exist_ok=True)
    for edition in editions():
        if edition.kind in SAMPLES:
            drawn(edition).quantize(16).save(kept(edition), optimize=True)


if __name__ == "__main__":
    main()
