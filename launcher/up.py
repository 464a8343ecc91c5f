"""``./motcua up``: everything of one installation under one supervisor."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launcher import children, environment, ports, postgres, product, schema, server, state
from launcher.layout import Layout
from launcher.messages import Interrupted, say
from launcher.supervisor import Supervisor, Ward, signals

#: Seconds until the first page must have answered.
ANSWER_WITHIN = 90
#: A log longer than this (bytes) is put aside when its child starts; one old log is kept.
LOG_LIMIT = 20 * 2**20


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    host: str
    port: int
    demo: bool
    live: bool = False

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def up(layout: Layout, wish: Wish) -> int:
    """Start, keep running until asked to stop, stop in order.

    :raises Failure: any foreseeable failure, as one sentence.
    """
    product.require(layout)
    schema.check_version(layout)
    held = server.must_be_alone(layout, "up")
    facts: dict[str, object] = {"pid": os.getpid()}

    def remember(living: dict[str, int]) -> None:
        groups = {"groups": list(living.values()), "children": living}
        with contextlib.suppress(OSError):  # a full disk must not end the supervisor
            state.write(layout.running, facts | groups)

    supervisor = Supervisor(changed=remember)
    try:
        with ports.listen(wish.host, wish.port) as door, signals(supervisor) as settled:
            code = 0
            try:
                _start(layout, wish, door, supervisor, facts)
                supervisor.watch(settled())
            except Interrupted:
                code = 128 + signal.SIGINT
            finally:
                settled()
                _stop(layout, supervisor, door)
    finally:
        os.close(held)
    return code


def _start(
    layout: Layout,
    wish: Wish,
    door: socket.socket,
    supervisor: Supervisor,
    facts: dict[str, object],
) -> None:
    server.sweep_leftovers(layout)
    env = environment.ensure(layout, "app")
    secrets = product.prepare(layout)
    url = _database(layout, env, wish, supervisor, facts)
    environ = product.variables(layout, env, url, secrets)
    environ.setdefault("MOTCUA_PUBLIC_URL", wish.address)
    environ.setdefault("MOTCUA_ALLOWED_HOSTS", ",".join(ports.own_names(wish.host)))
    prepared = schema.prepare(layout, env, environ, demo=wish.demo)
    environ["MOTCUA_DEMO"] = "1" if prepared.demo else "0"
    schema.check_keys(layout, env, environ)
    say("… Khởi động trang web và tiến trình nền", "starting web and worker")
    webs = _serve(layout, env, environ, door, supervisor)
    living = wish.live and prepared.demo
    signins = _signins(layout, env, environ) if prepared.demo else ""
    _wait_for_answer(layout, wish, supervisor, webs)
    if living:
        _go_on_living(layout, env, environ, supervisor)
    _announce(wish, signins, living=living)


def _database(
    layout: Layout,
    env: environment.Environment,
    wish: Wish,
    supervisor: Supervisor,
    facts: dict[str, object],
) -> str:
    if url := os.environ.get("DATABASE_URL"):
        say(
            "  Dùng máy chủ trong DATABASE_URL; không khởi động PostgreSQL đi kèm.",
            "using the server of DATABASE_URL, starting none",
        )
        return url
    if not ports.loopback(wish.host):
        say(
            "! PostgreSQL đi kèm không dành cho vận hành thật: khi phục vụ máy khác, hãy đặt "
            "DATABASE_URL tới máy chủ PostgreSQL riêng.",
            "embedded PostgreSQL is not for production: set DATABASE_URL to a real server",
        )
    cluster = postgres.of(layout, env)
    cluster.prepare()
    say("… Khởi động PostgreSQL", "starting PostgreSQL")
    cluster.start()
    facts["database"] = cluster.url

    def again() -> "subprocess.Popen[bytes]":
        cluster.start(wait=False)
        assert cluster.process is not None  # noqa: S101 - start() has just set it
        return cluster.process

    supervisor.adopt(
        Ward("PostgreSQL", again, stop=signal.SIGINT, patience=30, process=cluster.process)
    )
    cluster.create_database()
    return cluster.url


def _serve(
    layout: Layout,
    env: environment.Environment,
    environ: dict[str, str],
    door: socket.socket,
    supervisor: Supervisor,
) -> list[Ward]:
    account = product.worker_account(layout, env)
    if account is None and layout.person is not None:
        say(
            "! Trang web chạy bằng root vì tài khoản thường không dùng được Python này; hãy cài "
            "python3 của hệ điều hành.",
            "web runs as root: no other account can run this Python; install the system's",
        )

    product.watched(layout)

    def begin(name: str, command: list[str | Path], fds: tuple[int, ...] = ()) -> Ward:
        told = product.told_to(layout, name)

        def child() -> "subprocess.Popen[bytes]":
            with _log(layout, name) as out:
                return children.spawn(
                    command, env=environ | told, cwd=layout.home, person=account, out=out, fds=fds
                )

        ward = Ward(name, child, patience=15)
        supervisor.add(ward)
        return ward

    begin("worker", product.worker_command(env))
    count = max(1, int(os.environ.get("MOTCUA_WEB_PROCESSES") or min(2, os.cpu_count() or 1)))
    descriptor = door.fileno()
    return [
        begin(
            "web" if number == 0 else f"web-{number + 1}",
            product.web_command(env, descriptor),
            (descriptor,),
        )
        for number in range(count)
    ]


@contextlib.contextmanager
def _log(layout: Layout, name: str) -> Iterator[int]:
    path = layout.log / f"{name}.log"
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        yield handle
    finally:
        os.close(handle)


def _signins(layout: Layout, env: environment.Environment, environ: dict[str, str]) -> str:
    if not product.has_command(layout, "demo_signins"):
        return ""
    return product.manage(
        layout,
        env,
        environ,
        ["demo_signins"],
        ("Không đọc được tài khoản minh hoạ", "the demonstration sign-ins could not be read"),
    )


def _wait_for_answer(layout: Layout, wish: Wish, supervisor: Supervisor, webs: list[Ward]) -> None:
    """Wait for the first answer of the web, whatever its status.

    :raises Failure: it keeps dying, or says nothing for :data:`ANSWER_WITHIN` seconds.
    """
    deadline = time.monotonic() + ANSWER_WITHIN
    while not answers(wish.address):
        supervisor.look()
        if any(web.deaths >= 3 for web in webs) or time.monotonic() > deadline:
            log = layout.log / "web.log"
            words = log.read_text(encoding="utf-8", errors="replace")
            raise children.StepFailed("web", 1, words[-children.TAIL :], log).failure(
                "Trang web không khởi động được", "the web did not start"
            )
        time.sleep(0.1)


def answers(address: str) -> bool:
    """Whether the web says anything at all there, whatever its status."""
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{address}/", timeout=30):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _go_on_living(
    layout: Layout,
    env: environment.Environment,
    environ: dict[str, str],
    supervisor: Supervisor,
) -> None:
    """A child that lets simulated people work on by the wall clock; it stops with the rest."""
    account = product.worker_account(layout, env)
    command: list[str | Path] = [env.python, "-m", "motcua.manage", "simulate", "--demo", "--live"]

    def child() -> "subprocess.Popen[bytes]":
        with _log(layout, "life") as out:
            return children.spawn(command, env=environ, cwd=layout.home, person=account, out=out)

    supervisor.add(Ward("life", child, patience=10))


def _announce(wish: Wish, signins: str, *, living: bool = False) -> None:
    say("")
    say(f"Một Cửa đang chạy tại {wish.address}", "Một Cửa is running")
    if signins.strip():
        say("")
        say(signins.strip())
    if living:
        say("")
        say(
            "Người dân và công chức mô phỏng vẫn làm việc theo đồng hồ; hồ sơ nào bạn đã thao tác "
            "thì để lại cho bạn.",
            "simulated people go on working; a dossier that you acted on is left to you",
        )
    say("")
    say("Nhấn Ctrl-C để dừng.", "Ctrl-C stops everything.")


def _stop(layout: Layout, supervisor: Supervisor, door: socket.socket) -> None:
    door.close()
    if supervisor.wards:
        say("… Đang dừng", "stopping")
    supervisor.stop()
    with state.guests(layout, fcntl.LOCK_SH):
        layout.running.unlink(missing_ok=True)
    product.unwatched(layout)
    say("Đã dừng.", "stopped.")
