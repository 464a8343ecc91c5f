"""Child processes that never outlive the launcher."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from launcher.messages import Failure
from launcher.privileges import Person

_PR_SET_PDEATHSIG = 1
#: Of what a child says, at most this much is kept for the sentence of a failure (characters).
TAIL = 4_000


def _with_parent(deathsig: int, parent: int) -> Callable[[], None] | None:
    """What a child does before it becomes its program: ask the kernel to end it with its parent."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, deathsig, 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and this line
            os._exit(1)

    return ask


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    person: Person | None = None,
    deathsig: int = signal.SIGKILL,
    own_session: bool = True,
    out: IO[Any] | int | None = None,
    fds: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start a child in a session of its own, as ``person``, bound to the launcher's life.

    :param deathsig: signal that the kernel sends it when the launcher is gone (Linux).
    :param own_session: False for programs that talk with the terminal.
    :param out: where both its streams go; None inherits the launcher's.
    """
    who: dict[str, Any] = {}
    if person is not None:
        who = {"user": person.uid, "group": person.gid, "extra_groups": []}
    return subprocess.Popen(
        [str(word) for word in command],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL if own_session else None,
        stdout=out,
        stderr=subprocess.STDOUT if out is not None else None,
        start_new_session=own_session,
        pass_fds=fds,
        preexec_fn=_with_parent(deathsig, os.getpid()),
        **who,
    )


def end(
    child: "subprocess.Popen[bytes]", *, how: int = signal.SIGTERM, seconds: float = 10
) -> None:
    """Ask a child to stop, wait, then take its whole session away."""
    with contextlib.suppress(ProcessLookupError):
        if child.poll() is None:
            child.send_signal(how)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    sweep(child.pid)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(5)


def sweep(group: int, how: int = signal.SIGKILL) -> None:
    """Signal a whole process group; a group that is gone is what was wanted."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, how)


def run(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    log: Path,
    person: Person | None = None,
) -> str:
    """Run a step to its end with its words in ``log``, and return them.

    :raises StepFailed: it ended with another code than 0.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        child = spawn(command, env=env, cwd=cwd, person=person, out=out)
        try:
            code = child.wait()
        except BaseException:
            end(child, seconds=3)
            raise
    words = log.read_text(encoding="utf-8", errors="replace")
    if code != 0:
        raise StepFailed(Path(str(command[0])).name, code, words, log)
    return words


class StepFailed(Exception):
    """A step of the launcher ended badly."""

    def __init__(self, name: str, code: int, words: str, log: Path) -> None:
        super().__init__(f"{name}: {code}")
        self.name, self.code, self.words, self.log = name, code, words, log

    @property
    def disk_full(self) -> bool:
        """Whether it says that there is no room."""
        return any(word in self.words for word in NO_ROOM)

    def failure(self, vi: str, en: str) -> Failure:
        """The sentence for the operator: ``vi`` and ``en`` say what failed, without a full stop."""
        if self.disk_full:
            return no_room(self.log.parent)
        last = last_line(self.words)
        return Failure(
            f"{vi}: {last} – chi tiết ở {self.log}.",
            f"{en}; details in {self.log}",
        )


NO_ROOM = (
    "No space left on device",
    "os error 28",
    "Errno 28",
    "File too large",
    "os error 27",
    "Disk quota exceeded",
    "File size limit exceeded",
)


def last_line(words: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in words[-TAIL:].splitlines() if line.strip()]
    return lines[-1][:300] if lines else "-"


def no_room(where: Path) -> Failure:
    """The sentence for a full disk."""
    return Failure(
        f"Đĩa đã đầy (ở {where}): hãy giải phóng ít nhất 1 GB rồi chạy lại.",
        f"the disk is full (at {where}): free at least 1 GB and run again",
        code=5,
    )
