"""The real product from nothing: how long its starts take, with and without a network."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.launcher.standin import CHECKOUT, free_port, until

FIRST, NEXT = 180, 10  # seconds that the two starts may take on a machine of one's own
PARTS = ("motcua", "launcher", "src", "demo", "docs", "requirements", "pyproject.toml")
#: A registry that is not there: whoever asks it fails at once.
NOWHERE = "http://127.0.0.1:9/simple"


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that every account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-prove-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def copy(target: Path) -> Path:
    """The product as a fresh clone has it: no environment, no data."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    target.mkdir(parents=True)
    for name in PARTS:
        part = CHECKOUT / name
        if part.is_dir():
            shutil.copytree(part, target / name, ignore=ignored)
        elif part.exists():
            shutil.copy2(part, target / name)
    return target


def environ(**more: str) -> dict[str, str]:
    """The machine's environment without this test's own installation."""
    stripped = ("MOTCUA_", "PYTHON", "DATABASE_URL", "VIRTUAL_ENV", "PG", "UV_CACHE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(stripped)}
    path = os.pathsep.join(
        part for part in kept["PATH"].split(os.pathsep) if not part.startswith(str(CHECKOUT))
    )
    return kept | {"PATH": path} | more


def figure(line: str) -> None:
    """Print a measured figure."""
    sys.stdout.write(f"\n{line}\n")


@dataclass(frozen=True, slots=True)
class Took:
    """How long a start took by the clock, and which share of the CPU it asked for it was given.

    The rest went to other machines of the same host: that time is nobody's here.
    """

    seconds: float
    given: float

    @property
    def own(self) -> float:
        """Seconds that it would have taken on a machine of one's own."""
        return self.seconds * self.given

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s (given {self.given:.0%} of the CPU: {self.own:.1f} s)"


def cpu() -> tuple[int, int]:
    """Ticks that this machine has worked so far, and that its host gave to others meanwhile."""
    words = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    user, nice, system, _idle, _waiting, irq, soft_irq, stolen = map(int, words[1:9])
    return user + nice + system + irq + soft_irq, stolen


def start(checkout: Path, log: Path, prefix: Sequence[str] = (), **more: str) -> Took:
    """``up`` until it says how to stop it, then stop it; how long until it was ready."""
    began, (worked, stolen) = time.monotonic(), cpu()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*prefix, str(checkout / "motcua"), "up", "--port", str(free_port())],
            env=environ(**more),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
        )
    try:
        over = until(lambda: b"Ctrl-C" in log.read_bytes() or process.poll() is not None, 2 * FIRST)
        took = time.monotonic() - began
        worked, stolen = (now - then for now, then in zip(cpu(), (worked, stolen), strict=True))
        assert over, log.read_text(encoding="utf-8")
        assert process.poll() is None, log.read_text(encoding="utf-8")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    assert process.returncode == 0
    return Took(took, worked / (worked + stolen))


def test_a_fresh_clone_is_up_within_three_minutes_and_then_within_ten_seconds(place: Path) -> None:
    checkout = copy(place / "bản mới")
    first = start(checkout, place / "first.log")
    following = start(checkout, place / "next.log")
    figure(f"first start {first}, next start {following}")
    assert first.own <= FIRST
    assert following.own <= NEXT


def test_the_archive_installs_where_no_registry_answers(place: Path) -> None:
    archive = place / "motcua.tar.gz"
    subprocess.run([CHECKOUT / "motcua", "bundle", archive], env=environ(), check=True)
    (place / "máy khác").mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", place / "máy khác"], check=True)
    checkout = next((place / "máy khác").iterdir())
    nowhere = {"PIP_INDEX_URL": NOWHERE, "UV_DEFAULT_INDEX": NOWHERE, "https_proxy": NOWHERE}
    took = start(checkout, place / "offline.log", **nowhere)
    figure(f"archive {archive.stat().st_size // 2**20} MB, first start without network {took}")
    assert took.own <= FIRST


@pytest.mark.parametrize("who", ["root", "canbo", "root-home"])
def test_a_bare_debian_needs_python_and_nothing_else(place: Path, who: str) -> None:
    """Debian's smallest root with python3 alone: no pip, no ensurepip, no compiler."""
    root = bare_debian()
    home = {"root": "opt/một cửa", "canbo": "home/canbo/một cửa", "root-home": "root/motcua"}[who]
    for old in (root / home, root / "var/lib/motcua"):
        shutil.rmtree(old, ignore_errors=True)
    copy(root / home)
    prefix = ["chroot", str(root), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]
    if who == "canbo":
        subprocess.run(["chroot", root, "chown", "-R", "1500:1500", "/home/canbo"], check=True)
        prefix = [
            "chroot",
            "--userspec=1500:1500",
            str(root),
            "env",
            "-i",
            "PATH=/usr/bin:/bin",
            "HOME=/home/canbo",
        ]
    inside = Path("/") / home
    first = start(inside, place / "first.log", prefix)
    following = start(inside, place / "next.log", prefix)
    figure(f"bare Debian, {who}: first start {first}, next start {following}")
    assert first.own <= FIRST
    assert following.own <= NEXT


def bare_debian() -> Path:
    """The root, made once with debootstrap and kept; its network and authorities are ours."""
    root = Path(os.environ.get("MOTCUA_BARE_ROOT", "/var/tmp/motcua-bare"))  # noqa: S108
    if not (root / "usr/bin/python3").exists():
        assert os.geteuid() == 0, "only root can make a Debian root: run this test as root"
        subprocess.run(
            [
                "debootstrap",
                "--variant=minbase",
                "--include=python3,ca-certificates",
                "bookworm",
                root,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run(["chroot", root, "useradd", "-m", "-u", "1500", "canbo"], check=True)
    ours = Path("/usr/local/share/ca-certificates")
    if ours.is_dir():
        shutil.copytree(ours, root / str(ours)[1:], dirs_exist_ok=True)
    subprocess.run(["chroot", root, "update-ca-certificates"], check=True, capture_output=True)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    if not (root / "proc/self").exists():
        subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    if not (root / "dev/null").is_char_device():
        subprocess.run(["mount", "--bind", "/dev", root / "dev"], check=True)
    return root
