"""What can be foreseen is one sentence with what to do, and a non-zero exit."""

import json
import resource
import subprocess

import pytest

from tests.launcher.standin import Standin, free_port

#: One worker for the whole file, so that its installation is made once.
pytestmark = pytest.mark.xdist_group("launcher-failures")


def test_an_old_python_is_told_which_one_is_needed(fresh: Standin) -> None:
    old = fresh.checkout.parent / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    assert "Python 3.11" in fresh.refusal("up", MOTCUA_PYTHON=str(old))


def test_a_registry_out_of_reach_names_the_ways_around_it(fresh: Standin) -> None:
    nowhere = "http://127.0.0.1:9/simple"
    for done in (fresh.checkout / "var" / "env").glob("*/.complete"):
        done.unlink()
    sentence = fresh.refusal(
        "up",
        PIP_INDEX_URL=nowhere,
        UV_DEFAULT_INDEX=nowhere,
        PIP_NO_INDEX="0",
        PIP_RETRIES="0",
        PIP_FIND_LINKS="",
        PIP_EXTRA_INDEX_URL="",
        PIP_CONFIG_FILE="/dev/null",
        UV_HTTP_RETRIES="0",
    )
    assert "Không tới được kho gói" in sentence
    assert "motcua bundle" in sentence


def test_a_full_disk_says_where_and_how_much_to_free(fresh: Standin) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    ran = subprocess.run(
        fresh.command("up", "--port", str(free_port())),
        env=fresh.environ,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small,
        timeout=60,
    )
    assert ran.returncode == 5, ran.stderr
    assert "Đĩa đã đầy" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert fresh.processes() == {}


def test_a_server_that_refuses_is_named_and_none_is_started(fresh: Standin) -> None:
    sentence = fresh.refusal(
        "up", "--port", str(free_port()), DATABASE_URL="postgres://motcua:sai@127.0.0.1:9/motcua"
    )
    assert "DATABASE_URL" in sentence
    assert not (fresh.data / "pg").exists()


def test_data_of_a_newer_version_are_left_alone(fresh: Standin) -> None:
    fresh.data.mkdir(parents=True, exist_ok=True)
    facts = {"product": "2.2.0", "migrations": ["kernel.0001_initial"]}
    (fresh.data / "version.json").write_text(json.dumps(facts), encoding="utf-8")
    sentence = fresh.refusal("up", "--port", str(free_port()))
    assert "2.2.0" in sentence
    assert not (fresh.data / "pg").exists()


def test_data_with_a_migration_unknown_here_are_newer_too(fresh: Standin) -> None:
    fresh.data.mkdir(parents=True, exist_ok=True)
    facts = {"product": "2.1.0", "migrations": ["kernel.0001_initial", "kernel.0002_more"]}
    (fresh.data / "version.json").write_text(json.dumps(facts), encoding="utf-8")
    assert "mới hơn" in fresh.refusal("up", "--port", str(free_port()))


def test_a_folder_that_cannot_be_made_is_named(fresh: Standin) -> None:
    fresh.data = fresh.checkout / "pyproject.toml" / "dữ liệu"
    assert "--data-dir" in fresh.refusal("up", "--port", str(free_port()))
