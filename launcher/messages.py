"""What the launcher says: Vietnamese first, English after it, one sentence for a failure."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Failure(Exception):
    """A foreseeable failure: one sentence with what to do, and an exit code.

    :param vi: the sentence in Vietnamese.
    :param en: the same in English.
    :param code: exit code, never 0.
    """

    def __init__(self, vi: str, en: str, code: int = 1) -> None:
        super().__init__(en)
        self.vi, self.en, self.code = vi, en, code


class Interrupted(BaseException):
    """Somebody asked the launcher to stop while it was starting."""


def prepare() -> None:
    """Make both streams bear Vietnamese letters whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def only_vietnamese() -> bool:
    """Whether the machine's language is Vietnamese, so that English would be noise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.startswith("vi")
    return False


def both(vi: str, en: str) -> str:
    """One line in the languages that the reader needs."""
    return vi if only_vietnamese() or not en else f"{vi} ({en})"


def say(vi: str, en: str = "") -> None:
    """Print one line. A reader who has gone away (closed pipe, closed terminal) stops nothing."""
    try:
        print(both(vi, en), flush=True)
    except (BrokenPipeError, OSError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")


def complain(failure: Failure) -> None:
    """Print the one sentence of a failure on the error stream."""
    try:
        print(both(failure.vi, failure.en), file=sys.stderr, flush=True)
    except (BrokenPipeError, OSError):
        return


@contextmanager
def step(vi: str, en: str) -> Iterator[None]:
    """Announce a long step, and how many seconds it took when it was noticeable."""
    say(f"… {vi}", en)
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    if took >= 1:
        say(f"  ✓ {took:.0f} s")
