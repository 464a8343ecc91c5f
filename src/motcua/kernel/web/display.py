"""How the reader wants pages to look: ground and size of text, kept in one small cookie.

The cookie holds a choice, never a person; it is read by the ``html_attributes`` tag and written by
``web:display-mode`` only.
"""

from dataclasses import dataclass, replace
from typing import Final

COOKIE: Final = "mc_display"
COOKIE_AGE: Final = 365 * 24 * 3600  # seconds
MODES: Final = ("auto", "light", "dark", "contrast")
TEXTS: Final = ("normal", "large")


@dataclass(frozen=True, slots=True)
class Display:
    """A reader's choice. ``auto`` follows the device (``prefers-color-scheme``)."""

    mode: str = "auto"
    text: str = "normal"

    def __str__(self) -> str:
        return f"{self.mode}.{self.text}"

    def changed(self, *, mode: str = "", text: str = "") -> "Display":
        """Return the choice after one change; an unknown word changes nothing."""
        new = self
        if mode in MODES:
            new = replace(new, mode=mode)
        if text in TEXTS:
            new = replace(new, text=text)
        return new


def from_cookie(value: str | None) -> Display:
    """Read the cookie; whatever is not a known choice counts as none made."""
    mode, _, text = (value or "").partition(".")
    return Display().changed(mode=mode, text=text)
