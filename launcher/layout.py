"""Where everything of one installation lies."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher import privileges
from launcher.messages import Failure, say
from launcher.privileges import Person

CHECKOUT = Path(__file__).resolve().parent.parent
SHELTERS = Path("/var/lib/motcua")


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one installation.

    ``data_dir`` is what the operator named. ``home`` is where the data lie: the same folder, or,
    when root's folder cannot be entered by the account that runs PostgreSQL, a shelter under
    ``/var/lib/motcua``. ``product`` is where the children read the code from.
    """

    checkout: Path
    data_dir: Path
    home: Path
    product: Path
    environments: Path
    person: Person | None

    @property
    def pg(self) -> Path:
        """Data directory of the embedded PostgreSQL."""
        return self.home / "pg"

    @property
    def pg_password(self) -> Path:
        """Password of the embedded PostgreSQL, readable by its owner only."""
        return self.home / "pg.password"

    @property
    def files(self) -> Path:
        """Files of dossiers."""
        return self.home / "files"

    @property
    def brand(self) -> Path:
        """Name, logo and colours of the installation."""
        return self.home / "brand"

    @property
    def keys(self) -> Path:
        """The three secrets."""
        return self.home / "keys"

    @property
    def log(self) -> Path:
        """What the children say."""
        return self.home / "log"

    @property
    def json_log(self) -> Path:
        """One JSON line for each request, command and job; rotated by the processes themselves."""
        return self.log / "json"

    @property
    def figures(self) -> Path:
        """What the processes count for ``/metrics``; of no use once they have ended."""
        return self.home / "figures"

    @property
    def backup_record(self) -> Path:
        """When the last backup was made, for the operator's page."""
        return self.home / "backup.json"

    @property
    def before(self) -> Path:
        """Copies made before a migration or a forced restore."""
        return self.home / "before"

    @property
    def version(self) -> Path:
        """Which version of the product wrote the data."""
        return self.home / "version.json"

    @property
    def running(self) -> Path:
        """What is running now: process ids and the address of the database."""
        return self.home / "run.json"

    @property
    def pycache(self) -> Path:
        """Byte code of the product, so that a read-only checkout stays untouched."""
        return self.home / "pycache"

    @property
    def bundled_wheels(self) -> Path:
        """Wheels that came with the product in one archive; usually not there."""
        return self.checkout / "wheels"


def find(data_dir: str | None) -> Layout:
    """Settle every folder, and make the ones that must exist.

    :param data_dir: ``--data-dir``, or None for ``MOTCUA_DATA_DIR`` or ``var/`` in the checkout.
    :raises Failure: the folder cannot be made or written.
    """
    chosen = data_dir or os.environ.get("MOTCUA_DATA_DIR") or str(CHECKOUT / "var")
    named = Path(chosen).expanduser().absolute()
    person = privileges.run_as(CHECKOUT)
    _folder(named)
    home = named
    if person is not None and not privileges.can(person, os.X_OK, named):
        home = _folder(SHELTERS / _short(named))
        say(
            f"  Dữ liệu nằm ở {home}, vì tài khoản {person.name} không vào được {named}.",
            f"data lie in {home}: account {person.name} cannot enter {named}",
        )
        (home / "data-dir").write_text(f"{named}\n", encoding="utf-8")
    open_to_all = os.R_OK | os.X_OK
    manage = CHECKOUT / "src" / "motcua" / "manage.py"
    in_place = person is None or (
        privileges.can(person, open_to_all, CHECKOUT / "src" / "motcua")
        and privileges.can(person, os.R_OK, manage)
    )
    return Layout(
        checkout=CHECKOUT,
        data_dir=named,
        home=home,
        product=CHECKOUT if in_place else home / "product",
        environments=_environments(home, person),
        person=person,
    )


def _environments(home: Path, person: Person | None) -> Path:
    """``var/env`` of the checkout serves all installations; else the installation has its own."""
    shared = CHECKOUT / "var" / "env"
    try:
        shared.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _folder(home / "env")
    usable = os.access(shared, os.W_OK) and privileges.can(person, os.X_OK, shared)
    return shared if usable else _folder(home / "env")


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o755)
    except OSError as error:
        raise Failure(
            f"Không tạo được thư mục {path} ({error.strerror}): hãy chọn thư mục khác bằng "
            "--data-dir.",
            f"cannot make {path} ({error.strerror}): choose another one with --data-dir",
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise Failure(
            f"Không ghi được vào {path}: hãy chọn thư mục khác bằng --data-dir, hoặc chạy bằng tài "
            "khoản đã tạo ra nó.",
            f"{path} cannot be written: choose another one with --data-dir, or run as its owner",
        )
    return path


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def interpreter(person: Person | None) -> Path:
    """The Python that environments stand on: one that the children's account can run."""
    mine = Path(sys.executable).resolve()
    open_to_all = os.R_OK | os.X_OK
    library = Path(os.__file__).resolve()
    if privileges.can(person, open_to_all, mine) and privileges.can(person, os.R_OK, library):
        return mine
    for other in ("/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(other).exists() and _new_enough(other):
            return Path(other).resolve()
    return mine


def _new_enough(python: str) -> bool:
    import subprocess

    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-I", "-c", probe], check=False).returncode == 0
