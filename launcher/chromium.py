"""Finds the browser of the tests and what drives it, or installs Debian's packages."""

import ctypes
import os
import shutil
import subprocess
import sys

from launcher.layout import Layout
from launcher.messages import Failure, step

#: Debian's packages, the first that it has: the shell draws the same without a window around it,
#: for a fifth less CPU.
_BROWSERS = ("chromium-headless-shell", "chromium")
_NAMES = (*_BROWSERS, "/usr/bin/chromium", "chromium-browser", "google-chrome")
#: What the driver's own Node is linked with; a minimal Debian lacks it.
_LIBRARY, _PACKAGE = "libatomic.so.1", "libatomic1"


def ensure(layout: Layout) -> str:
    """Path of a Chromium that can be driven.

    :raises Failure: there is none, and this account may not install one.
    """
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for browser in _BROWSERS:
            if wanted := _missing(browser):
                _install(wanted)
    found, wanted = _browser(), _missing("chromium")
    if found and not wanted:
        return found
    names = " ".join(wanted)
    raise Failure(
        f"Các kiểm tra trên trình duyệt cần gói {names}: hãy cài (apt-get install {names}) "
        "hoặc đặt MOTCUA_CHROMIUM.",
        f"the browser tests need {names}: apt-get install {names}, or set MOTCUA_CHROMIUM",
    )


def _browser() -> str | None:
    named = os.environ.get("MOTCUA_CHROMIUM")
    for name in (named,) if named else _NAMES:
        if found := shutil.which(name):
            return found
    return None


def _missing(browser: str) -> list[str]:
    """Which packages would complete this machine, with this one where it has no browser."""
    return ([] if _browser() else [browser]) + ([] if _drivable() else [_PACKAGE])


def _drivable() -> bool:
    """Whether the driver's program can start; asked of Linux only."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL(_LIBRARY)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    """All of them, or none where Debian lacks one."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("Cài Chromium từ kho Debian", "installing Chromium from Debian's packages"):
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            ran = subprocess.run(
                ["apt-get", "-qq", *words],
                env=quiet,
                capture_output=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            if ran.returncode != 0:
                return
