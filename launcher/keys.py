"""The secrets of one installation: made once, kept apart from database and files."""

import os
import secrets

from launcher import privileges
from launcher.layout import Layout

#: name of the file in ``keys/``, variable that names it to the product
NAMES = {
    "secret_key": "MOTCUA_SECRET_KEY_FILE",
    "seal_key": "MOTCUA_SEAL_KEY_FILE",
    "index_key": "MOTCUA_INDEX_KEY_FILE",
}


def ensure(layout: Layout) -> dict[str, str]:
    """Make the secrets that are missing (32 random bytes, as hex), and return the variables."""
    folder = privileges.private_folder(layout.person, layout.keys)
    for name in NAMES:
        path = folder / name
        if not path.exists():
            write_private(path, secrets.token_hex(32) + "\n")
    privileges.give(layout.person, folder)
    return {
        variable: os.environ.get(variable) or str(folder / name) for name, variable in NAMES.items()
    }


def write_private(path: os.PathLike[str], text: str) -> None:
    """Write a file that only its owner reads; whole or not at all."""
    draft = f"{os.fspath(path)}.new"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, path)
