"""Keeps PostgreSQL, web and worker running, and takes them all down in order."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType

from launcher import children
from launcher.messages import Interrupted, say

#: Seconds before the second, third, … restart of a child that keeps dying.
BACK_OFF = (0.5, 1, 2, 5, 10, 30)
#: A child that lived this long (seconds) does not die of its start: it is forgiven earlier deaths.
FORGIVEN_AFTER = 15
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(slots=True)
class Ward:
    """One child that must always run.

    :param begin: starts it and returns it.
    :param stop: signal for an orderly end.
    :param patience: seconds that an orderly end may take.
    """

    name: str
    begin: Callable[[], "subprocess.Popen[bytes]"]
    stop: int = signal.SIGTERM
    patience: float = 10
    process: "subprocess.Popen[bytes] | None" = None
    born: float = 0
    deaths: int = 0
    due: float = 0

    def start(self) -> None:
        """Start it now."""
        self.process = self.begin()
        self.born = time.monotonic()

    def look(self, now: float) -> bool:
        """Restart it if it died and its pause is over; whether anything changed.

        :param now: monotonic seconds.
        """
        if self.process is None:
            if now >= self.due:
                self.start()
                return True
            return False
        code = self.process.poll()
        if code is None:
            return False
        children.sweep(self.process.pid)
        self.deaths = 1 if now - self.born > FORGIVEN_AFTER else self.deaths + 1
        pause = BACK_OFF[min(self.deaths, len(BACK_OFF)) - 1]
        say(
            f"! {self.name} đã dừng ({reason(code)}); khởi động lại sau {pause:g} giây.",
            f"{self.name} ended, restarting in {pause:g} s",
        )
        self.process, self.due = None, now + pause
        return True

    def end(self, hurry: bool) -> None:
        """Stop it in its own way, then by force."""
        if self.process is not None:
            children.end(self.process, how=self.stop, seconds=1 if hurry else self.patience)
            self.process = None


def reason(code: int) -> str:
    """An exit code in words."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"mã {code}"


@dataclass(slots=True)
class Supervisor:
    """All children of one installation.

    :param changed: told the children, name to process id, whenever one was started or ended.
    """

    changed: Callable[[dict[str, int]], None]
    wards: list[Ward] = field(default_factory=list)
    asked: int = 0

    def add(self, ward: Ward) -> None:
        """Start a child and keep it running from now on."""
        ward.start()
        self.wards.append(ward)
        self._tell()

    def adopt(self, ward: Ward) -> None:
        """Keep a child running that already runs."""
        ward.born = time.monotonic()
        self.wards.append(ward)
        self._tell()

    def _tell(self) -> None:
        self.changed({ward.name: ward.process.pid for ward in self.wards if ward.process})

    def look(self) -> None:
        """One round over all children."""
        now = time.monotonic()
        if any([ward.look(now) for ward in self.wards]):
            self._tell()

    def watch(self, wake: int) -> None:
        """Stay until somebody asks to stop.

        :param wake: file descriptor that becomes readable on every signal.
        """
        while not self.asked:
            self.look()
            if select.select([wake], [], [], 0.5)[0]:
                with contextlib.suppress(BlockingIOError):
                    os.read(wake, 512)

    def stop(self) -> None:
        """Stop the children, last started first. A second request shortens every wait."""
        first = self.asked
        while self.wards:
            self.wards.pop().end(hurry=self.asked > max(first, 1))


@contextlib.contextmanager
def signals(supervisor: Supervisor) -> Iterator[Callable[[], int]]:
    """Turn the stopping signals into an exception while starting, into a flag afterwards.

    Yields a function that ends the starting phase and returns the descriptor for
    :meth:`Supervisor.watch`. A SIGHUP that was ignored (``nohup``) stays ignored.
    """
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    starting = True

    def heard(_number: int, _frame: FrameType | None) -> None:
        nonlocal starting
        supervisor.asked += 1
        if starting:
            starting = False
            raise Interrupted

    def settled() -> int:
        nonlocal starting
        starting = False
        return reading

    before = {number: signal.getsignal(number) for number in STOPPING}
    waker = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    wanted = [*STOPPING, signal.SIGCHLD]
    for number in wanted:
        if number == signal.SIGCHLD:
            signal.signal(number, lambda _number, _frame: None)
        elif before[number] != signal.SIG_IGN:
            signal.signal(number, heard)
    try:
        yield settled
    finally:
        signal.set_wakeup_fd(waker)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
