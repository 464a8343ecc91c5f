"""Where log lines go: one line for an eye to the terminal, JSON to a file that is rotated."""

import sys
from typing import Any

from . import environment as env

LARGEST = 20 * 2**20
"""Bytes of one file, as of the launcher's own logs; five older ones are kept."""
KEPT = 5
QUIET = ("django.request", "django.security", "django.server")
"""They write addresses of pages, in which tokens stand; our own line of a request says the rest."""


def logging() -> dict[str, Any]:
    """Django's ``LOGGING``. ``MOTCUA_LOG_FILE`` names the JSON file of this one process.

    Every request, command and job is a line in that file; on a terminal too, and otherwise the
    standard error holds warnings only, since nobody rotates it.
    """
    file = env.text("MOTCUA_LOG_FILE")
    level = env.text("MOTCUA_LOG_LEVEL") or "INFO"
    acts = level if file or env.text("MOTCUA_LOG_LEVEL") else "WARNING"
    handlers: dict[str, dict[str, Any]] = {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "level": "WARNING" if file and not sys.stderr.isatty() else "NOTSET",
        },
        "null": {"class": "logging.NullHandler"},
    }
    if file:
        handlers["file"] = {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": file,
            "maxBytes": LARGEST,
            "backupCount": KEPT,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "json",
        }
    quiet = {name: {"handlers": ["null"], "propagate": False} for name in QUIET}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "motcua.kernel.watch.lines.PlainLines"},
            "json": {"()": "motcua.kernel.watch.lines.JsonLines"},
        },
        "handlers": handlers,
        "loggers": quiet | {"procrastinate": {"level": "WARNING"}, "motcua.watch": {"level": acts}},
        "root": {"handlers": [name for name in handlers if name != "null"], "level": level},
    }
