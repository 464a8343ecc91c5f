"""Name, logo and colours of one installation, changed without a rebuild.

Sources, the later wins: the defaults here, ``settings.MOTCUA_BRAND`` (a dict), and the file
``brand.toml`` in ``settings.BRAND_DIR`` with ``logo.svg`` or ``logo.png`` beside it. The file is
read again when it changes; a broken one is reported to the log and the defaults stay, so that a
typing error in a colour never takes the pages down.
"""

import hashlib
import logging
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

# What an installation may recolour, and the ground on which each must stay readable (4.5:1).
COLOURS: Final = {
    "brand": "#ffffff",
    "brand-dark": "#ffffff",
    "link": "#ffffff",
}
HEX: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
LOGOS: Final = {"logo.svg": "image/svg+xml", "logo.png": "image/png"}


@dataclass(frozen=True, slots=True)
class Brand:
    """What the header says. Texts are plain; colours are ``#rrggbb``."""

    name: str = ""
    owner: str = ""
    hotline: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    logo: Path | None = None

    @property
    def title(self) -> str:
        """Name of the service as shown in the header and in the title of the window."""
        return self.name or str(_("Một Cửa"))

    @property
    def css(self) -> str:
        """The style sheet with this installation's custom properties; empty where it has none."""
        if not self.colours:
            return ""
        lines = "".join(f"--mc-{name}:{value};" for name, value in sorted(self.colours.items()))
        return f":root{{{lines}}}\n"

    @property
    def version(self) -> str:
        """Short hash for addresses, so that browsers may keep the files for a year."""
        digest = hashlib.blake2s(self.css.encode(), digest_size=6)
        if self.logo:
            digest.update(self.logo.read_bytes())
        return digest.hexdigest()


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2.2 defines it, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_colours(wanted: dict[str, Any]) -> dict[str, str]:
    """Keep the colours that are known, well written and readable; report the others to the log."""
    kept: dict[str, str] = {}
    for name, value in wanted.items():
        if name not in COLOURS or not HEX.fullmatch(str(value)):
            log.warning("brand colour refused: %s is not one of %s", name, sorted(COLOURS))
        elif contrast(str(value), COLOURS[name]) < 4.5:
            log.warning("brand colour refused: %s has too little contrast", name)
        else:
            kept[name] = str(value).lower()
    return kept


def from_mapping(values: dict[str, Any], logo: Path | None, base: Brand) -> Brand:
    """Lay one source over another; unknown keys are ignored."""
    texts = {f.name for f in fields(Brand)} & {"name", "owner", "hotline"}
    changes: dict[str, Any] = {k: str(v) for k, v in values.items() if k in texts}
    colours = base.colours | readable_colours(values.get("colours", {}))
    return replace(base, **changes, colours=colours, logo=logo or base.logo)


def _folder() -> Path | None:
    folder = getattr(settings, "BRAND_DIR", None)
    return Path(folder) if folder else None


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=8)
def _read(folder: Path | None, stamps: tuple[int, ...], in_settings: str) -> Brand:
    """Build the brand; the arguments are the cache's key and change with every source."""
    brand = from_mapping(dict(getattr(settings, "MOTCUA_BRAND", {})), None, Brand())
    if folder is None:
        return brand
    values: dict[str, Any] = {}
    if (file := folder / "brand.toml").is_file():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            log.warning("brand.toml is not read: %s", problem)
    logo = next((p for name in LOGOS if (p := folder / name).is_file()), None)
    return from_mapping(values, logo, brand)


def current() -> Brand:
    """Return the brand of this installation. Three ``stat`` calls, no query."""
    folder = _folder()
    stamps = tuple(_stamp(folder / n) for n in ("brand.toml", *LOGOS)) if folder else ()
    return _read(folder, stamps, repr(getattr(settings, "MOTCUA_BRAND", {})))
