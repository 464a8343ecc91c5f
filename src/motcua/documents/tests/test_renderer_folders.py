"""A killed process leaves an empty folder behind; the next renderer takes it away."""

import os
import subprocess
import sys
import tempfile

from motcua.documents.rendering.renderer import Renderer


def test_folders_of_killed_processes_go_and_those_of_living_ones_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = tmp_path / f"motcua-render-{gone.pid}-a1"
    used = tmp_path / f"motcua-render-{gone.pid}-b2"
    alive = tmp_path / f"motcua-render-{os.getppid()}-c3"
    for folder in (dead, used, alive):
        folder.mkdir()
    (used / "something").touch()
    renderer = Renderer()
    renderer.render("#set document(title: [a], date: auto)\na", {}, timestamp=0)
    assert (dead.exists(), used.exists(), alive.exists()) == (False, True, True)
    renderer.close()
    assert {folder.name for folder in tmp_path.iterdir()} == {used.name, alive.name}
