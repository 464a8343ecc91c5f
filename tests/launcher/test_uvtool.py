"""uv without pip: fetched over the registry's own pages, and only with the right checksum."""

import ast
import hashlib
import http.server
import io
import json
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import messages, registry, uvtool
from launcher.layout import Layout

VERSION = "9.9.9"
TAG = uvtool._platform_tags()[0]
NAME = f"uv-{VERSION}-py3-none-{TAG}.whl"


def wheel() -> bytes:
    """A wheel that brings a program called uv."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"uv-{VERSION}.data/scripts/uv", "#!/bin/sh\necho uv thử\n")
    return packed.getvalue()


WHEEL = wheel()


class Registry(http.server.BaseHTTPRequestHandler):
    """A registry of one package that speaks JSON or, when told to, only HTML."""

    only_html = False

    def do_GET(self) -> None:
        """Answer the package's page, or the wheel."""
        kind, body = "application/octet-stream", WHEEL
        if self.path == "/simple/uv/" and self.only_html:
            kind, body = "text/html", f'<a href="../../files/{NAME}#sha256=0">{NAME}</a>'.encode()
        elif self.path == "/simple/uv/":
            kind = "application/vnd.pypi.simple.v1+json"
            body = json.dumps({"files": [{"filename": NAME, "url": f"/files/{NAME}"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layout]:
    """A checkout that locks uv 9.9.9, on a machine without pip, beside a registry that has it."""
    (tmp_path / "requirements").mkdir()
    lock(tmp_path, hashlib.sha256(WHEEL).hexdigest())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in ("UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{server.server_port}/simple/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(registry, "pip_works", lambda: False)
    yield Layout(tmp_path, tmp_path, tmp_path, tmp_path, tmp_path, None)
    server.shutdown()
    server.server_close()


def lock(checkout: Path, checksum: str) -> None:
    """Write the locked version with one permitted checksum."""
    text = f"uv=={VERSION} \\\n    --hash=sha256:{checksum}\n"
    (checkout / "requirements" / "uv.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("only_html", [False, True])
def test_without_pip_uv_comes_straight_from_the_registry(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, only_html: bool
) -> None:
    monkeypatch.setattr(Registry, "only_html", only_html)
    program = uvtool.ensure(layout)
    assert program.read_text(encoding="utf-8").endswith("echo uv thử\n")
    assert program.stat().st_mode & 0o111
    assert uvtool.ensure(layout) == program


def test_a_wheel_with_another_checksum_is_not_unpacked(layout: Layout) -> None:
    lock(layout.checkout, "0" * 64)
    with pytest.raises(messages.Failure, match="checksum"):
        uvtool.ensure(layout)
    assert not list(layout.environments.glob("uv-*/uv"))


def test_a_registry_that_does_not_answer_is_a_sentence(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    with pytest.raises(messages.Failure) as told:
        uvtool.ensure(layout)
    assert "127.0.0.1" in told.value.vi
    assert told.value.code == 4


def test_pips_own_settings_are_read_where_pip_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://kho.example.vn/simple/\n", encoding="utf-8")
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setattr(registry, "pip_works", lambda: False)
    registry._configured.cache_clear()
    assert registry.index_url() == "https://kho.example.vn/simple"
    registry._configured.cache_clear()


def test_the_launcher_stands_on_the_standard_library_alone() -> None:
    folder = Path(uvtool.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            tops = {name.split(".")[0] for name in names}
            assert tops <= {*sys.stdlib_module_names, "launcher"}, path
