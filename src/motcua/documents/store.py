"""The folder of contents: ``ab/cd/<sha256>``, written once, whole or not at all.

Bytes lie as they came: encryption at rest is not built yet (``docs/status.md``); until then the
disk under ``MOTCUA_FILES_DIR`` is to be an encrypted one.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies, or would lie."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def write(content: bytes) -> str:
    """Keep the bytes and return their SHA-256; nothing happens where they are kept already.

    Written to a name beside it, synced, then renamed: a power cut leaves the whole or nothing.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{sha256[:16]}.{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as file:
            os.fchmod(file.fileno(), 0o640)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return sha256


def read(sha256: str) -> bytes:
    """The bytes with this hash.

    :raises FileNotFoundError: they are not there.
    """
    return path_of(sha256).read_bytes()


def damage(sha256: str) -> str:
    """What is wrong with a kept content: ``missing``, ``changed``, or empty when whole."""
    path = path_of(sha256)
    if not path.exists():
        return "missing"
    with path.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    return "" if whole else "changed"


def kept() -> Iterator[str]:
    """The hashes of everything in the folder, also of what no row names."""
    for path in Path(settings.FILES_DIR).glob("??/??/*"):
        if not path.name.startswith("."):
            yield path.name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
