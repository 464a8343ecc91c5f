"""``./motcua test`` and ``prove``: the short checks one after the other, and the long ones."""

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launcher import children, chromium, commands, environment, product, throwaway
from launcher.layout import Layout
from launcher.messages import say

#: The words of pytest's last line that count as passed, and those that count as failed.
_GOOD, _BAD = ("passed", "xfailed"), ("failed", "error", "errors", "xpassed")

#: Where Python of ours lies; named, because ``var/`` and ``wheels/`` hold other people's.
_PYTHON_PARTS = ("src", "tests", "launcher", "bench", "frontend", "demo", "conftest.py")
#: Of what a failed check says, at most so many lines are shown, the last ones.
_SHOWN = 200


@dataclass(slots=True)
class Tally:
    """What was seen so far."""

    passed: int = 0
    failed: int = 0
    bad: list[str] = field(default_factory=list)

    def check(self, name: str, code: int) -> None:
        """Count one check."""
        self.passed, self.failed = self.passed + (code == 0), self.failed + (code != 0)
        if code != 0:
            self.bad.append(name)

    def tests(self, summary: str, code: int) -> None:
        """Count pytest's own figures from its last line; a run that ended badly is never green.

        :param code: pytest's exit code.
        """
        counts = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", summary)}
        self.passed += sum(counts.get(word, 0) for word in _GOOD)
        failed = sum(counts.get(word, 0) for word in _BAD)
        self.failed += failed or int(code != 0)
        if code != 0:
            self.bad.append("pytest")


def test(layout: Layout, words: Sequence[str]) -> int:
    """All short checks, or only pytest when arguments are given for it.

    :returns: 0 when everything passed.
    """
    began = time.monotonic()
    tally = Tally()
    with _ready(layout) as (env, environ):
        if not words:
            _all_checks(layout, env, environ, tally)
        _pytest(layout, env, environ, words or _workers(), tally)
    if tally.bad:
        say("Chưa đạt: " + ", ".join(tally.bad), "not met")
    took = time.monotonic() - began
    print(f"{tally.passed} passed, {tally.failed} failed in {took:.0f}s", flush=True)
    return 1 if tally.failed else 0


def prove(layout: Layout, words: Sequence[str]) -> int:
    """The long checks of ``tests/prove``, each printing its figures."""
    tally = Tally()
    chosen = list(words)
    if not any((layout.checkout / word.split("::")[0]).exists() for word in words):
        chosen = ["tests/prove", *words]
    with _ready(layout) as (env, environ):
        _pytest(layout, env, environ, ["-s", "-o", "norecursedirs=node_modules", *chosen], tally)
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)
    return 1 if tally.failed else 0


@contextlib.contextmanager
def _ready(layout: Layout) -> Iterator[tuple[environment.Environment, dict[str, str]]]:
    """The environment of the checks, with a browser and a server of its own while it lasts."""
    product.require(layout)
    env = environment.ensure(layout, "dev")
    with commands.Politely():
        browser = chromium.ensure(layout)
        with throwaway.cluster(layout, env) as cluster:
            yield env, variables(layout, env, cluster.url) | {"MOTCUA_CHROMIUM": browser}


def variables(layout: Layout, env: environment.Environment, database: str) -> dict[str, str]:
    """Environment of the checks: a developer's secrets, byte code beside the environment."""
    environ = product.variables(layout, env, database, {}) | {
        "MOTCUA_DEVELOPMENT": "1",
        "PYTHONPATH": f"{layout.checkout / 'src'}{os.pathsep}{layout.checkout}",
        "PYTHONPYCACHEPREFIX": str(env.folder / "pycache"),
        "MYPY_CACHE_DIR": str(env.folder / "mypy"),
        "COLUMNS": "100",
    }
    environ.pop("PYTHONSAFEPATH")
    for name in ("MOTCUA_FILES_DIR", "MOTCUA_BRAND_DIR"):
        environ.pop(name)
    environ["MOTCUA_DATA_DIR"] = str(env.folder / "data")
    if layout.person is not None:
        environ |= {"HOME": os.environ.get("HOME", "/root"), "USER": "root"}
    return environ


def _workers() -> list[str]:
    """One process for each core; ``conftest.py`` says which tests stay together and go first."""
    number = min(4, max(2, os.cpu_count() or 2))
    return ["-n", str(number), "--dist", "loadgroup", "--no-loadscope-reorder"]


def _checks(
    layout: Layout, env: environment.Environment
) -> list[tuple[str, Sequence[str | Path] | None]]:
    """Name and command of each check before pytest, the longest first.

    None where there is nothing to check yet.
    """
    python = [str(env.python), "-m"]
    manage = [*python, "motcua.manage"]
    fresh = layout.checkout / "frontend" / "build"
    parts = [part for part in _PYTHON_PARTS if (layout.checkout / part).exists()]
    return [
        ("mypy --strict", [*python, "mypy", "--strict", "src/motcua", "launcher", "bench"]),
        ("ruff", [env.script("ruff"), "check", "--no-cache", *parts]),
        ("format", [env.script("ruff"), "format", "--check", "--no-cache", *parts]),
        ("contracts", [env.script("lint-imports"), "--no-cache"]),
        ("templates", [env.script("djlint"), "--lint", "--quiet", "src"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        (
            "translations",
            [*manage, "untranslated"] if product.has_command(layout, "untranslated") else None,
        ),
        ("front end", [env.python, fresh, "--check"] if fresh.exists() else None),
    ]


def _all_checks(
    layout: Layout, env: environment.Environment, environ: dict[str, str], tally: Tally
) -> None:
    """Every check, the longest beside all the others."""
    longest, *others = _checks(layout, env)
    beside = _begin(layout, *longest, environ)
    try:
        for name, command in others:
            tally.check(name, _end(_begin(layout, name, command, environ)))
        tally.check(longest[0], _end(beside))
    except BaseException:
        beside.stop()
        raise


@dataclass(slots=True)
class _Running:
    """A check that has begun; what it says is kept until it ends."""

    name: str
    began: float
    child: "subprocess.Popen[bytes] | None"
    words: Path

    def stop(self) -> None:
        if self.child is not None:
            children.end(self.child, seconds=2)


def _begin(
    layout: Layout, name: str, command: Sequence[str | Path] | None, environ: dict[str, str]
) -> _Running:
    folder = Path(environ["MOTCUA_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    number, words = tempfile.mkstemp(prefix="check-", dir=folder)
    with open(number, "wb") as out:
        child = (
            children.spawn(command, env=environ, cwd=layout.checkout, out=out) if command else None
        )
    return _Running(name, time.monotonic(), child, Path(words))


def _end(check: _Running) -> int:
    """Wait for a check and say how it went."""
    try:
        if check.child is None:
            say(f"– {check.name}: chưa có trong bản này", "not in this release yet")
            return 0
        code = check.child.wait()
        took = time.monotonic() - check.began
        print(f"{'✓' if code == 0 else '✗'} {check.name}  {took:.1f} s", flush=True)
        if code != 0:
            _show(check.words.read_text(encoding="utf-8", errors="replace"))
        return code
    except BaseException:
        check.stop()
        raise
    finally:
        check.words.unlink(missing_ok=True)


def _show(words: str) -> None:
    lines = words.rstrip().splitlines()
    if len(lines) > _SHOWN:
        say(f"  (… {len(lines) - _SHOWN} dòng trước)", "earlier lines left out")
    print("\n".join(lines[-_SHOWN:]), flush=True)


def _pytest(
    layout: Layout,
    env: environment.Environment,
    environ: dict[str, str],
    words: Sequence[str],
    tally: Tally,
) -> None:
    """Run pytest at the terminal, its words shown as they come, its last line counted."""
    note = Path(environ["MOTCUA_DATA_DIR"]) / f"summary-{os.getpid()}"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    environ = environ | {"MOTCUA_TEST_SUMMARY": str(note)}
    command = [str(env.python), "-m", "pytest", "-p", "launcher.tally", *words]
    code = commands.at_terminal(command, environ, layout.checkout)
    summary = note.read_text(encoding="utf-8") if note.exists() else ""
    note.unlink(missing_ok=True)
    tally.tests(summary, code)
