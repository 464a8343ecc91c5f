"""Who is killed when, and the killing itself."""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

#: What dies, and how often out of 100: one web process, the worker, the database's first process,
#: one process of a session of it (then all its sessions die), or everything at once.
TARGETS = {"web": 35, "worker": 25, "database": 18, "session": 14, "everything": 8}
#: Names of the supervisor's children that a target stands for.
CHILDREN = {
    "web": ("web",),
    "worker": ("worker",),
    "database": ("PostgreSQL",),
    "session": ("PostgreSQL",),
    "everything": ("web", "worker", "PostgreSQL"),
}
#: Seconds of peace at the beginning and at the end, and at least between two kills.
BEFORE, AFTER, BETWEEN = 4.0, 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Kill:
    """One moment (seconds since the beginning) and what dies then."""

    at: float
    target: str


@dataclass(frozen=True, slots=True)
class Death:
    """What was killed indeed."""

    at: float
    target: str
    pids: tuple[int, ...]


def schedule(seed: int, seconds: float, kills: int) -> list[Kill]:
    """The moments and targets: the same for the same three numbers, each target met in turn.

    :param seconds: length of the whole; kills lie within it, spread by chance.
    """
    chance = random.Random(f"{seed} kills")  # noqa: S311 - repeatable, no secret
    room = max(0.0, seconds - BEFORE - AFTER - BETWEEN * max(0, kills - 1))
    moments = sorted(chance.uniform(0, room) for _ in range(kills))
    names = [name for name, share in TARGETS.items() for _ in range(share)]
    drawn = [chance.choice(names) for _ in range(kills)]
    drawn[: len(TARGETS)] = list(TARGETS)[:kills]
    chance.shuffle(drawn)
    return [
        Kill(BEFORE + moment + BETWEEN * number, target)
        for number, (moment, target) in enumerate(zip(moments, drawn, strict=True))
    ]


@dataclass(slots=True)
class Killer:
    """Kills by the schedule.

    :param living: the supervisor's children now, name to process id.
    """

    plan: list[Kill]
    chance: random.Random
    living: Callable[[], dict[str, int]]
    deaths: list[Death] = field(default_factory=list)

    def due(self, now: float) -> Death | None:
        """Carry out the next kill if its moment has come and its target lives.

        :param now: seconds since the beginning.
        """
        if not self.plan or self.plan[0].at > now:
            return None
        target = self.plan[0].target
        pids = [pid for pid in self._pids(target) if _kill(pid)]
        if not pids:  # still being restarted: it dies as soon as it lives
            return None
        self.plan.pop(0)
        death = Death(now, target, tuple(pids))
        self.deaths.append(death)
        return death

    def _pids(self, target: str) -> list[int]:
        children = self.living()
        names = CHILDREN[target]
        found = [pid for name, pid in children.items() if name.split("-")[0] in names]
        if target == "session":
            return [self.chance.choice(kin)] if (kin := children_of(*found)) else []
        if target == "web" and found:
            return [self.chance.choice(sorted(found))]
        return found


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def children_of(*parents: int) -> list[int]:
    """Processes whose parent is one of these (Linux)."""
    found = []
    for entry in Path("/proc").iterdir() if Path("/proc/self").exists() else ():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_bytes().rpartition(b") ")[2].split()
            except OSError:
                continue
            if words[0] != b"Z" and int(words[1]) in parents:
                found.append(int(entry.name))
    return sorted(found)


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Ask every 100 ms until ``true()``; whether it came true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
