"""Keeps one renderer process alive and speaks to it, from any thread."""

import atexit
import contextlib
import importlib.util
import json
import os
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

CHILD = Path(__file__).with_name("child.py")
FONTS = Path(__file__).resolve().parent.parent / "fonts"
TIMEOUT = 5.0
START_TIMEOUT = 20.0
RECYCLE_AFTER = 1_000
_PREFIX = "motcua-render-"
MOST_ANSWER = 64 * 1024 * 1024


class RenderingFailed(Exception):
    """No PDF came. Says where it failed, never what was to be printed."""


class _Died(Exception):
    """The process ended or went silent; it has been removed."""


class Renderer:
    """One child process at a time, started when needed, replaced when it dies.

    Threads take turns. After a fork the new process starts a renderer of its own.
    """

    def __init__(self, *, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._root = ""
        self._owner = 0
        self._done = 0

    @property
    def pid(self) -> int | None:
        """Process id of the running child, or None."""
        return self._child.pid if self._child and self._owner == os.getpid() else None

    def render(self, source: str, data: Mapping[str, object], *, timestamp: int) -> bytes:
        """Render one of our templates with data.

        :param source: typst source; never anything that a person typed.
        :param data: reaches the template as JSON in ``sys.inputs.data``.
        :param timestamp: the document's date, seconds since 1970; same input, same bytes.
        :raises RenderingFailed: the template refused the data, or it took over ``timeout``
            seconds; a child that died is started anew and asked once more before giving up.
        """
        job = {
            "source": source,
            "data": data,
            "standards": ["a-2b", "ua-1"],
            "timestamp": timestamp,
        }
        frame = json.dumps(job, ensure_ascii=False).encode()
        with self._lock:
            try:
                return self._ask(frame)
            except _Died:
                with contextlib.suppress(_Died):
                    return self._ask(frame)
        raise RenderingFailed("the renderer died twice")

    def close(self) -> None:
        """End the child and remove its empty folder."""
        with self._lock:
            self._drop()

    def _ask(self, frame: bytes) -> bytes:
        child = self._running()
        deadline = time.monotonic() + self.timeout
        try:
            self._send(child, struct.pack(">I", len(frame)) + frame, deadline)
            answer = self._receive(child, deadline)
        except TimeoutError:
            self._drop()
            raise RenderingFailed(f"no PDF within {self.timeout:g} s") from None
        except (OSError, EOFError):
            self._drop()
            raise _Died from None
        self._done += 1
        if answer[:1] != b"+":
            raise RenderingFailed(answer[1:].decode(errors="replace"))
        return answer[1:]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # forked: the pipes belong to the parent
            self._child, self._root, self._owner = None, "", os.getpid()
        if self._child is not None and self._done >= RECYCLE_AFTER:
            self._drop()
        if self._child is None or self._child.poll() is not None:
            self._drop()
            self._start()
        if self._child is None:
            raise _Died
        return self._child

    def _start(self) -> None:
        packages = _packages()
        _sweep()
        self._root = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
        self._done = 0
        self._child = subprocess.Popen(  # noqa: S603 (our own file, no shell, nothing typed)
            [sys.executable, "-I", str(CHILD), self._root, str(FONTS), packages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._root,
            env={"LANG": "C.UTF-8"},
        )
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        try:
            self._receive(self._child, time.monotonic() + START_TIMEOUT)
        except (OSError, EOFError) as fault:  # TimeoutError is an OSError
            self._drop()
            raise RenderingFailed("the renderer does not start") from fault

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
        if self._root:
            shutil.rmtree(self._root, ignore_errors=True)
            self._root = ""

    @staticmethod
    def _send(child: subprocess.Popen[bytes], frame: bytes, deadline: float) -> None:
        pipe = _descriptor(child.stdin)
        rest = memoryview(frame)
        while rest:
            if _ready(pipe, select.POLLOUT, deadline):
                rest = rest[os.write(pipe, rest[:65_536]) :]

    @staticmethod
    def _receive(child: subprocess.Popen[bytes], deadline: float) -> bytes:
        """One answer: its status byte and its body."""
        pipe = _descriptor(child.stdout)
        got = bytearray()
        wanted = 4
        while len(got) < wanted:
            ready = _ready(pipe, select.POLLIN, deadline)
            part = os.read(pipe, 1_048_576) if ready else None
            if part == b"":
                raise EOFError
            got += part or b""
            if wanted == 4 and len(got) >= 4:
                wanted = 4 + int.from_bytes(got[:4])
                if wanted > MOST_ANSWER:
                    raise EOFError
        return bytes(got[4:])


def _sweep() -> None:
    """Remove the empty folders of processes that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdigit() and not _lives(int(number)):
            with contextlib.suppress(OSError):
                left.rmdir()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _descriptor(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise EOFError
    return pipe.fileno()


def _ready(pipe: int, event: int, deadline: float) -> bool:
    """Wait until the pipe can be used. ``poll``: a busy server has descriptors past 1,024.

    :raises TimeoutError: the deadline has passed.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    poll = select.poll()
    poll.register(pipe, event)
    return bool(poll.poll(left * 1000))


def _packages() -> str:
    """The folder that typst was installed into, wherever this installation keeps it."""
    found = importlib.util.find_spec("typst")
    if found is None or found.origin is None:
        raise RenderingFailed("typst is not installed")
    return str(Path(found.origin).parent.parent)


shared = Renderer()
atexit.register(shared.close)
