"""``./motcua up``: what it says, what it survives, and that nothing stays behind."""

import signal
import socket
import subprocess
import time

import pytest

from tests.launcher.standin import Running, Standin, free_port, until

#: One worker for the whole file, so that its installation is made once.
pytestmark = pytest.mark.xdist_group("launcher-up")


def test_the_first_start_loads_the_province_and_the_next_takes_at_most_ten_seconds(
    installation: Standin,
) -> None:
    with installation.up() as first:
        assert f"http://127.0.0.1:{first.port}" in first.said
        assert "bà Ánh – quầy số 1" in first.said
        assert first.answer() in installation.processes()
    # Whom the children run as could keep their byte code: nothing is compiled at every start.
    assert list((installation.data / "pycache").rglob("motcua/__init__.*.pyc"))
    began = time.monotonic()
    with installation.up():
        assert time.monotonic() - began < 10
        seen = installation.run("manage", "sql", "select who from visit").stdout
    # Loaded and lived through once, not at every start.
    assert seen.strip() == "[('Nguyễn Thị Ánh',), ('simulate --demo',)]"


def test_the_demonstration_goes_on_living_only_where_somebody_asked(installation: Standin) -> None:
    asked = "select count(*) from visit where who = 'simulate --demo --live'"
    with installation.up() as running:
        assert "mô phỏng" not in running.said
        assert installation.run("manage", "sql", asked).stdout.strip() == "[(0,)]"
    with installation.up("--live") as running:
        assert "mô phỏng" in running.said
        assert until(
            lambda: installation.run("manage", "sql", asked).stdout.strip() == "[(1,)]", 15
        )
    assert installation.nothing_stays()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_stops_it_finds_no_process_left(installation: Standin, how: int) -> None:
    with installation.up() as running:
        assert len(installation.processes()) >= 5
        running.process.send_signal(how)
        assert running.process.wait(30) == 0
        assert "Đã dừng" in running.said
        assert installation.processes() == {}


def test_kill_9_of_the_supervisor_leaves_no_process_and_the_next_start_goes_on(
    installation: Standin,
) -> None:
    with installation.up() as running:
        installation.run("manage", "sql", "insert into visit values ('ông Bình')")
        running.process.kill()
        running.process.wait()
        # Its children are gone; a child of the worker's own is ended by the next start.
        assert until(lambda: not any("sleep" not in line for line in alive(installation)), 10)
    with installation.up():
        seen = installation.run("manage", "sql", "select count(*) from visit where who ~ 'Bình'")
    assert seen.stdout.strip() == "[(1,)]"
    assert installation.nothing_stays()


def alive(installation: Standin) -> list[str]:
    """Command lines of the installation's living processes."""
    return list(installation.processes().values())


@pytest.mark.parametrize("part", ["postgres", "config.serve", "procrastinate"])
def test_kill_9_of_a_child_is_mended_by_itself(installation: Standin, part: str) -> None:
    with installation.up() as running:
        old = running.kill(part)
        assert until(lambda: running.child(part) not in {0, old}, 15), running.said
        running.wait_for("khởi động lại", 15)
        assert until(lambda: _works(installation, running), 20), running.said


def _works(installation: Standin, running: Running) -> bool:
    return running.answer() > 0 and installation.run("manage", "sql", "select 1").returncode == 0


def test_a_pid_file_whose_number_now_belongs_to_somebody_else_does_not_stop_the_start(
    installation: Standin,
) -> None:
    with installation.up():
        pass
    cluster = installation.data / "pg"
    owner = cluster.stat()
    somebody = subprocess.Popen(["sleep", "60"], user=owner.st_uid, group=owner.st_gid)
    stale = f"{somebody.pid}\n{cluster}\n"
    (cluster / "postmaster.pid").write_text(stale, encoding="utf-8")
    with installation.up() as running:
        assert running.answer()
        assert somebody.poll() is None
    somebody.kill()
    somebody.wait()


def test_a_taken_port_is_one_sentence_that_names_another(installation: Standin) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = installation.refusal("up", "--port", str(port))
    assert f"Cổng {port}" in sentence
    assert f"--port {port + 1}" in sentence


def test_a_second_supervisor_is_told_who_was_first(installation: Standin) -> None:
    with installation.up() as first:
        sentence = installation.refusal("up", "--port", str(free_port()))
        assert f"tiến trình {first.process.pid}" in sentence
        assert first.answer()


def test_beyond_this_machine_it_says_that_the_database_is_not_for_production(
    installation: Standin,
) -> None:
    with installation.up("--host", "0.0.0.0") as running:  # noqa: S104 - what is tested
        assert "không dành cho vận hành thật" in running.said


def test_a_manage_command_joins_the_running_server_or_starts_its_own(
    installation: Standin,
) -> None:
    alone = installation.run("manage", "words", "--json", "-k", "a b")
    assert alone.stdout.strip().splitlines()[-1] == "['--json', '-k', 'a b']"
    assert installation.processes() == {}
    with installation.up():
        assert installation.run("manage", "sql", "select 1").stdout.strip() == "[(1,)]"
    assert installation.run("manage", "nothing").returncode == 1
