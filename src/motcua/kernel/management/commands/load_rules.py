"""``manage load_rules [FILE]``: the dated rules of law and office, idempotently."""

import tomllib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from motcua.kernel import rulebook
from motcua.kernel.dates import since
from motcua.kernel.models import Rule
from motcua.kernel.text import nfc
from motcua.kernel.transactions import command


@command
def load_rules(rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Add the rules that are not known yet; a later ``from`` closes the row before it.

    :returns: numbers of rows added and unchanged.
    """
    added = 0
    for row in sorted(rows, key=lambda r: (r["code"], r["from"])):
        added += _load(row)
    rulebook.forget()
    return added, len(rows) - added


def _load(row: dict[str, Any]) -> int:
    start: date = row["from"]
    known = Rule.objects.filter(code=row["code"])
    same = known.filter(valid__startswith=start).first()
    wanted = {
        "value": row["value"],
        "valid": since(start, row.get("until") or _end(known, same, start)),
        "source": nfc(row["source"]),
        "certainty": row["certainty"],
        "note": nfc(row.get("note", "")),
    }
    if same is not None and all(getattr(same, name) == value for name, value in wanted.items()):
        return 0
    if same is not None:
        same.delete()  # a new row has a new id, by which the other processes notice
    before = known.filter(valid__contains=start).first()
    if before is not None:
        known.filter(pk=before.pk).update(valid=since(before.valid.lower, start))
    Rule.objects.create(code=row["code"], **wanted)
    return 1


def _end(known: QuerySet[Rule], same: Rule | None, start: date) -> Any:
    """Where a rule without an end of its own ends: where it did, or where the next one begins."""
    if same is not None:
        return same.valid.upper
    following = known.filter(valid__startswith__gt=start).order_by("valid").first()
    return following.valid.lower if following else None


class Command(BaseCommand):
    help = "Nạp các quy định có thời hạn từ tệp TOML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"] or settings.CHECKOUT / "docs" / "legal" / "rules.toml")
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
        except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
            raise CommandError(f"Không đọc được {path}: {error}") from error
        added, unchanged = load_rules(rows)
        self.stdout.write(f"Quy định: {added} dòng mới, {unchanged} dòng giữ nguyên.")
