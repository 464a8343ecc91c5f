"""A PostgreSQL for one run of the tests: quick, on nobody's data, gone afterwards."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from launcher import environment, postgres, privileges
from launcher.layout import Layout

_PREFIX = "motcua-test-"


@contextlib.contextmanager
def cluster(layout: Layout, env: environment.Environment) -> Iterator[postgres.Cluster]:
    """A running cluster in a temporary folder; stopped and removed however the block ends."""
    place = _place(layout)
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    folder.chmod(0o755)
    made = postgres.Cluster(
        bindir=postgres.binaries(env),
        data=folder / "pg",
        password_file=folder / "pg.password",
        log=folder / "postgres.log",
        person=layout.person,
        throwaway=True,
    )
    try:
        made.prepare()
        made.start()
        made.create_database()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove the folders of runs that were killed."""
    for folder in place.glob(f"{_PREFIX}*"):
        number = folder.name.removeprefix(_PREFIX).split("-")[0]
        if number.isdigit() and os.access(folder, os.W_OK) and not _lives(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _place(layout: Layout) -> Path:
    """The machine's temporary folder if the server's account can enter it, else ``home``."""
    usual = Path(tempfile.gettempdir())
    return usual if privileges.can(layout.person, os.X_OK, usual) else layout.home
