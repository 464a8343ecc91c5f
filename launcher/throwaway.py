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
    with folder(_PREFIX, layout.person, layout.home) as place:
        made = postgres.Cluster(
            bindir=postgres.binaries(env),
            data=place / "pg",
            password_file=place / "pg.password",
            log=place / "postgres.log",
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


@contextlib.contextmanager
def folder(prefix: str, person: privileges.Person | None, otherwise: Path) -> Iterator[Path]:
    """A temporary folder that ``person`` can enter, removed however the block ends.

    :param otherwise: where it lies when the machine's temporary folder is closed to them.
    """
    place = _place(person, otherwise)
    _sweep(place, prefix)
    made = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=place))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _sweep(place: Path, prefix: str) -> None:
    """Remove the folders of runs that were killed."""
    for left in place.glob(f"{prefix}*"):
        number = left.name.removeprefix(prefix).split("-")[0]
        if number.isdigit() and os.access(left, os.W_OK) and not _lives(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def place(layout: Layout) -> Path:
    """Where throwaway clusters of an installation lie."""
    return _place(layout.person, layout.home)


def _place(person: privileges.Person | None, otherwise: Path) -> Path:
    """The machine's temporary folder if the server's account can enter it."""
    usual = Path(tempfile.gettempdir())
    return usual if privileges.can(person, os.X_OK, usual) else otherwise
