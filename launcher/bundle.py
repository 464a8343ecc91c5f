"""``./motcua bundle``."""

from pathlib import Path

from launcher.layout import Layout


def bundle(layout: Layout, file: Path | None) -> int:
    raise NotImplementedError
