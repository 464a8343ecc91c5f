"""Ten minutes of work, at least sixty kills: nothing lost, nothing twice, no number left out."""

import json
import os
import subprocess
from pathlib import Path

from tests.launcher.standin import CHECKOUT, free_port
from tests.prove.kills.installation import environ, figure

MINUTES = float(os.environ.get("MOTCUA_PROVE_KILL_MINUTES") or 10)
SEED = int(os.environ.get("MOTCUA_PROVE_KILL_SEED") or 2026)
KILLS = round(MINUTES * 7)
#: Of the seventy that are planned in ten minutes so many must have been carried out.
AT_LEAST = round(MINUTES * 6)


def test_nothing_is_lost_nor_doubled_while_everything_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    words = ["--minutes", str(MINUTES), "--kills", str(KILLS), "--seed", str(SEED)]
    ran = subprocess.run(
        [
            *(str(CHECKOUT / "motcua"), "demo", "kill", *words),
            *("--port", str(free_port()), "--report", str(file)),
        ],
        env=environ(),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=MINUTES * 60 + 1_200,
    )
    assert file.exists(), f"{ran.returncode}\n{ran.stdout[-4_000:]}{ran.stderr}"
    found = json.loads(file.read_text(encoding="utf-8"))
    figure(
        f"kills: {found['seconds']:.0f} s, {found['kills']} kills {found['killed']},"
        f" {found['told']} acts acknowledged {found['by_kind']},"
        f" {found['answers'].get('cut', 0)} cut, {found['answers'].get('again', 0)} sent again,"
        f" {found['lost']} lost, {found['doubled']} doubled, {found['gaps']} gaps,"
        f" {found['rendered']}/{found['slips']} slips, jobs {found['jobs']},"
        f" {found['invariants']} invariants"
    )
    assert (found["lost"], found["doubled"], found["gaps"]) == (0, 0, 0), found["wrong"]
    assert found["kills"] >= AT_LEAST
    assert found["told"] >= found["kills"]
    # Each reception has its slip, each result returned its receipt, also where the answer was cut
    # off for good and nobody was told.
    acts = found["there_by_kind"]
    papers = acts["dossier.received"] + acts.get("result.returned", 0)
    assert found["rendered"] == found["slips"] == papers
    assert found["invariants_broken"] == 0
    assert found["left_over"] == []
    assert ran.returncode == 0, ran.stdout[-4_000:] + ran.stderr
