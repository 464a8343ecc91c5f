"""A checkout with a product of fifty lines, so that the launcher is tried without the real one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

_MANAGE = '''
"""The stand-in's commands: each leaves a trace in the database."""
import os, sys
import psycopg

def main(words):
    with psycopg.connect(os.environ["DATABASE_URL"]) as link:
        if words[0] == "migrate":
            link.execute("create table if not exists django_migrations (app text, name text)")
            link.execute("create table if not exists visit (who text)")
            link.execute("insert into django_migrations values ('kernel', '0001_initial')")
        elif words[0] == "load_demo":
            link.execute("insert into visit values ('Nguyễn Thị Ánh')")
        elif words[0] == "simulate":
            link.execute("insert into visit values (%s)", [" ".join(words)])
            link.commit()
            if "--live" in words:
                import time
                time.sleep(3600)
        elif words[0] == "demo_signins":
            print("bà Ánh – quầy số 1 – mật khẩu: thử")
        elif words[0] == "sql":
            answer = link.execute(words[1])
            print(answer.fetchall() if answer.description else "xong")
        elif words[0] == "procrastinate":
            # Has a child of its own, as the PDF renderer is one.
            import subprocess, time
            subprocess.Popen(["sleep", "100"])
            time.sleep(100)
        elif words[0] == "words":
            print(words[1:])
        else:
            sys.exit(f"no such command: {words[0]}")

main(sys.argv[1:])
'''
_SERVE = '''
"""The stand-in's web: answers with its own process id."""
import http.server, os, socket, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())

door = socket.socket(fileno=int(sys.argv[2]))
door.setblocking(True)
server = http.server.ThreadingHTTPServer(door.getsockname()[:2], Answer, bind_and_activate=False)
server.socket.close()
server.socket = door
server.serve_forever()
'''


def as_at_a_terminal() -> None:
    """Signals as a person's shell gives them: who runs the tests in the background ignores some,
    and the launcher honours that (``nohup``)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@dataclass
class Standin:
    """The stand-in checkout and its data folder; both have spaces and Vietnamese letters."""

    checkout: Path
    data: Path
    environ: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str) -> list[str]:
        """A command line of this checkout's launcher."""
        return [str(self.checkout / "motcua"), words[0], "--data-dir", str(self.data), *words[1:]]

    def run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environ | more,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            timeout=60,
        )

    def refusal(self, *words: str, **more: str) -> str:
        """The one sentence with which a command fails."""
        ran = self.run(*words, **more)
        lines = ran.stderr.strip().splitlines()
        assert ran.returncode != 0, ran.stdout
        assert len(lines) == 1, ran.stderr
        assert "Traceback" not in ran.stderr
        return lines[0]

    @contextmanager
    def up(self, *words: str, **more: str) -> Iterator["Running"]:
        """A running installation on a free port; killed with all its children afterwards."""
        port = free_port()
        log = self.data.parent / f"up-{port}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                self.command("up", "--port", str(port), *words),
                env=self.environ | more,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                preexec_fn=as_at_a_terminal,
            )
        running = Running(self, process, port, log)
        try:
            running.wait_for("Ctrl-C")
            yield running
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(40)

    def processes(self) -> dict[int, str]:
        """Every living process that works for this installation, with its command line."""
        mark, found = os.fsencode(str(self.data)), {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                words, variables = _read(entry / "cmdline"), _read(entry / "environ")
                if words and (mark in words or b"MOTCUA_DATA_DIR=" + mark in variables):
                    found[int(entry.name)] = words.replace(b"\0", b" ").decode(errors="replace")
        return found

    def nothing_stays(self, seconds: float = 10) -> bool:
        """Whether no process of this installation is left, at the latest after ``seconds``."""
        return until(lambda: not self.processes(), seconds)


@dataclass
class Running:
    """A launcher that runs."""

    standin: Standin
    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def said(self) -> str:
        """All it has printed so far."""
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Until it has printed ``words``."""
        gone = until(lambda: words in self.said or self.process.poll() is not None, seconds)
        assert gone, self.said
        assert words in self.said, self.said

    def answer(self) -> int:
        """The process id of the web process that answered."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as page:
            return int(page.read())

    def child(self, part: str) -> int:
        """Process id of the direct child whose command line holds ``part``; 0 if there is none."""
        for pid, words in self.standin.processes().items():
            stat = _read(Path(f"/proc/{pid}/stat")).rpartition(b") ")[2].split()
            if part in words and stat and int(stat[1]) == self.process.pid:
                return pid
        return 0

    def kill(self, part: str) -> int:
        """Kill -9 the direct child whose command line holds ``part``, and say which it was."""
        assert until(lambda: self.child(part) > 0, 15), self.said
        pid = self.child(part)
        assert pid > 0, "number 0 would be the tests themselves"
        os.kill(pid, signal.SIGKILL)
        return pid


def until(true: object, seconds: float) -> bool:
    """Ask every 50 ms until ``true()``; whether it came true within ``seconds``."""
    assert callable(true)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make() -> Standin:
    """Build the stand-in checkout; its environment is the one the tests run in."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-launcher-"))
    folder.chmod(0o755)
    checkout = folder / "Một Cửa thử"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "launcher", checkout / "launcher", ignore=ignored)
    shutil.copytree(CHECKOUT / "requirements", checkout / "requirements")
    shutil.copy2(CHECKOUT / "motcua", checkout / "motcua")
    (checkout / "pyproject.toml").write_text('[project]\nversion = "2.1.0"\n', encoding="utf-8")
    files = {
        "manage.py": _MANAGE,
        "config/serve.py": _SERVE,
        "kernel/migrations/0001_initial.py": "",
        "__init__.py": "",
        "kernel/management/commands/load_demo.py": "",
        "kernel/management/commands/simulate.py": "",
        "kernel/management/commands/demo_signins.py": "",
    }
    for name, text in files.items():
        path = checkout / "src" / "motcua" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    standin = Standin(checkout, folder / "dữ liệu tỉnh", _environ())
    _lend_environment(standin)
    return standin


def _environ() -> dict[str, str]:
    """The machine's environment without what would lead the launcher elsewhere."""
    stripped = ("MOTCUA_", "PG", "PYTHON", "DATABASE_URL", "VIRTUAL_ENV", "LC_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(stripped)}
    base = os.path.join(sys.base_prefix, "bin")
    return kept | {"LANG": "C.UTF-8", "PATH": f"{base}:/usr/local/bin:/usr/bin:/bin"}


def _lend_environment(standin: Standin) -> None:
    """Put the tests' own environment where the launcher looks for the product's."""
    asked = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from launcher import environment, layout, messages;"
        "print(environment.folder(layout.find(sys.argv[2]), 'app'))"
    )
    found = subprocess.run(
        [_python(), "-I", "-B", "-c", asked, str(standin.checkout), str(standin.data)],
        env=standin.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    place = Path(found.stdout.strip().splitlines()[-1])
    (place / "bin").mkdir(parents=True)
    for name in ("lib", "pyvenv.cfg"):
        (place / name).symlink_to(Path(sys.prefix) / name)
    for name in ("python", "python3"):
        (place / "bin" / name).symlink_to(os.path.realpath(sys.executable))
    (place / ".complete").touch()


def _python() -> str:
    """The interpreter that ``motcua`` will choose."""
    return shutil.which("python3", path=_environ()["PATH"]) or sys.executable


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
