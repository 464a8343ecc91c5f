"""One data folder has one supervisor; a killed one leaves no second database behind."""

import os
import signal
import subprocess
import time
from pathlib import Path

from launcher.kill.account import RECEIVED
from launcher.kill.people import INTAKE
from tests.launcher.standin import free_port, until
from tests.prove.kills.installation import Installation, environ, figure, patiently


def servers(installation: Installation) -> list[int]:
    """First processes of PostgreSQL on this folder.

    What one of them forks bears its words, too, until it has given itself a name.
    """
    mark = str(installation.data / "pg").encode()
    found: dict[int, int] = {}
    for pid in installation.left_over:
        try:
            parts = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if os.path.basename(parts[0]) == b"postgres" and mark in parts:
            found[pid] = parent
    return [pid for pid, parent in found.items() if parent not in found]


def second(installation: Installation) -> "subprocess.CompletedProcess[str]":
    """Another supervisor on the same folder."""
    return subprocess.run(
        installation.command("up", "--port", str(free_port())),
        env=environ(),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=60,
    )


def test_a_second_supervisor_is_told_who_was_first(installation: Installation) -> None:
    ran = second(installation)
    assert ran.returncode == 7
    assert len(ran.stderr.strip().splitlines()) == 1
    assert installation.process is not None
    assert f"tiến trình {installation.facts['pid']}" in ran.stderr
    assert installation.answers()


def test_after_kill_9_of_the_first_its_living_children_are_ended_before_the_next_begins(
    installation: Installation,
) -> None:
    """Its PostgreSQL hangs (stopped), so that the kernel's word to end does not reach it."""
    hoa = installation.person("tiepnhan.hoasen")
    sheet = patiently(hoa.intake)
    assert sheet is not None
    hoa.press(RECEIVED, sheet[0].fields["key"], INTAKE, *sheet)
    old = installation.facts["children"]["PostgreSQL"]
    os.kill(old, signal.SIGSTOP)
    assert installation.process is not None
    os.kill(installation.facts["pid"], signal.SIGKILL)
    installation.process.wait()
    assert servers(installation) == [old]
    began = time.monotonic()
    watched: list[list[int]] = []
    refused: list[str] = []

    def ready() -> bool:
        watched.append(servers(installation))
        if not refused and "PostgreSQL còn sót lại" in installation.said:
            refused.append(second(installation).stderr)
        return "Ctrl-C" in installation.said or process.poll() is not None

    installation.logs += 1
    with installation.log.open("wb") as out:
        process = subprocess.Popen(
            installation.command("up", "--port", str(installation.port)),
            env=environ(),
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
        )
    installation.process = process
    assert until(ready, 120), installation.said
    assert process.poll() is None, installation.said
    assert all(len(pids) <= 1 for pids in watched), watched
    assert old not in servers(installation)
    assert refused, installation.said
    assert "đang được ./motcua up dùng" in refused[0]
    figure(f"two supervisors: the next one works {time.monotonic() - began:.0f} s after kill -9")
    installation.is_whole()
