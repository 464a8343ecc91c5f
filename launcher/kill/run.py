"""Takes the real product through the time: start, work and kill, settle, look, stop."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from launcher import (
    children,
    commands,
    environment,
    keys,
    ports,
    privileges,
    product,
    state,
    throwaway,
    up,
)
from launcher import layout as layouts
from launcher.kill import killing, people, report
from launcher.kill.account import Account
from launcher.kill.page import Server, Show, clock
from launcher.layout import Layout
from launcher.messages import Failure, say

#: Seconds: the first start with its province; an answer to what was pressed; jobs of dead workers.
START_WITHIN, SETTLE_WITHIN, DRAIN_WITHIN = 300, 120, 240
#: Seconds after the end in which kills whose target was just being restarted are still carried out.
OVERTIME = 60
#: Seconds between two looks at the database, and the age at which a look is sure to be over.
LOOK_EVERY, LOOK_TAKES = 2, 4
#: Variables that would lead the product to somebody else's data.
_FOREIGN = ("DATABASE_URL", "MOTCUA_DATA_DIR", "MOTCUA_FILES_DIR", "MOTCUA_PUBLIC_URL")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. ``port`` is the product's; the page has the next one."""

    minutes: float
    kills: int
    seed: int
    port: int
    data_dir: str | None = None
    report: Path | None = None


@dataclass(slots=True)
class Run:
    """One demonstration, and all that its page and its report show."""

    wish: Wish
    layout: Layout
    env: environment.Environment
    product: "subprocess.Popen[bytes] | None" = None
    account: Account = field(default_factory=Account)
    killer: killing.Killer = field(init=False)
    staff: people.Staff = field(init=False)
    phase: str = "starting"
    ended: float = 0
    looked: float = 0
    invariants: dict[str, Any] = field(default_factory=dict)
    settled: bool = False

    def __post_init__(self) -> None:
        seconds, seed = self.wish.minutes * 60, self.wish.seed
        plan = killing.schedule(seed, seconds, self.wish.kills)
        chance = random.Random(f"{seed} chosen")  # noqa: S311 - repeatable, no secret
        self.killer = killing.Killer(plan, chance, self.living)
        self.staff = people.ten(self.wish.port, seed, self.account)

    @property
    def now(self) -> float:
        """Seconds since the work began; stands still when it is over."""
        return self.ended or time.monotonic() - self.account.began

    @property
    def address(self) -> str:
        """Where the product answers."""
        return f"http://127.0.0.1:{self.wish.port}"

    def living(self) -> dict[str, int]:
        """The supervisor's children: name to process id."""
        found = state.read(self.layout.running).get("children", {})
        return {str(name): int(pid) for name, pid in found.items()}

    def show(self) -> Show:
        """What the page shows now."""
        seen, account = self.account.seen, self.account
        with account.lock:
            moments = [at for _, at in account.told.values()]
            answers = account.answers.copy()
        jobs = seen.get("jobs", {})
        return Show(
            phase=self.phase,
            seconds=self.wish.minutes * 60,
            now=self.now if self.phase != "starting" else 0,
            verdict=account.verdict(since=None if self.ended else self.looked),
            plan=self.wish.kills,
            address=self.address,
            seed=self.wish.seed,
            rate=account.rate() if self.phase == "working" else 0,
            deaths=tuple(self.killer.deaths),
            living=tuple(self.living()) if self.phase != "done" else (),
            moments=moments,
            answers=answers,
            jobs=int(jobs.get("todo", 0)) + int(jobs.get("doing", 0)),
            invariants=report.invariants_sentence(self.invariants),
        )


def demo_kill(wish: Wish) -> int:
    """The whole demonstration.

    :returns: 0 when nothing was lost, doubled or left out, and every invariant is true.
    :raises Failure: the product does not start, or a port is taken.
    """
    for name in _FOREIGN:
        os.environ.pop(name, None)
    with commands.Politely(), _place(wish) as folder:
        layout = layouts.find(str(folder))
        product.require(layout)
        _refuse_real(layout, wish)
        run = Run(wish, layout, environment.ensure(layout, "app"))
        with _page(run), _told_when_broken_off():
            with _product(run):
                _live(run)
            left = report.left_over(layout)
            run.phase = "done"
            report.tell(run, left)
            if wish.report is not None:
                report.write(run, left, wish.report)
            _stay()
        return 0 if report.good(run) and not left else 1


@contextlib.contextmanager
def _told_when_broken_off() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        say("Bị ngắt giữa chừng, không có kết quả.", "broken off, there is no result")
        raise


@contextlib.contextmanager
def _place(wish: Wish) -> Iterator[Path]:
    """The folder that was named, or one that is gone afterwards."""
    if wish.data_dir is not None:
        yield Path(wish.data_dir).expanduser().absolute()
        return
    person = privileges.run_as(layouts.CHECKOUT)
    with throwaway.folder("motcua-kill-", person, layouts.CHECKOUT / "var") as folder:
        yield folder


def _refuse_real(layout: Layout, wish: Wish) -> None:
    """Data that people work with are not played with.

    :raises Failure: there is an installation in the folder that is no demonstration.
    """
    if wish.data_dir is not None and layout.pg.exists():
        if state.read(layout.version).get("demo") != "loaded":
            raise Failure(
                f"{layout.data_dir} không phải tỉnh minh hoạ: lệnh này tắt ngang hệ thống, chỉ "
                "chạy trên dữ liệu thử. Hãy bỏ --data-dir để dùng thư mục tạm.",
                f"{layout.data_dir} is no demonstration: leave --data-dir out for a throwaway one",
            )


@contextlib.contextmanager
def _product(run: Run) -> Iterator[None]:
    """The real product under its real supervisor, in a session of its own; stopped at the end."""
    layout, port = run.layout, run.wish.port
    log = layout.home / "log" / "demo-kill-up.log"
    log.parent.mkdir(exist_ok=True)
    entry = layout.checkout / "launcher" / "__main__.py"
    words = ["up", "--data-dir", str(layout.data_dir), "--port", str(port)]
    say(f"… Khởi động Một Cửa ở cổng {port}", f"starting the product on port {port}")
    with log.open("wb") as out:
        run.product = children.spawn(
            [sys.executable, "-I", "-B", entry, *words],
            env=os.environ | {"MOTCUA_DEMO_DAYS": "0"},  # no past: it starts sooner
            cwd=Path("/"),
            deathsig=signal.SIGTERM,
            out=out,
        )
    try:
        _wait_for_start(run.product, run.wish, log)
        yield
    finally:
        children.end(run.product, how=signal.SIGTERM, seconds=90)


def _wait_for_start(process: "subprocess.Popen[bytes]", wish: Wish, log: Path) -> None:
    """:raises Failure: the supervisor gave up; its sentence is ours."""
    address = up.Wish("127.0.0.1", wish.port, demo=True).address

    def answers() -> bool:
        said = "Ctrl-C" in log.read_text(encoding="utf-8", errors="replace")
        return process.poll() is not None or (said and up.answers(address))

    if not killing.until(answers, START_WITHIN) or process.poll() is not None:
        last = children.last_line(log.read_text(encoding="utf-8", errors="replace"))
        raise Failure(last, "the product did not start")


@contextlib.contextmanager
def _page(run: Run) -> Iterator[None]:
    ports.listen("127.0.0.1", run.wish.port + 1).close()  # the sentence, where the port is taken
    static = run.layout.checkout / "src" / "motcua" / "static" / "mc"
    server = Server(run.wish.port + 1, run.show, static)
    server.begin()
    say(f"  Xem trực tiếp: {server.address}", "watch it live")
    try:
        yield
    finally:
        server.end()


def _stay() -> None:
    """At a terminal the last page stays until somebody has seen it."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        say("Trang kết quả còn mở; nhấn Enter để kết thúc.", "the page stays: Enter ends it")
        with contextlib.suppress(EOFError):
            input()


def _live(run: Run) -> None:
    """Work and kills, then the settling and the last looks."""
    began = datetime.fromtimestamp(time.time(), UTC)
    run.account.began = time.monotonic()
    run.phase = "working"
    with _looking(run, began):
        run.staff.begin()
        try:
            _kill_by_plan(run)
            run.phase = "settling"
            say("… Thôi tắt máy, chờ mọi việc xong", "no more kills, waiting for all to settle")
            run.settled = run.staff.end(SETTLE_WITHIN)
            run.ended = time.monotonic() - run.account.began
            killing.until(lambda: report.drained(run.account.seen), DRAIN_WITHIN)
        finally:
            run.staff.stop.set()
            run.staff.leave.set()
    run.phase = "checking"
    say("… Kiểm tra các điều bất biến", "checking the invariants")
    run.account.look(json.loads(_manage(run, _acknowledged(began))))
    run.invariants = json.loads(_manage(run, ["check_invariants", "--json", "--files"]))


def _kill_by_plan(run: Run) -> None:
    seconds = run.wish.minutes * 60
    told = 0.0
    while run.now < seconds or (run.killer.plan and run.now < seconds + OVERTIME):
        death = run.killer.due(run.now)
        if death is not None:
            say(f"  {clock(death.at)}  ✗ {death.target} {' '.join(map(str, death.pids))}")
        if run.now - told >= 10:
            told = run.now
            verdict = run.account.verdict(since=run.looked)
            say(
                f"  {clock(run.now)}  {verdict.told} việc đã báo xong, mất {verdict.lost}, thừa "
                f"{verdict.doubled}, bỏ số {verdict.gaps}, {run.account.rate():.1f} việc/giây"
            )
        if run.product is None or run.product.poll() is not None:
            raise Failure("Bộ giám sát đã dừng giữa chừng.", "the supervisor ended in the middle")
        time.sleep(0.1)


def _acknowledged(began: datetime) -> list[str]:
    named = [word for name in people.PEOPLE for word in ("--by", name)]
    return ["acknowledged", "--json", "--since", began.isoformat(), *named]


def _environ(run: Run) -> dict[str, str]:
    url = str(state.read(run.layout.running).get("database", ""))
    return product.variables(run.layout, run.env, url, keys.ensure(run.layout))


@contextlib.contextmanager
def _looking(run: Run, began: datetime) -> Iterator[None]:
    """Look at the database every two seconds by one process that bears its death."""
    words: list[str | Path] = [run.env.python, "-m", "motcua.manage", *_acknowledged(began)]
    child = children.spawn(
        [*words, "--every", str(LOOK_EVERY)],
        env=_environ(run),
        cwd=run.layout.home,
        person=product.worker_account(run.layout, run.env),
        out=subprocess.PIPE,
    )

    def listen() -> None:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        for line in child.stdout:
            with contextlib.suppress(ValueError):
                if run.account.look(json.loads(line)):
                    run.looked = time.monotonic() - run.account.began - LOOK_TAKES

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield
    finally:
        children.end(child, seconds=3)


def _manage(run: Run, words: list[str]) -> str:
    """What a command of the product prints, whatever its exit code.

    :raises Failure: it printed nothing.
    """
    with tempfile.TemporaryFile() as out:
        child = children.spawn(
            [run.env.python, "-m", "motcua.manage", *words],
            env=_environ(run),
            cwd=run.layout.home,
            person=product.worker_account(run.layout, run.env),
            out=out,
        )
        try:
            child.wait()
        except BaseException:
            children.end(child, seconds=2)
            raise
        out.seek(0)
        text = out.read().decode("utf-8", errors="replace")
    found = text[text.find("{") : text.rfind("}") + 1]
    if not found:
        raise Failure(f"manage {words[0]}: {children.last_line(text)}", f"manage {words[0]} failed")
    return found
