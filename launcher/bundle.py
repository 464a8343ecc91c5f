"""``./motcua bundle``: one archive to install from where there is no network.

Unpacked, it is a checkout with ``wheels/`` beside the code; ``./motcua up`` then asks no registry.
The wheels fit this platform (system, processor, C library) and the Python versions in
:data:`PYTHONS`; PostgreSQL is one of them.
"""

import json
import os
import shutil
import subprocess
import sysconfig
import tarfile
import tempfile
from pathlib import Path

from launcher import children, environment, product, registry, state, uvtool
from launcher.layout import Layout
from launcher.messages import Failure, say, step

#: Versions of Python that the archive serves, as far as every package has a wheel for them.
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
ROOM = 600 * 2**20


def bundle(layout: Layout, file: Path | None) -> int:
    """Write the archive.

    :param file: where to; by default ``dist/motcua-<version>-<platform>.tar.gz``.
    :raises Failure: registry out of reach, or the disk is full.
    """
    product.require(layout)
    name = f"motcua-{state.product(layout).version}-{sysconfig.get_platform()}"
    target = (file or layout.checkout / "dist" / f"{name}.tar.gz").absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    environment.need_room(target.parent, ROOM)
    with tempfile.TemporaryDirectory(prefix="motcua-bundle-", dir=target.parent) as folder:
        root = Path(folder) / name
        product.copy_parts(layout.checkout, root)
        served = _wheels(layout, root / "wheels")
        facts = {"platform": sysconfig.get_platform(), "pythons": served}
        (root / "wheels" / "bundle.json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
        with step(f"Đóng gói {target}", "packing"):
            _pack(root, target)
    size = target.stat().st_size // 2**20
    say(
        f"Đã ghi {target} ({size} MB, Python {', '.join(served)}): giải nén ở máy không có mạng "
        "rồi chạy ./motcua up.",
        "unpack on the other machine, run ./motcua up",
    )
    return 0


def _wheels(layout: Layout, folder: Path) -> list[str]:
    """Fill ``folder`` with the wheels of product and installer; the versions of Python served."""
    folder.mkdir()
    if layout.bundled_wheels.is_dir():
        shutil.copytree(layout.bundled_wheels, folder, dirs_exist_ok=True)
        return list(state.read(folder / "bundle.json").get("pythons", ()))
    with tempfile.TemporaryDirectory(dir=layout.environments) as place:
        pip = _pip(layout, Path(place) / "pip")
        served = []
        for version in PYTHONS:
            with step(f"Lấy các gói cho Python {version}", f"fetching wheels, Python {version}"):
                fetched = _download(layout, pip, folder, version)
            if fetched:
                served.append(version)
    if not served:
        raise uvtool.out_of_reach()
    return served


def _pip(layout: Layout, folder: Path) -> Path:
    """The Python of a small environment that holds pip and nothing else."""
    lock = layout.checkout / "requirements" / "bundle.txt"
    try:
        uvtool.install(layout, lock, folder, log=layout.environments / "bundle.log")
    except children.StepFailed as failed:
        raise uvtool.out_of_reach() from failed
    return folder / "bin" / "python"


def _download(layout: Layout, python: Path, folder: Path, version: str) -> bool:
    """Fetch every locked wheel for one version of Python; False where a package has none."""
    env = {**os.environ, "PIP_INDEX_URL": registry.index_url()}
    if named := registry.certificates():
        env["PIP_CERT"] = named
    locks = [layout.checkout / "requirements" / f"{name}.txt" for name in ("uv", "app")]
    for lock in locks:
        ran = subprocess.run(
            [
                *(str(python), "-m", "pip", "--disable-pip-version-check", "download", "--quiet"),
                *("--no-deps", "--only-binary", ":all:", "--require-hashes"),
                *("--python-version", version, "--dest", str(folder), "-r", str(lock)),
            ],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if any(word in ran.stderr for word in children.NO_ROOM):
            raise children.no_room(folder)
        if ran.returncode != 0:
            say(f"  – không đủ gói cho Python {version}", f"no wheels for Python {version}")
            return False
    return True


def _pack(root: Path, target: Path) -> None:
    draft = target.with_name(target.name + ".new")

    def nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    try:
        with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
            archive.add(root, arcname=root.name, filter=nobody)
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Failure(
            f"Không ghi được {target} ({error.strerror}): hãy chọn nơi khác còn chỗ.",
            f"{target} could not be written ({error.strerror}): name another place",
        ) from error
