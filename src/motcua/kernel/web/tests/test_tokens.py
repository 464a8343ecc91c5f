"""The colours that ship can be read: contrast is computed from the built style sheets."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from motcua.kernel.web.brand import contrast

STATIC = Path(settings.STATICFILES_DIRS[0]) / "mc"
MODES = {
    "light": r":root\{color-scheme:light;(.*?)\}",
    "dark": r':root\[data-mode="?dark"?\]\{(.*?)\}',
    "contrast": r':root\[data-mode="?contrast"?\]\{(.*?)\}',
}
# Text on its ground: 4.5:1. Borders of controls and marks that carry meaning: 3:1.
TEXT = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "surface-2"),
    ("ink-2", "ground"),
    ("ink-2", "surface"),
    ("link-now", "ground"),
    ("link-now", "surface"),
    ("link-hover", "ground"),
    ("visited", "ground"),
    ("action-ink", "action"),
    ("action-ink", "action-hover"),
    ("head-ink", "head"),
    *[(tone, "ground") for tone in ("danger", "warning", "success", "info", "active")],
    *[(tone, f"{tone}-soft") for tone in ("danger", "warning", "success", "info", "active")],
    *[("ink", f"{tone}-soft") for tone in ("danger", "warning", "success", "info")],
    ("ink-2", "surface-2"),
    ("ground", "danger"),
]
MARKS = [("line-strong", "ground"), ("line-strong", "surface"), ("focus-ink", "focus")]


def full(colour: str) -> str:
    """``#abc`` and ``var(--mc-brand, #a80e26)`` as ``#rrggbb``."""
    colour = re.sub(r"var\([^,]+,\s*(#\w+)\)", r"\1", colour.strip())
    return "#" + "".join(2 * c for c in colour[1:]) if len(colour) == 4 else colour


def palette(sheet: str, mode: str) -> dict[str, str]:
    css = (STATIC / sheet).read_text(encoding="utf-8")
    pairs = dict(re.findall(r"--mc-([\w-]+):\s*([^;}]+)", re.search(MODES[mode], css, re.S)[1]))
    pairs |= {"focus": "#ffdd00", "focus-ink": "#1b1f24"}
    return {name: full(value) for name, value in pairs.items() if "#" in value}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sheet", ["portal.css", "desk.css"])
def test_every_pair_of_text_and_ground_can_be_read(sheet, mode):
    colours = palette(sheet, mode)
    poor = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXT
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("mode", MODES)
def test_borders_of_controls_and_the_focus_ring_are_seen(mode):
    colours = palette("desk.css", mode)
    poor = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in MARKS
        if contrast(colours[pair[0]], colours[pair[1]]) < 3
    }
    assert poor == {}


def test_the_ratio_is_the_one_of_wcag():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#a80e26", "#ffffff"), 2) == 7.62
    assert round(contrast("#5b6470", "#ffffff"), 2) == 6.0


@pytest.mark.parametrize("sheet", ["portal.css", "desk.css"])
def test_vietnamese_is_never_set_in_capitals_or_letter_spaced(sheet):
    css = (STATIC / sheet).read_text(encoding="utf-8")
    ours = re.sub(r"\.govuk-input--extra-letter-spacing\{[^}]*\}", "", css)
    assert "uppercase" not in ours
    assert "letter-spacing" not in ours
