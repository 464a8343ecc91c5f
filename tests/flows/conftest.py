"""A real server of the product, as the launcher starts it, with a province of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from tests.flows.browser import LAUNCH
from tests.flows.office import Office

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def flows_database(django_db_setup: None) -> Iterator[str]:
    """A database for the server alone; its URL. A copy of the test database where there is one."""
    base = connections["default"].settings_dict
    test = base["TEST"]["NAME"]
    # pytest makes the test database only when a test of this run is marked django_db.
    made = base["NAME"] == test
    connections.close_all()
    scheme, place, _path, query, _hash = urlsplit(os.environ["DATABASE_URL"])
    address = urlunsplit((scheme, place, "/{}", query, ""))
    names = {
        "name": sql.Identifier(f"{test}_flows"),
        "source": sql.Identifier(test if made else "template1"),
    }
    drop = sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names)
    with psycopg.connect(address.format("postgres"), autocommit=True) as link:
        link.execute(drop)
        link.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {source}").format(**names))
        yield address.format(f"{test}_flows")
        link.execute(drop)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a web process of the product with the small province behind it.

    ``MOTCUA_FLOWS_SERVER`` names one that runs already, for whoever writes these tests.
    """
    if running := os.environ.get("MOTCUA_FLOWS_SERVER"):
        yield running
        return
    flows_database = request.getfixturevalue("flows_database")
    home = Path(tempfile.mkdtemp(prefix="motcua-flows-"))
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    environ = os.environ | {
        "DATABASE_URL": flows_database,
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        "MOTCUA_DATA_DIR": str(home),
        "MOTCUA_FILES_DIR": str(home / "files"),
        "MOTCUA_DEVELOPMENT": "1",
        "MOTCUA_DEBUG": "0",
        "MOTCUA_PUBLIC_URL": address,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    python = [sys.executable, "-m"]
    migrate = [*python, "motcua.manage", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environ, cwd=ROOT, check=True)
    subprocess.run([*python, "tests.flows.province"], env=environ, cwd=ROOT, check=True)
    log = (home / "web.log").open("wb")
    web = subprocess.Popen(
        [*python, "motcua.config.serve", "--fd", str(door.fileno())],
        env=environ, cwd=ROOT, pass_fds=[door.fileno()], stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _wait(address, web)
        yield address
    finally:
        web.terminate()
        web.wait(10)
        door.close()
        log.close()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def follow_calendars(request: pytest.FixtureRequest) -> Callable[[], None]:
    """What the worker does after a calendar was changed: open dossiers follow it."""
    database = os.environ["DATABASE_URL"]
    if "MOTCUA_FLOWS_SERVER" not in os.environ:
        database = request.getfixturevalue("flows_database")
    environ = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        "MOTCUA_DEVELOPMENT": "1",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    program = [sys.executable, "-m", "tests.flows.following"]
    return lambda: subprocess.run(program, env=environ, cwd=ROOT, check=True) and None


def _wait(address: str, web: "subprocess.Popen[bytes]") -> None:
    """Until the server answers, 30 seconds at most."""
    for _ in range(150):
        assert web.poll() is None, "the web process ended"
        try:
            with urllib.request.urlopen(address, timeout=30):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the web process does not answer")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for this folder: Django's tests cannot run beside Playwright's loop."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**LAUNCH)
        yield started
        started.close()


@pytest.fixture(scope="module")
def office(server: str, chromium: Browser) -> Iterator[Office]:
    """The office; at the end nothing may have broken the page's rules on anybody's way."""
    opened = Office(server, chromium)
    yield opened
    opened.close()
    assert opened.wrong == []
