"""Whom the children run as when the launcher is root, and what that person can reach."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from launcher.messages import Failure


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the machine."""

    uid: int
    gid: int
    name: str


def run_as(checkout: Path) -> Person | None:
    """The account for PostgreSQL, web and worker; None where the launcher is no root.

    ``MOTCUA_RUN_AS``, else an account called ``motcua``, else ``nobody``: PostgreSQL refuses to
    run as root, and a web process has no need to.

    :raises Failure: ``MOTCUA_RUN_AS`` names nobody, or root.
    """
    if os.geteuid() != 0:
        return None
    wanted = os.environ.get("MOTCUA_RUN_AS")
    for name in [wanted] if wanted else ["motcua", "nobody"]:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Person(entry.pw_uid, entry.pw_gid, name)
    raise Failure(
        "Không tìm thấy tài khoản thường để chạy PostgreSQL: hãy tạo một tài khoản (useradd -r "
        "motcua) rồi chạy lại.",
        "No ordinary account to run PostgreSQL: create one (useradd -r motcua), run again.",
    )


def can(person: Person | None, mode: int, *paths: Path) -> bool:
    """Whether ``person`` may use all of ``paths`` so (``os.R_OK | os.X_OK``), parents included.

    Asked of the kernel by a short-lived child that has become that person.
    """
    if person is None:
        return all(os.access(path, mode) for path in paths)
    child = os.fork()
    if child == 0:
        verdict = 1
        try:
            os.setgroups([])
            os.setgid(person.gid)
            os.setuid(person.uid)
            verdict = 0 if all(os.access(path, mode) for path in paths) else 1
        finally:
            os._exit(verdict)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def give(person: Person | None, path: Path) -> None:
    """Hand ``path`` and all below it to ``person``; does nothing without root."""
    if person is None:
        return
    os.chown(path, person.uid, person.gid, follow_symlinks=False)
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            entry = os.path.join(folder, name)
            if os.lstat(entry).st_uid != person.uid:
                os.chown(entry, person.uid, person.gid, follow_symlinks=False)


def private_folder(person: Person | None, path: Path) -> Path:
    """A folder that only ``person`` reads (0700), made where it is missing."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    if person is not None and path.stat().st_uid != person.uid:
        give(person, path)
    return path
