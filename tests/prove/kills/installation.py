"""A real installation under its real supervisor, and the people who work at it."""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from launcher.kill import people, report
from launcher.kill.account import Account
from launcher.kill.browser import Answer, Browser, Cut
from launcher.kill.reading import Form
from tests.launcher.standin import CHECKOUT, as_at_a_terminal, free_port, until

#: Seconds: a first start with its province on a busy machine; the product after a fault.
START_WITHIN, BACK_WITHIN = 300, 120


def environ() -> dict[str, str]:
    """The machine's environment without what would lead the product to the tests' own data."""
    stripped = ("MOTCUA_", "PG", "PYTHON", "DATABASE_URL", "VIRTUAL_ENV", "LC_")
    return {name: value for name, value in os.environ.items() if not name.startswith(stripped)} | {
        "LANG": "C.UTF-8",
        "MOTCUA_DEMO_DAYS": "0",
    }


def figure(line: str) -> None:
    """Print a measured figure."""
    print(f"\n{line}", flush=True)


@dataclass
class Installation:
    """One data folder. ``account`` keeps what its people were told since ``began``."""

    data: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    account: Account = field(default_factory=Account)
    began: str = ""
    logs: int = 0

    def command(self, *words: str) -> list[str]:
        """A command line of the launcher for this folder."""
        return [str(CHECKOUT / "motcua"), words[0], "--data-dir", str(self.data), *words[1:]]

    def start(self) -> None:
        """Start it and wait until it says how to stop it."""
        self.logs += 1
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                self.command("up", "--port", str(self.port)),
                env=environ(),
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                preexec_fn=as_at_a_terminal,
            )
        ran = self.process
        until(lambda: "Ctrl-C" in self.said or ran.poll() is not None, START_WITHIN)
        assert "Ctrl-C" in self.said, self.said
        self.began = self.began or datetime.fromtimestamp(time.time(), UTC).isoformat()

    def stop(self) -> None:
        """Stop it in order; nothing may be left."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(90)
            self.process = None
        assert until(lambda: not self.left_over, 15), self.left_over

    @property
    def log(self) -> Path:
        """What the running supervisor says."""
        return self.data.parent / f"up-{self.data.name}-{self.logs}.log"

    @property
    def said(self) -> str:
        """All it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def facts(self) -> dict[str, Any]:
        """What the supervisor remembers of what runs."""
        found: dict[str, Any] = json.loads((self.data / "run.json").read_text(encoding="utf-8"))
        return found

    @property
    def left_over(self) -> list[int]:
        """Processes that work for it."""
        mark, found = str(self.data).encode(), []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    words = (entry / "cmdline").read_bytes()
                    named = b"MOTCUA_DATA_DIR=" + mark in (entry / "environ").read_bytes()
                except OSError:
                    continue
                if words and (mark in words or named):
                    found.append(int(entry.name))
        return found

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of Django's to its end."""
        return subprocess.run(
            self.command("manage", *words),
            env=environ(),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            timeout=300,
        )

    def person(self, name: str, seed: int = 1, port: int = 0) -> people.Person:
        """Somebody of the province at a browser of their own, signed in."""
        chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
        stop, leave = threading.Event(), threading.Event()
        browser = Browser(port or self.port)
        made = people.Person(name, browser, self.account, chance, stop, leave)
        patiently(made.sign_in)
        return made

    def answers(self) -> bool:
        """Whether the sign-in page comes."""
        try:
            return Browser(self.port).get("/tai-khoan/dang-nhap").status == 200
        except Cut:
            return False

    def look(self) -> dict[str, Any]:
        """What the database holds of the people's acts; the account sees it too."""
        named = [word for name in people.PEOPLE for word in ("--by", name)]
        ran = self.manage("acknowledged", "--json", "--since", self.began, *named)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        seen: dict[str, Any] = json.loads(ran.stdout[ran.stdout.index("{") :])
        self.account.look(seen)
        return seen

    def is_whole(self) -> None:
        """Everything told is there once, all jobs are done, and every invariant is true."""
        assert until(lambda: report.drained(self.look()), 240), self.account.seen["jobs"]
        assert not self.account.seen["jobs"].get("failed"), self.account.seen["jobs"]
        assert self.account.verdict().good, (self.account.verdict(), self.account.wrong())
        ran = self.manage("check_invariants", "--files")
        assert ran.returncode == 0, ran.stdout + ran.stderr


def patiently(act: Callable[[], Any]) -> Any:
    """Do it, again while no answer comes."""
    deadline = time.monotonic() + BACK_WITHIN
    while True:
        try:
            return act()
        except Cut:
            assert time.monotonic() < deadline, "no answer"
            time.sleep(0.5)


def raw(person: people.Person, address: str, form: Form, typed: dict[str, str]) -> Answer | str:
    """Send a form once: the answer, or why there was none (``503``, ``ConnectionResetError``)."""
    try:
        return person.browser.send(address, form, **typed)
    except Cut as cut:
        return str(cut)
