"""The product as ``up`` serves it, on a free port of 127.0.0.1, and what asking it costs."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import machine
from bench.database import Connection
from bench.machine import Cpu
from launcher.product import WORKER

CLIENT = Path(__file__).with_name("client.py")
Request = dict[str, Any]


@dataclass(slots=True)
class Figure:
    """What a number of requests took. Times in milliseconds, each for one request."""

    count: int
    seconds: float
    took: list[float]
    cpu: Cpu
    statements: float | None
    wrong: dict[str, int]
    answers: list[str] = field(default_factory=list, repr=False)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.count / self.seconds

    @property
    def p50(self) -> float:
        """The middle one."""
        return median(self.took)

    @property
    def p95(self) -> float:
        """Nineteen of twenty were quicker."""
        return quantiles(self.took, n=20)[-1] if len(self.took) > 1 else self.took[0]

    @property
    def python(self) -> float:
        """CPU of the web processes."""
        return self.cpu.python * 1000 / self.count

    @property
    def database(self) -> float:
        """CPU of PostgreSQL."""
        return self.cpu.database * 1000 / self.count

    @property
    def each(self) -> float:
        """CPU of both."""
        return self.python + self.database

    def __str__(self) -> str:
        said = f"{self.statements:.1f} statements, " if self.statements is not None else ""
        wrong = f", WRONG {self.wrong}" if self.wrong else ""
        return (
            f"{self.count} in {self.seconds:.1f} s ({self.rate:.0f}/s), {said}CPU"
            f" {self.each:.1f} ms ({self.python:.1f} web + {self.database:.1f} database),"
            f" p50 {self.p50:.0f} ms, p95 {self.p95:.0f} ms{wrong}"
        )


@dataclass(slots=True)
class Server:
    """Web processes on one socket; the worker runs only where it is asked for."""

    connection: Connection
    port: int
    webs: list["subprocess.Popen[bytes]"]
    postmaster: int
    log: Path

    def ask(
        self,
        clients: Sequence[Sequence[Request]],
        *,
        rate: float | None = None,
        seconds: float = 60,
    ) -> Figure:
        """Send requests from so many clients at once, from a process of their own."""
        before = self.spent()
        told = self.log.stat().st_size
        job = {"port": self.port, "clients": clients, "rate": rate, "seconds": seconds}
        ran = subprocess.run(
            [sys.executable, "-I", CLIENT],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            check=True,
        )
        said = json.loads(ran.stdout)
        count = len(said["took"])
        return Figure(
            count=count,
            seconds=said["seconds"],
            took=[t * 1000 for t in said["took"]],
            cpu=self.spent() - before,
            statements=self._statements(told),
            wrong=said["wrong"],
            answers=said["answers"],
        )

    def _statements(self, since: int) -> float | None:
        """Statements of a request, as the web tells them in its log; None if it does not."""
        with self.log.open(encoding="utf-8", errors="replace") as lines:
            lines.seek(since)
            found = [int(n) for n in re.findall(r"request .*\bstatements=(\d+)", lines.read())]
        return sum(found) / len(found) if found else None

    def spent(self) -> Cpu:
        """CPU of web and database so far."""
        return machine.spent([web.pid for web in self.webs], self.postmaster)


@contextmanager
def served(connection: Connection, *, processes: int | None = None) -> Iterator[Server]:
    """Web processes as ``up`` starts them; ended with the block."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen(1024)
    port = int(door.getsockname()[1])
    many = processes or max(1, min(2, os.cpu_count() or 1))
    environ = os.environ | {"MOTCUA_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    environ["MOTCUA_LOG_LEVEL"] = "INFO"
    path = Path(os.environ.get("MOTCUA_DATA_DIR", ".")) / f"bench-web-{port}.log"
    log = path.open("ab")
    command = [sys.executable, "-m", "motcua.config.serve", "--fd", str(door.fileno())]
    webs = [
        subprocess.Popen(command, pass_fds=[door.fileno()], env=environ, stdout=log, stderr=log)
        for _ in range(many)
    ]
    door.close()
    try:
        for _ in range(4 * many):
            _first_answer(port)
        yield Server(connection, port, webs, machine.postmaster(connection), path)
    finally:
        for web in webs:
            web.terminate()
        for web in webs:
            try:
                web.wait(20)
            except subprocess.TimeoutExpired:
                web.kill()
        log.close()
        path.unlink(missing_ok=True)


def _first_answer(port: int, within: float = 90) -> None:
    deadline = time.monotonic() + within
    while True:
        try:
            urllib.request.urlopen(
                f"http://127.0.0.1:{port}/tai-khoan/dang-nhap", timeout=30
            ).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def worker() -> Iterator[None]:
    """The worker of jobs as ``up`` starts it."""
    process = subprocess.Popen(
        [sys.executable, *WORKER], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
