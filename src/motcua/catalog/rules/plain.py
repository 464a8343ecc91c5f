"""Getting plain, typed, normalised values out of whatever a file holds."""

import hashlib
import json
import math
from typing import Any

from motcua.kernel.text import clean, fold, nfc

from .values import Remarks

MOST_LETTERS = 1_000_000
MOST_DEPTH = 8
MOST_ROWS = 1_000
MOST_TEXT = 100_000


class TooDeep(ValueError):
    """A record is nested deeper than any published one."""


def sanitized(value: Any, depth: int = 0) -> Any:
    """The same JSON with every string in NFC and nothing that PostgreSQL cannot store.

    :raises TooDeep: nested more than ``MOST_DEPTH`` levels.
    """
    if depth > MOST_DEPTH:
        raise TooDeep
    if isinstance(value, str):
        return nfc(value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8"))
    if isinstance(value, dict):
        return {sanitized(str(k)): sanitized(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [sanitized(item, depth + 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def digest(record: Any) -> str:
    """SHA-256 of the record's canonical JSON: the same content, the same digest."""
    body = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def name_key(name: str) -> str:
    """Digest of the folded name: accents, case and spaces do not make another procedure."""
    return hashlib.sha256(" ".join(fold(name).split()).encode()).hexdigest()


def text_of(record: dict[str, Any], part: str, remarks: Remarks, most: int = MOST_TEXT) -> str:
    """A text of the record, cleaned; empty (and said so) where it is none or no text."""
    value = record.get(part)
    if value is None:
        return ""
    if not isinstance(value, str):
        remarks.warn("wrong_type", part=part)
        return ""
    if len(found := clean(value)) > most:
        remarks.warn("too_long", part=part, most=most)
        return ""
    return found


def rows_of(record: dict[str, Any], part: str, kind: type, remarks: Remarks) -> list[Any]:
    """The items of a list that have the right type; the others are said and left out."""
    value = record.get(part)
    if value is None:
        return []
    if not isinstance(value, list):
        remarks.warn("wrong_type", part=part)
        return []
    if len(value) > MOST_ROWS:
        remarks.refuse("too_many", part=part, most=MOST_ROWS)
        return []
    right = [item for item in value if isinstance(item, kind)]
    if len(right) < len(value):
        remarks.warn("wrong_type", part=part)
    return right


def texts_of(record: dict[str, Any], part: str, remarks: Remarks) -> tuple[str, ...]:
    """The texts of a list, cleaned, without the empty ones."""
    return tuple(t for item in rows_of(record, part, str, remarks) if (t := clean(item)))


def whole(value: Any) -> int | None:
    """A whole number, also where JSON wrote 3.0; none for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None
