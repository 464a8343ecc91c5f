"""A killed database server leaves busy sessions behind; the next one starts all the same."""

import subprocess
from pathlib import Path

import pytest

from launcher.postgres import kin
from tests.launcher.standin import Standin, until

pytestmark = pytest.mark.xdist_group("launcher-orphans")

#: A session that looks at nothing else until it is done, long after the test.
BUSY = "select count(*) from generate_series(1, 100000000000) as n where n % 7 = 8"


def test_a_session_that_counts_on_does_not_keep_the_next_server_from_starting(
    installation: Standin,
) -> None:
    with installation.up() as running:
        first = running.child("postgres")
        asking = subprocess.Popen(
            installation.command("manage", "sql", BUSY),
            env=installation.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        place = installation.data / "pg"
        assert until(lambda: _busy(place, first), 30)
        assert running.kill("postgres") == first
        assert until(lambda: running.child("bin/postgres") not in {0, first}, 20), running.said
        assert until(lambda: installation.run("manage", "sql", "select 1").returncode == 0, 30), (
            running.said
        )
        assert running.said.count("! PostgreSQL") == 1, running.said
        asking.wait(20)
    assert kin(place) == []


def _busy(place: Path, first: int) -> bool:
    """Whether one of the server's sessions has worked for half a second of CPU."""
    for pid in kin(place):
        try:
            words = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b") ")[2].split()
        except OSError:
            continue
        if pid != first and int(words[11]) >= 50:
            return True
    return False
