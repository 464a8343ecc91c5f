"""The oldest PostgreSQL that the product says it runs on: that of Debian 12."""

import os
import re
import subprocess
import sys
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")
CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder", "src/motcua"]


def test_every_room_keeps_its_word_on_debians_postgresql_15() -> None:
    """Triggers, constraints, the queue and what people see, as on the server that we bring."""
    assert (BINARIES / "initdb").exists(), "needs Debian's package postgresql-15"
    ours = ("MOTCUA_", "PYTEST_", "PYTHON", "DATABASE_URL", "PG", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [str(CHECKOUT / "motcua"), "test", *ROOMS],
        env=kept | {"PG_BINDIR": str(BINARIES)},
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.rstrip().splitlines()[-1]
    sys.stdout.write(f"\nPostgreSQL 15: {last}\n")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert int(re.findall(r"(\d+) passed", last)[0]) > 2000
