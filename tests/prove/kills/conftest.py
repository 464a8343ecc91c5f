"""One real installation on a disk of its own for all faults, where a disk can be made."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prove.kills.installation import Installation

SIZE_MB = 700


@pytest.fixture(scope="session")
def small_disk() -> Iterator[Path | None]:
    """A file system of its own in memory; None where this account cannot mount one."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-disk-"))
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "tmpfs", str(folder)],
            check=False,
        ).returncode
    )
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def installation(small_disk: Path | None) -> Iterator[Installation]:
    """The product with its province, running; every test leaves it running and whole."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-faults-"))
    folder.chmod(0o755)
    made = Installation((small_disk or folder) / "tinh")
    made.data.mkdir()
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
