"""Where lines go: a file that is rotated for programs, warnings to the terminal for people."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from motcua.config import logs
from motcua.kernel.watch import lines


@pytest.fixture
def written(monkeypatch: Any, tmp_path: Path) -> Iterator[Path]:
    """The lines of a process that the launcher started."""
    file = tmp_path / "web.jsonl"
    monkeypatch.setenv("MOTCUA_LOG_FILE", str(file))
    monkeypatch.setattr(logs, "LARGEST", 2_000)
    logging.config.dictConfig(logs.logging())
    yield file
    logging.config.dictConfig(settings.LOGGING)


def _terminal() -> io.StringIO:
    """What stands in for the standard error."""
    (handler,) = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    stream = io.StringIO()
    handler.setStream(stream)
    return stream


def test_each_act_is_one_json_line_and_the_terminal_stays_quiet(written: Path) -> None:
    lines.write("request", view="desk:inbox", status=200, ms=4.2, person=7)
    (line,) = written.read_text(encoding="utf-8").splitlines()
    kept = {"level": "info", "event": "request", "view": "desk:inbox", "status": 200, "ms": 4.2}
    assert kept.items() <= json.loads(line).items()
    terminal = _terminal()
    lines.write("request", view="desk:inbox", status=200)
    assert terminal.getvalue() == ""
    lines.write("request", level=logging.ERROR, view="desk:inbox", status=500, ms=4.2, person=7)
    assert "ERROR request desk:inbox 500 4.2 ms person=7" in terminal.getvalue()


def test_the_file_is_rotated_before_it_fills_the_disk(written: Path) -> None:
    for _ in range(200):
        lines.write("request", view="desk:inbox", status=200)
    files = sorted(path.name for path in written.parent.iterdir())
    assert files == ["web.jsonl", *(f"web.jsonl.{n}" for n in range(1, logs.KEPT + 1))]
    assert max(path.stat().st_size for path in written.parent.iterdir()) <= 2_000


def test_addresses_that_the_framework_logs_are_not_written(written: Path) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", "/ho-so/bi-mat")
    logging.getLogger("django.security.csrf").warning("Forbidden: %s", "/ho-so/bi-mat")
    logging.getLogger("django.security.DisallowedHost").error("Invalid host: bi-mat")
    assert not written.exists() or "bi-mat" not in written.read_text(encoding="utf-8")


def test_a_command_line_says_nothing_of_each_act(monkeypatch: Any) -> None:
    monkeypatch.delenv("MOTCUA_LOG_FILE", raising=False)
    monkeypatch.delenv("MOTCUA_LOG_LEVEL", raising=False)
    assert logs.logging()["loggers"]["motcua.watch"] == {"level": "WARNING"}
