"""``manage due --from MOMENT --limit TERM``: the due date, and why."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from motcua.kernel.errors import Refused
from motcua.organizations.due_dates import Calendars, Question, answer, told


class Command(BaseCommand):
    """Answers one question, or a file of them at some thousands a second."""

    help = "Tính ngày hẹn trả và giải thích từng bước."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", help="2026-02-10T09:32")
        parser.add_argument("--limit", help="5 ngày làm việc, 8 giờ, 15 ngày + 08 ngày làm việc…")
        parser.add_argument("--calendar", default="", help="Mã lịch; bỏ trống là lịch của tỉnh.")
        parser.add_argument("--pause", action="append", default=[], metavar="A..B")
        parser.add_argument("--policy", choices=["resume", "restart"], default="")
        parser.add_argument("--printed", choices=["end", "same"], default="")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--batch", type=Path, metavar="FILE.jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"]:
            for line in self._lines(options["batch"]):
                self.stdout.write(line)
            return
        try:
            question = Question.read(
                {
                    "from": options["start"],
                    "limit": options["limit"],
                    "calendar": options["calendar"],
                    "pauses": [pause.split("..", 1) for pause in options["pause"]],
                    "policy": options["policy"],
                    "printed": options["printed"],
                }
            )
            found = told(answer(question))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self.stdout.write(_("Hẹn trả: %(due)s") % {"due": found["due_at"]})
        for line in found["explanation"]:
            self.stdout.write(f"  {line}")

    def _lines(self, path: Path) -> Iterator[str]:
        try:
            with path.open(encoding="utf-8") as questions:
                calendars: Calendars = {}
                yield from (_one(line, calendars) for line in questions if line.strip())
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error


def _one(line: str, calendars: Calendars) -> str:
    record: Any = None
    try:
        record = json.loads(line)
        found = answer(Question.read(record), explain=False, calendars=calendars)
        told_ = {"due_at": told(found)["due_at"], "due_date": found.on.isoformat()}
    except (ValueError, AttributeError, TypeError):
        told_ = {"error": _("Dòng này không phải một đối tượng JSON.")}
    except Refused as refusal:
        told_ = {"error": str(refusal)}
    ident = record.get("id") if isinstance(record, dict) else None
    return json.dumps({"id": ident} | told_, ensure_ascii=False)
