"""One database for a command: the operator's, the running one, or one started here."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator

from launcher import children, environment, postgres, state
from launcher.layout import Layout
from launcher.messages import Failure

_JOIN_WITHIN = 60  # seconds


@contextlib.contextmanager
def database(layout: Layout, env: environment.Environment, who: str) -> Iterator[str]:
    """The address of the installation's database; starts the embedded server where none runs.

    :param who: name of the command, told to others who find the installation in use.
    :raises Failure: the server does not start, or the running one does not answer.
    """
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    deadline = time.monotonic() + _JOIN_WITHIN
    while time.monotonic() < deadline:
        held = state.lock(layout, who)
        if held is not None:
            try:
                with _own(layout, env) as url:
                    yield url
            finally:
                os.close(held)
            return
        with state.guests(layout, fcntl.LOCK_SH):
            if url := _running(layout):
                yield url
                return
        time.sleep(0.2)
    raise state.in_use(layout)


@contextlib.contextmanager
def _own(layout: Layout, env: environment.Environment) -> Iterator[str]:
    sweep_leftovers(layout)
    cluster = postgres.of(layout, env)
    cluster.prepare()
    cluster.start()
    try:
        cluster.create_database()
        state.write(layout.running, {"pid": os.getpid(), "database": cluster.url})
        yield cluster.url
    finally:
        with state.guests(layout, fcntl.LOCK_EX):
            layout.running.unlink(missing_ok=True)
            cluster.stop()


def _running(layout: Layout) -> str:
    """The address that the lock's holder published; empty while it is still starting."""
    facts = state.read(layout.running)
    pid, _ = state.lock_holder(layout)
    return str(facts.get("database", "")) if str(facts.get("pid")) == pid else ""


def sweep_leftovers(layout: Layout) -> None:
    """End what a killed supervisor left: children's children, and all children outside Linux.

    Only groups that still carry this installation's mark in their environment are touched.
    """
    for group in state.read(layout.running).get("groups", ()):
        if isinstance(group, int) and group > 1 and _is_ours(group, layout):
            children.sweep(group)
    layout.running.unlink(missing_ok=True)


def _is_ours(group: int, layout: Layout) -> bool:
    mark = os.fsencode(f"MOTCUA_DATA_DIR={layout.home}")
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError):
            if os.getpgid(int(entry)) == group:
                with open(f"/proc/{entry}/environ", "rb") as words:
                    return mark in words.read().split(b"\0")
    return False


def must_be_alone(layout: Layout, who: str) -> int:
    """The installation's lock, or the sentence that says who has it.

    :raises Failure: another launcher uses the installation.
    """
    held = state.lock(layout, who)
    if held is None:
        raise state.in_use(layout)
    return held


def refused(words: str) -> Failure:
    """The sentence for a database server that does not let us in."""
    return Failure(
        f"Máy chủ cơ sở dữ liệu từ chối hoặc không trả lời: {children.last_line(words)} – hãy kiểm "
        "tra DATABASE_URL, mạng và mật khẩu.",
        "the database server refused or did not answer: check DATABASE_URL, network and password",
        code=8,
    )
