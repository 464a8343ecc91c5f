"""``./motcua bench``: a province of any size, and what its pages and acts cost."""

import argparse
import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import checks, children, commands, environment, postgres, product, server, throwaway
from launcher.layout import Layout
from launcher.messages import Failure, say, step

MEASURES = ("inbox", "step", "tracking", "search", "form", "intake", "due")
#: Free bytes that a data set needs, for each dossier, while it is made: its rows, and the journal
#: that is not thrown away meanwhile (35 GB were not enough for a million).
BYTES_EACH = 45_000
SIZES = (10_000, 1_000_000)
#: Larger data sets are checked only when asked for: it takes as long as making them.
CHECKED = 100_000
_PREFIX = "motcua-bench-"


@dataclass(slots=True)
class Measured(postgres.Cluster):
    """A cluster with the settings of ``up``; while data sets are made, one that may forget."""

    seeding: bool = False

    def _options(self) -> list[str]:
        chosen = postgres.Cluster._options(self)
        more: dict[str, str] = {}
        if self.seeding:
            more |= {
                "fsync": "off",
                "full_page_writes": "off",
                "wal_level": "minimal",
                "max_wal_senders": "0",
                "max_wal_size": "20GB",
                "checkpoint_timeout": "1h",
                "autovacuum": "off",
            }
        return [*chosen, *(word for n, v in more.items() for word in ("-c", f"{n}={v}"))]


def bench(layout: Layout, words: Sequence[str]) -> int:
    """Make a data set (``seed``), or measure on data sets made for it and taken away after it."""
    known = _parser().parse_args(words)
    product.require(layout)
    env = environment.ensure(layout, "dev")
    if known.what == ["seed"]:
        return _seed(layout, env, known.dossiers[0])
    unknown = set(known.what) - {"all", *MEASURES}
    if unknown:
        raise Failure(
            f"Không có phép đo {', '.join(sorted(unknown))}; có: all, {', '.join(MEASURES)}, seed.",
            f"no such measurement; there are all, {', '.join(MEASURES)}, seed",
        )
    chosen = [m for m in MEASURES if "all" in known.what or m in known.what]
    with commands.Politely():
        return _measure(layout, env, known, chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./motcua bench")
    parser.add_argument(
        "what", nargs="*", default=["all"], help=f"seed, all, {', '.join(MEASURES)}"
    )
    parser.add_argument("--dossiers", type=_sizes, default=SIZES, metavar="N,N")
    parser.add_argument("--write", action="store_true", help="ghi vào docs/performance.md")
    parser.add_argument(
        "--check",
        action="store_true",
        help="kiểm tra bất biến cả bộ lớn (check invariants of large data sets too)",
    )
    return parser


def _sizes(word: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in word.split(","))


@dataclass(slots=True)
class Run:
    """Where one run works, and with what."""

    layout: Layout
    env: environment.Environment
    folder: Path
    cluster: postgres.Cluster

    def python(self, database: str, *words: str | Path) -> None:
        """Run the measuring program, or Django's commands, on one database.

        :raises Failure: it ended badly.
        """
        url = f"{self.cluster.url.rpartition('/')[0]}/{database}"
        environ = checks.variables(self.layout, self.env, url) | {
            "MOTCUA_DEMO": "1",
            "MOTCUA_DATA_DIR": str(self.folder),
        }
        if words[1] != "bench" or words[2] != "measure":
            environ["MOTCUA_LOG_LEVEL"] = "WARNING"
        command = [self.env.python, *words]
        if commands.at_terminal(command, environ, self.layout.checkout) != 0:
            raise Failure("Phép đo dừng giữa chừng; xem dòng trên.", "the measuring stopped")


def _measure(
    layout: Layout, env: environment.Environment, known: argparse.Namespace, chosen: list[str]
) -> int:
    began = time.monotonic()
    with _cluster(layout, env, max(known.dossiers)) as run:
        run.cluster.start()
        run.cluster.create_database()
        with step("Tỉnh mẫu và hồ sơ khuôn", "the province and its templates"):
            run.python(postgres.DATABASE, "-m", "motcua.manage", "migrate", "--verbosity", "0")
            run.python(postgres.DATABASE, "-m", "bench", "base")
        for size in known.dossiers:
            say(f"… {size:,} hồ sơ", "dossiers")
            _tool(run, "createdb", "-T", postgres.DATABASE, f"bench_{size}")
            check = ["--check"] if known.check or size <= CHECKED else []
            run.python(
                f"bench_{size}",
                "-m",
                "bench",
                "grow",
                str(size),
                "--into",
                _facts(run, size),
                *check,
            )
        run.cluster.stop()
        assert isinstance(run.cluster, Measured)  # noqa: S101 - made so below
        run.cluster.seeding = False
        run.cluster.start()
        for size in known.dossiers:
            run.python(
                f"bench_{size}", "-m", "bench", "measure", *chosen, "--into", _facts(run, size)
            )
        files = [_facts(run, size) for size in known.dossiers]
        write = ["--write"] if known.write else []
        run.python(postgres.DATABASE, "-m", "bench", "report", *files, *write)
    say(f"Xong sau {time.monotonic() - began:.0f} s.", "done")
    return 0


def _facts(run: Run, size: int) -> Path:
    return run.folder / f"{size}.json"


def _tool(run: Run, name: str, *words: str) -> None:
    password = run.cluster.password_file.read_text(encoding="utf-8").strip()
    done = subprocess.run(
        [str(run.cluster.bindir / name), "-h", "127.0.0.1", "-p", str(run.cluster.port), "-U",
         postgres.ROLE, *words],
        env=postgres.tool_environment() | {"PGPASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise Failure(f"{name}: {children.last_line(done.stderr)}", f"{name} failed")


@contextlib.contextmanager
def _cluster(layout: Layout, env: environment.Environment, most: int) -> Iterator[Run]:
    """A cluster for this run; gone with everything in it however the block ends."""
    with throwaway.folder(_PREFIX, layout.person, layout.home) as folder:
        environment.need_room(folder, BYTES_EACH * most + postgres.ROOM)
        cluster = Measured(
            bindir=postgres.binaries(env),
            data=folder / "pg",
            password_file=folder / "pg.password",
            log=folder / "postgres.log",
            person=layout.person,
            seeding=True,
        )
        try:
            cluster.prepare()
            yield Run(layout, env, folder, cluster)
        finally:
            cluster.stop()


def _seed(layout: Layout, env: environment.Environment, size: int) -> int:
    """Make the data set in the installation itself, which must hold no dossier yet."""
    secrets = product.prepare(layout)
    with commands.Politely(), server.database(layout, env, "bench") as url:
        environ = product.variables(layout, env, url, secrets) | {
            "MOTCUA_DEMO": "1",
            "MOTCUA_LOG_LEVEL": "WARNING",
            "PYTHONPATH": f"{layout.checkout / 'src'}{os.pathsep}{layout.checkout}",
        }
        environ.pop("PYTHONSAFEPATH", None)
        for words in (
            ["motcua.manage", "migrate", "--verbosity", "0"],
            ["bench", "base"],
            ["bench", "grow", str(size), "--check"],
        ):
            code = commands.at_terminal([env.python, "-m", *words], environ, layout.checkout)
            if code != 0:
                return code
    return 0
