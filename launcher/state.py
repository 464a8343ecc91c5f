"""What one installation remembers of itself: its version, its lock, and what runs now."""

import contextlib
import fcntl
import hashlib
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from launcher.layout import Layout
from launcher.messages import Failure


@dataclass(frozen=True, slots=True)
class Product:
    """The version of the code, and the migrations it knows (``room.name``)."""

    version: str
    migrations: tuple[str, ...]
    schema: str


def product(layout: Layout) -> Product:
    """Read version and migrations from the checkout, without importing anything."""
    text = (layout.checkout / "pyproject.toml").read_text(encoding="utf-8")
    found = sorted((layout.checkout / "src" / "motcua").glob("*/migrations/[0-9]*.py"))
    schema = hashlib.sha256()
    for path in found:
        schema.update(f"{path.parts[-3]}/{path.name}\0".encode() + path.read_bytes())
    schema.update((layout.checkout / "requirements" / "app.txt").read_bytes())
    return Product(
        version=str(tomllib.loads(text)["project"]["version"]),
        migrations=tuple(f"{path.parts[-3]}.{path.stem}" for path in found),
        schema=schema.hexdigest()[:16],
    )


def read(path: Path) -> dict[str, Any]:
    """The JSON object in ``path``; empty when it is missing or was cut off by a crash."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, facts: dict[str, Any]) -> None:
    """Write a JSON object, whole or not at all, readable by its owner only."""
    from launcher import keys

    keys.write_private(path, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


def database_mark() -> str:
    """Which database ``version.json`` speaks of: the embedded one, or a server's by its address."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return "embedded"
    parts = urlsplit(url)
    return hashlib.sha256(f"{parts.hostname}:{parts.port}{parts.path}".encode()).hexdigest()[:12]


def version_facts(layout: Layout) -> dict[str, Any]:
    """``version.json``; empty when it speaks of another database than the one in use."""
    facts = read(layout.version)
    return facts if facts.get("database", database_mark()) == database_mark() else {}


def refuse_newer(facts: dict[str, Any], mine: Product) -> None:
    """Refuse data that a newer product wrote.

    :param facts: content of ``version.json``, or of a backup's manifest.
    :raises Failure: its version number is higher, or it has migrations unknown here.
    """
    theirs = str(facts.get("product", "0"))
    unknown = set(facts.get("migrations", ())) - set(mine.migrations)
    if _numbers(theirs) > _numbers(mine.version) or unknown:
        raise Failure(
            f"Dữ liệu do Một Cửa {theirs} ghi, mới hơn bản {mine.version} này: hãy dùng bản mới "
            "hơn, hoặc chỉ --data-dir vào thư mục khác.",
            f"the data were written by version {theirs}, newer than this {mine.version}: use the "
            "newer release, or another --data-dir",
            code=6,
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def lock(layout: Layout, who: str) -> int | None:
    """Take the installation's lock for ``who``; None when another process has it.

    The lock goes with the process, so that a killed launcher leaves none.
    """
    handle = os.open(layout.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()} {who}\n".encode())
    return handle


def lock_holder(layout: Layout) -> tuple[str, str]:
    """Process id and command of who holds the lock, as far as it was written."""
    words = (layout.home / "lock").read_text(encoding="utf-8").split()
    return (words[0], words[1]) if len(words) == 2 else ("?", "motcua")


def in_use(layout: Layout) -> Failure:
    """The sentence for a second supervisor."""
    pid, who = lock_holder(layout)
    return Failure(
        f"Thư mục dữ liệu {layout.data_dir} đang được ./motcua {who} dùng (tiến trình {pid}): hãy "
        "dừng nó trước, hoặc chọn --data-dir khác.",
        f"{layout.data_dir} is in use by ./motcua {who} (process {pid}): stop it first, or choose "
        "another --data-dir",
        code=7,
    )


@contextlib.contextmanager
def guests(layout: Layout, how: int) -> Iterator[None]:
    """The lock of those who joined a running server (shared), and of who wants to stop it."""
    handle = os.open(layout.home / "guests", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
