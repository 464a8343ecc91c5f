"""What the documents say about places in the tree is true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "README.md",
    "README.vi.md",
    "CONTRIBUTING.md",
    "NOTICE",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/status.md",
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs/decisions").glob("*.md")),
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs/guides").glob("*.md")),
]
_PATH = re.compile(r"`([\w.-]+/[\w./*-]*)`")
_LINK = re.compile(r"\]\(([^)#:]+)\)")
#: Made by an installation, not part of the tree.
_MADE = ("var/", "keys/", "files/", "brand/", "before/")


def named_paths(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    return [path for path in _PATH.findall(text) if not path.startswith(_MADE)]


def exists(path, page):
    roots = (ROOT, ROOT / "src/motcua", (ROOT / page).parent, ROOT / "src/motcua/workflow/tests")
    return any(any(root.glob(path.rstrip("/"))) for root in roots)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page):
    assert [path for path in named_paths(page) if not exists(path, page)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in _LINK.findall(text) if not link.startswith("http")]
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in folder.glob("0*.md") if f"({p.name})" not in listed] == []
