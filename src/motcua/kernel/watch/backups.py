"""The last backup, as the launcher (or whoever else makes backups) has left word of it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

RECORD = "backup.json"
"""In the data folder: ``{"made": ISO 8601 with offset, "bytes": …, "seconds": …}``."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was completed. ``bytes`` written, in ``seconds``; 0 where nobody said."""

    made_at: datetime
    bytes: int
    seconds: float


def last() -> Backup | None:
    """The last backup of this installation; None when there is none or the record is unreadable."""
    try:
        facts = json.loads((settings.DATA_DIR / RECORD).read_text(encoding="utf-8"))
        made = datetime.fromisoformat(facts["made"])
        if made.tzinfo is None:
            return None
        return Backup(made, int(facts.get("bytes", 0)), float(facts.get("seconds", 0)))
    except (OSError, ValueError, KeyError, TypeError):
        return None
