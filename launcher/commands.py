"""``./motcua manage``: one process of the product at the terminal."""

import signal
from collections.abc import Sequence
from pathlib import Path

from launcher import children, environment, privileges, product, server, state
from launcher.layout import Layout


def manage(layout: Layout, words: Sequence[str]) -> int:
    """Run one of Django's commands on the installation's database; its exit code is ours.

    Root stays root here, so that FILE arguments anywhere can be read; what it wrote is handed to
    the account of the web afterwards.
    """
    return _run(layout, ["-m", "motcua.manage", *words], "manage")


def _run(layout: Layout, words: Sequence[str], who: str) -> int:
    product.require(layout)
    env = environment.ensure(layout, "app")
    secrets = product.prepare(layout)
    with Politely(), server.database(layout, env, who) as url:
        environ = product.variables(layout, env, url, secrets)
        if state.version_facts(layout).get("demo") == "loaded":
            environ.setdefault("MOTCUA_DEMO", "1")
        try:
            return at_terminal([env.python, *words], environ, Path.cwd())
        finally:
            for folder in (layout.files, layout.brand, layout.pycache):
                privileges.give(layout.person, folder)


def at_terminal(command: Sequence[str | Path], environ: dict[str, str], cwd: Path) -> int:
    """Run a program that talks with the person at the terminal; return its exit code.

    Ctrl-C reaches it directly (same session); the launcher waits for it to end.
    """
    child = children.spawn(
        command, env=environ, cwd=cwd, own_session=False, deathsig=signal.SIGTERM
    )
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue
        except BaseException:
            child.terminate()
            child.wait()
            raise


class Politely:
    """SIGTERM and SIGHUP end the command as Ctrl-C does: the server is stopped, nothing stays."""

    def __enter__(self) -> None:
        def heard(number: int, _frame: object) -> None:
            raise SystemExit(128 + number)

        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, heard)

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
