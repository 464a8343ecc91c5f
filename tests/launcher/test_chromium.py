"""The browser of the tests: found, installed where that is allowed, or asked for in a sentence."""

import pytest

from launcher import chromium
from launcher.layout import Layout
from launcher.messages import Failure


@pytest.fixture
def bare(monkeypatch):
    """A minimal Debian and an ordinary account."""
    monkeypatch.delenv("MOTCUA_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1500)
    monkeypatch.setattr(chromium, "_drivable", lambda: False)
    return monkeypatch


def test_a_machine_without_a_browser_is_told_what_to_install(bare, layout_stub):
    with pytest.raises(Failure, match="chromium libatomic1"):
        chromium.ensure(layout_stub)


def test_a_browser_without_its_drivers_library_is_told_so(bare, layout_stub):
    bare.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(Failure, match="libatomic1"):
        chromium.ensure(layout_stub)


@pytest.mark.parametrize("offered", ["chromium-headless-shell", "chromium"])
def test_the_administrator_gets_both_from_debian(bare, layout_stub, offered):
    """The lighter browser where Debian has it; apt-get installs all of what it is told, or none."""
    there = set()

    def install(packages):
        if {*packages} <= {offered, "libatomic1"}:
            there.update(packages)

    bare.setattr(chromium.os, "geteuid", lambda: 0)
    bare.setattr(
        chromium.shutil,
        "which",
        lambda name: "/usr/bin/x" if name == "apt-get" or name in there else None,
    )
    bare.setattr(chromium, "_drivable", lambda: "libatomic1" in there)
    bare.setattr(chromium, "_install", install)
    assert chromium.ensure(layout_stub) == "/usr/bin/x"
    assert there == {offered, "libatomic1"}


@pytest.fixture
def layout_stub() -> Layout:
    """Nothing of it is asked for here."""
    return object()
