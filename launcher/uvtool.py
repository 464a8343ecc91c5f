"""Fetches uv, the installer: the one program that must come before any environment.

Three ways, each checked against ``requirements/uv.txt``: the wheel of an unpacked bundle, pip where
the machine has it, and plain HTTPS to the registry where Debian left pip out.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Sequence
from html.parser import HTMLParser
from http.client import HTTPResponse
from pathlib import Path
from typing import cast

from launcher import children, registry
from launcher.children import NO_ROOM, no_room
from launcher.layout import Layout
from launcher.messages import Failure, step

_WAIT = 60  # seconds without a byte from the registry


def ensure(layout: Layout) -> Path:
    """The path of a working uv of the locked version, fetched when it is not there yet.

    :raises Failure: the registry is out of reach, or what it sent has another checksum.
    """
    version, hashes = locked(layout)
    target = layout.environments / f"uv-{version}" / "uv"
    if target.exists():
        return target
    with step("Lấy uv (công cụ cài đặt)", "fetching uv, the installer"):
        with tempfile.TemporaryDirectory(dir=layout.environments) as folder:
            wheel = (
                _from_bundle(layout, version)
                or _with_pip(layout, Path(folder))
                or _with_urllib(version, hashes, Path(folder))
            )
            if _sha256(wheel) not in hashes:
                raise Failure(
                    f"Tệp {wheel.name} không đúng mã kiểm tra trong requirements/uv.txt: hãy kiểm "
                    "tra kho gói đang dùng.",
                    f"{wheel.name} has not the checksum of requirements/uv.txt: check the registry",
                )
            _unpack(wheel, target)
    return target


def install(
    layout: Layout,
    lock: Path,
    folder: Path,
    *,
    log: Path,
    python: Path | None = None,
    source: Sequence[str] = (),
) -> None:
    """Make an environment in ``folder`` of exactly what ``lock`` names, each with its checksum.

    :param python: the interpreter to make it from; None is uv's own choice.
    :param source: words for uv that name another place than the registry.
    :raises children.StepFailed: uv ended badly; ``log`` has its words.
    """
    uv = ensure(layout)
    env = {**os.environ, **registry.uv_environment()}
    env.setdefault("UV_CACHE_DIR", str(layout.environments / "cache"))
    env.pop("VIRTUAL_ENV", None)
    made_from: list[str | Path] = [] if python is None else ["--python", python]
    venv: list[str | Path] = [uv, "venv", "--no-project", *made_from, folder]
    fill: list[str | Path] = [uv, "pip", "install", "--python", folder / "bin" / "python"]
    fill += ["--require-hashes", "--no-build", *source, "-r", lock]
    for words in (venv, fill):
        children.run(words, env=env, cwd=layout.checkout, log=log)


def locked(layout: Layout) -> tuple[str, frozenset[str]]:
    """Version and permitted sha256 sums from ``requirements/uv.txt``."""
    text = (layout.checkout / "requirements" / "uv.txt").read_text(encoding="utf-8")
    found = re.search(r"^uv==(\S+)", text, re.MULTILINE)
    if found is None:
        raise Failure(
            "requirements/uv.txt không ghi phiên bản uv: hãy lấy lại tệp này từ bản phát hành.",
            "requirements/uv.txt names no version of uv: restore the file from the release",
        )
    return found[1], frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))


def _from_bundle(layout: Layout, version: str) -> Path | None:
    for wheel in sorted(layout.bundled_wheels.glob(f"uv-{version}-*.whl")):
        return wheel
    return None


def _with_pip(layout: Layout, folder: Path) -> Path | None:
    if not registry.pip_works():
        return None
    asked = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--disable-pip-version-check",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "--retries",
            "1",
            "--dest",
            str(folder),
            "-r",
            str(layout.checkout / "requirements" / "uv.txt"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    wheels = sorted(folder.glob("uv-*.whl"))
    if asked.returncode == 0 and wheels:
        return wheels[0]
    if any(word in asked.stderr for word in NO_ROOM):
        raise no_room(folder)
    raise out_of_reach()


def out_of_reach() -> Failure:
    """The sentence for a registry that does not answer."""
    host = urllib.parse.urlsplit(registry.index_url()).hostname or "-"
    return Failure(
        f"Không tới được kho gói Python ({host}): hãy kiểm tra mạng hoặc proxy, đặt PIP_INDEX_URL "
        "tới kho nội bộ, hoặc dùng gói cài không cần mạng do ./motcua bundle tạo ra.",
        f"the package registry ({host}) is out of reach: check network and proxy, set "
        "PIP_INDEX_URL to a mirror, or install from an archive made by ./motcua bundle",
        code=4,
    )


def _with_urllib(version: str, hashes: frozenset[str], folder: Path) -> Path:
    try:
        url = _address(version)
        wheel = folder / urllib.parse.unquote(urllib.parse.urlsplit(url).path.rsplit("/", 1)[1])
        with _open(url, "*/*") as answer, wheel.open("wb") as out:
            shutil.copyfileobj(answer, out)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise out_of_reach() from error
    return wheel


def _address(version: str) -> str:
    """Where the registry keeps uv's wheel for this machine, from its JSON or HTML page."""
    page = f"{registry.index_url()}/uv/"
    kinds = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
    with _open(page, kinds) as answer:
        text = answer.read().decode("utf-8")
        is_json = "json" in answer.headers.get("Content-Type", "")
        page = answer.geturl()
    if is_json:
        found = json.loads(text)["files"]
        links = {str(entry["filename"]): str(entry["url"]) for entry in found}
    else:
        reader = _Links()
        reader.feed(text)
        links = reader.links
    for tag in _platform_tags():
        if link := links.get(f"uv-{version}-py3-none-{tag}.whl"):
            return urllib.parse.urljoin(page, link)
    raise Failure(
        f"Kho gói không có uv {version} cho máy này ({sysconfig.get_platform()}): hãy dùng Linux "
        "x86_64 hoặc aarch64.",
        f"the registry has no uv {version} for {sysconfig.get_platform()}",
    )


def _platform_tags() -> list[str]:
    """uv's names of this kind of machine, best first."""
    machine = platform.machine().lower()
    if sys.platform == "darwin":
        return ["macosx_11_0_arm64"] if machine == "arm64" else ["macosx_10_12_x86_64"]
    glibc = [
        f"manylinux_2_17_{machine}.manylinux2014_{machine}",
        f"manylinux_2_28_{machine}",
        f"manylinux_2_17_{machine}.manylinux2014_{machine}.musllinux_1_1_{machine}",
    ]
    musl = [f"musllinux_1_1_{machine}"]
    return glibc + musl if platform.libc_ver()[0] == "glibc" else musl + glibc


def _open(url: str, kinds: str) -> HTTPResponse:
    if urllib.parse.urlsplit(url).scheme not in {"https", "http", "file"}:
        raise urllib.error.URLError(f"not a registry: {url}")
    request = urllib.request.Request(url, headers={"Accept": kinds})  # noqa: S310 - see above
    answer = urllib.request.urlopen(request, timeout=_WAIT, context=registry.tls())  # noqa: S310
    return cast(HTTPResponse, answer)


class _Links(HTMLParser):
    """File names and addresses on a registry's HTML page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") if tag == "a" else None
        if target:
            name = urllib.parse.unquote(urllib.parse.urlsplit(target).path.rsplit("/", 1)[-1])
            self.links[name] = target


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(wheel: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new")
    with zipfile.ZipFile(wheel) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        with archive.open(member) as source, draft.open("wb") as out:
            shutil.copyfileobj(source, out)
    draft.chmod(0o755)
    os.replace(draft, target)
