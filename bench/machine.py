"""What the kernel has counted of the server's processes."""

import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.database import Connection, one

TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of CPU: of the web processes (with their children), and of PostgreSQL."""

    python: float
    database: float

    @property
    def total(self) -> float:
        """Both."""
        return self.python + self.database

    def __sub__(self, other: "Cpu") -> "Cpu":
        return Cpu(self.python - other.python, self.database - other.database)


def _fields(pid: int) -> list[str]:
    """Of ``/proc/PID/stat``, what follows the name: state, parent, ..."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with suppress(OSError):
                found.setdefault(int(_fields(int(entry))[1]), []).append(int(entry))
    return found


def _spent(pid: int, children: dict[int, list[int]]) -> float:
    """CPU of a process, of children it has waited for, and of its living descendants."""
    try:
        own = sum(int(value) for value in _fields(pid)[11:15]) * TICK
    except OSError:
        return 0.0
    return own + sum(_spent(child, children) for child in children.get(pid, []))


def postmaster(connection: Connection) -> int:
    """The server's first process.

    :raises SystemExit: it does not run on this machine.
    """
    backend = one(connection, "SELECT pg_backend_pid()")
    try:
        parent = int(_fields(backend)[1])
        if "postgres" in Path(f"/proc/{parent}/comm").read_text(encoding="utf-8"):
            return parent
    except OSError:
        pass
    raise SystemExit("bench: PostgreSQL must run on this machine, so that its CPU can be read")


def spent(webs: list[int], server: int) -> Cpu:
    """CPU so far."""
    children = _children()
    return Cpu(sum(_spent(pid, children) for pid in webs), _spent(server, children))


def yardstick() -> float:
    """CPU of ten million turns of an empty loop in Python, ms: machines lend their cores out, and
    the same figure on the same machine differs by half from hour to hour."""
    took = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(10_000_000):
            pass
        took.append(time.process_time() - began)
    return min(took) * 1000


def described(connection: Connection) -> str:
    """Machine and versions, and how fast it was just now, in one line."""
    model = platform.machine()
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    fsync = one(connection, "SHOW fsync")
    version = one(connection, "SHOW server_version")
    return (
        f"{os.cpu_count()} cores ({model}), {pages:.0f} GB, load {os.getloadavg()[0]:.1f};"
        f" Python {platform.python_version()}, PostgreSQL {version}, fsync {fsync};"
        f" ten million empty turns in {yardstick():.0f} ms"
    )
