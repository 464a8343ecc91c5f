"""Finds the browser of the tests, or installs Debian's."""

import os
import shutil
import subprocess

from launcher.layout import Layout
from launcher.messages import Failure, step

_NAMES = ("chromium", "/usr/bin/chromium", "chromium-browser", "google-chrome")


def ensure(layout: Layout) -> str:
    """Path of a Chromium.

    :raises Failure: there is none, and this account may not install one.
    """
    named = os.environ.get("MOTCUA_CHROMIUM")
    for name in (named,) if named else _NAMES:
        if found := shutil.which(name):
            return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install(layout)
        if found := shutil.which("chromium"):
            return found
    raise Failure(
        "Các kiểm tra trên trình duyệt cần Chromium: hãy cài gói chromium (apt-get install "
        "chromium) hoặc đặt MOTCUA_CHROMIUM.",
        "the browser tests need Chromium: install the package chromium or set MOTCUA_CHROMIUM",
    )


def _install(layout: Layout) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("Cài Chromium từ kho Debian", "installing Chromium from Debian's packages"):
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            ran = subprocess.run(
                ["apt-get", "-qq", *words],
                env=quiet,
                capture_output=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            if ran.returncode != 0:
                return
