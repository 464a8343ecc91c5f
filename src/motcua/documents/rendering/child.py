"""The renderer's own process: typst, its fonts, two pipes, and nothing else.

Run as a file by ``renderer.py`` with an empty environment. It imports neither Django nor this
product. Before the first document it gives up the network, new files and too much memory; a
document is data in ``sys.inputs``, its source is one of our templates.

Frames both ways: four bytes of length, then JSON; an answer is one status byte and a body.
"""

import contextlib
import ctypes
import json
import os
import re
import resource
import signal
import struct
import sys
from typing import Any

sys.path.append(sys.argv[3])  # this process ignores PYTHONPATH
import typst

NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000
MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 8
_PLACE = re.compile(r":(\d+):(\d+)")


def main() -> None:
    """Warm up, lock the door, then answer until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: its end closes the pipe
    root, fonts_folder = sys.argv[1:3]
    _leave_the_network()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder]
    )
    _warm_up(fonts, root)
    _lock_the_door()
    _answer(b"+", b"ready")
    while (request := _read_frame()) is not None:
        _allow_cpu()
        try:
            _answer(b"+", _compile(json.loads(request), fonts, root))
        except typst.TypstError as fault:
            _answer(b"-", _place_of(fault))
        except Exception as fault:  # noqa: BLE001 (whatever it is, the parent must hear of it)
            _answer(b"-", type(fault).__name__.encode())


def _compile(job: dict[str, Any], fonts: typst.Fonts, root: str) -> bytes:
    compiler = typst.Compiler(
        job["source"].encode(),
        root=root,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(job["data"], ensure_ascii=False)},
        package_path=root,
        package_cache_path=root,
    )
    pdf = compiler.compile(format="pdf", pdf_standards=job["standards"], timestamp=job["timestamp"])
    if not isinstance(pdf, bytes):
        raise TypeError("several documents")
    return pdf


def _place_of(fault: typst.TypstError) -> bytes:
    """Where in the template, never what: a message could quote the data."""
    place = _PLACE.search(str(getattr(fault, "diagnostic", "")))
    return f"template line {place[1]}".encode() if place else b"template"


def _warm_up(fonts: typst.Fonts, root: str) -> None:
    """Touch all four faces, so that their files are read before no file may be opened."""
    source = '#set text(font: "Tinos")\nTiếng *Việt* _rõ ràng_ *_cả hai_*'
    _compile({"source": source, "data": {}, "standards": [], "timestamp": 0}, fonts, root)


def _leave_the_network() -> None:
    """A network of its own with nothing in it, where the kernel lets us; no file is left anyway."""
    libc = ctypes.CDLL(None, use_errno=True)
    unshare = getattr(libc, "unshare", None)
    if unshare is not None and unshare(NEW_NETWORK) != 0:
        unshare(NEW_USER | NEW_NETWORK)


def _lock_the_door() -> None:
    """No new file, socket or pipe; nothing written; bounded memory; no core with data in it."""
    for name, limit in (
        ("RLIMIT_NOFILE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_AS", MEMORY),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


def _allow_cpu() -> None:
    """A few seconds more of CPU for this document; past them the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _read_frame() -> bytes | None:
    head = _read(4)
    return _read(struct.unpack(">I", head)[0]) if head else None


def _read(count: int) -> bytes | None:
    parts = b""
    while len(parts) < count:
        part = os.read(0, count - len(parts))
        if not part:
            return None
        parts += part
    return parts


def _answer(status: bytes, body: bytes) -> None:
    frame = struct.pack(">I", len(body) + 1) + status + body
    while frame:
        frame = frame[os.write(1, frame) :]


if __name__ == "__main__":
    main()
