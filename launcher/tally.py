"""A pytest plugin: writes how many tests passed and failed where the launcher reads it."""

import os
from pathlib import Path
from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write for example ``120 passed 2 failed`` (pytest calls this at the end of a run)."""
    if path := os.environ.get("MOTCUA_TEST_SUMMARY"):
        counts = {kind: len(found) for kind, found in terminalreporter.stats.items() if kind}
        text = " ".join(f"{number} {kind}" for kind, number in counts.items())
        Path(path).write_text(text, encoding="utf-8")
