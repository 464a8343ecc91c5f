"""The product as the launcher sees it: its folders, its environment variables, its commands."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from launcher import children, keys, privileges
from launcher.environment import Environment
from launcher.layout import Layout
from launcher.messages import Failure

#: What belongs to the product; everything else of a checkout is for its makers.
PARTS = (
    "motcua",
    "launcher",
    "src",
    "demo",
    "requirements",
    "pyproject.toml",
    "README.md",
    "README.vi.md",
    "LICENSE",
    "docs",
)
#: A folder whose files never reach a disk, and how ours in it are called.
_MEMORY, _FIGURES = Path("/dev/shm"), "motcua-figures-"  # noqa: S108 - made by mkdtemp
#: The worker of jobs, two at a time: a long job does not keep the papers waiting behind it, and
#: more would take the web's two cores.
WORKER = ("-m", "motcua.manage", "procrastinate", "worker", "--concurrency", "2")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules", ".*_cache")


def copy_parts(source: Path, target: Path, parts: Sequence[str] = PARTS) -> None:
    """Copy the product's parts from one folder into another."""
    target.mkdir(parents=True, exist_ok=True)
    for name in parts:
        part = source / name
        if part.is_dir():
            shutil.copytree(part, target / name, ignore=_NOT_COPIED, dirs_exist_ok=True)
        elif part.is_file():
            shutil.copy2(part, target / name)


def place(layout: Layout) -> None:
    """Put a fresh copy of the code where the children can read it, if they cannot read it here."""
    if layout.product == layout.checkout:
        return
    shutil.rmtree(layout.product, ignore_errors=True)
    copy_parts(layout.checkout, layout.product, ("src", "demo", "docs", "pyproject.toml"))
    for folder, _, files in os.walk(layout.product):
        os.chmod(folder, 0o755)  # noqa: S103 - code is no secret
        for name in files:
            os.chmod(os.path.join(folder, name), 0o644)


def prepare(layout: Layout) -> dict[str, str]:
    """Make the folders that the product writes to, and its secrets; return the variables."""
    place(layout)
    for folder in (layout.files, layout.brand, layout.pycache):
        privileges.private_folder(layout.person, folder)
    layout.log.mkdir(exist_ok=True)
    return keys.ensure(layout)


def variables(
    layout: Layout, env: Environment, database: str, secrets: dict[str, str]
) -> dict[str, str]:
    """The whole environment of a process of the product."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PG")) or name == "PYTHONWARNINGS"
    }
    home = {} if layout.person is None else {"HOME": str(layout.home), "USER": layout.person.name}
    return (
        kept
        | home
        | secrets
        | {
            "PATH": f"{env.folder / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "VIRTUAL_ENV": str(env.folder),
            "PYTHONPATH": str(layout.product / "src"),
            "PYTHONPYCACHEPREFIX": str(layout.pycache),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "PYTHONSAFEPATH": "1",
            "DATABASE_URL": database,
            "MOTCUA_DATA_DIR": str(layout.home),
            "MOTCUA_FILES_DIR": str(layout.files),
            "MOTCUA_BRAND_DIR": os.environ.get("MOTCUA_BRAND_DIR") or str(layout.brand),
        }
    )


def watched(layout: Layout) -> None:
    """Make the folders of JSON log lines and of figures; the figures of earlier processes go.

    The processes map their figures into memory: on a full disk the kernel would end them (SIGBUS),
    so the figures lie in memory where the system has a folder for that.
    """
    unwatched(layout)
    privileges.private_folder(layout.person, layout.json_log)
    if not os.access(_MEMORY, os.W_OK | os.X_OK):
        privileges.private_folder(layout.person, layout.figures)
        return
    made = Path(tempfile.mkdtemp(prefix=_FIGURES, dir=_MEMORY))
    privileges.give(layout.person, made)
    layout.figures.symlink_to(made)


def unwatched(layout: Layout) -> None:
    """The figures of processes that have ended go."""
    if layout.figures.is_symlink():
        target = layout.figures.readlink()
        if target.parent == _MEMORY and target.name.startswith(_FIGURES):
            shutil.rmtree(target, ignore_errors=True)
        layout.figures.unlink()
    shutil.rmtree(layout.figures, ignore_errors=True)


def told_to(layout: Layout, name: str) -> dict[str, str]:
    """Where one web process or worker writes its log lines, and where all of them their figures."""
    return {
        "MOTCUA_LOG_FILE": str(layout.json_log / f"{name}.jsonl"),
        "PROMETHEUS_MULTIPROC_DIR": str(layout.figures),
    }


def worker_command(env: Environment) -> list[str | Path]:
    """How the worker of jobs is started."""
    return [env.python, *WORKER]


def web_command(env: Environment, descriptor: int) -> list[str | Path]:
    """How one web process is started on a socket that is already listening."""
    return [env.python, "-m", "motcua.config.serve", "--fd", str(descriptor)]


def has_command(layout: Layout, name: str) -> bool:
    """Whether a room brings the management command ``name``."""
    return any((layout.checkout / "src" / "motcua").glob(f"*/management/commands/{name}.py"))


def manage(
    layout: Layout,
    env: Environment,
    environ: dict[str, str],
    words: Sequence[str],
    sentence: tuple[str, str],
) -> str:
    """Run a management command as the children's account, words to the log, and return them.

    :param sentence: what could not be done, Vietnamese and English, if it fails.
    :raises Failure: it failed.
    """
    try:
        return children.run(
            [env.python, "-m", "motcua.manage", *words],
            env=environ,
            cwd=layout.home,
            log=layout.log / f"{words[0]}.log",
            person=worker_account(layout, env),
        )
    except children.StepFailed as failed:
        raise failed.failure(*sentence) from failed


def worker_account(layout: Layout, env: Environment) -> privileges.Person | None:
    """The account for web and worker: ``layout.person``, if it can run the environment's Python.

    A Python under ``/root`` cannot be run by anybody else; then they stay root.
    """
    python = Path(os.path.realpath(env.python))
    if layout.person is None or not privileges.can(layout.person, os.R_OK | os.X_OK, python):
        return None
    return layout.person


def python_script(env: Environment, environ: dict[str, str], text: str) -> tuple[int, str, str]:
    """Run a few lines in the product's environment; exit code and both streams.

    Without byte code (``-B``): the launcher's own would lie where its children may not write.
    """
    ran = subprocess.run(
        [env.python, "-B", "-c", text],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return ran.returncode, ran.stdout, ran.stderr


def require(layout: Layout) -> None:
    """Refuse a checkout that is not whole.

    :raises Failure: the code is not there.
    """
    if not (layout.checkout / "src" / "motcua" / "manage.py").exists():
        raise Failure(
            f"Thiếu mã nguồn trong {layout.checkout}/src: hãy tải lại trọn bộ.",
            f"{layout.checkout}/src is incomplete: fetch the product again",
        )
