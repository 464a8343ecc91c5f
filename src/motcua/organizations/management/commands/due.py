"""``manage due --from MOMENT --limit TERM``: the due date, and why."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.kernel.errors import Refused
from motcua.organizations import queries
from motcua.organizations.due_dates import Calendars, Question, answer, brief, moment, told


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
        parser.add_argument("--now", default="", help="Coi như bây giờ là lúc này (để thử).")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--batch", type=Path, metavar="FILE.jsonl")
        parser.add_argument(
            "--explain", action="store_true", help="Với --batch: thêm giải thích vào từng dòng."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            now = moment(options["now"]) if options["now"] else timezone.now()
            if options["batch"]:
                for line in self._lines(options["batch"], now, explain=options["explain"]):
                    self.stdout.write(line)
                return
            found = told(answer(Question.read(_record(options)), now=now))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self.stdout.write(_("Hẹn trả: %(due)s") % {"due": found["due_at"]})
        for line in found["explanation"]:
            self.stdout.write(f"  {line}")

    def _lines(self, path: Path, now: datetime, *, explain: bool) -> Iterator[str]:
        try:
            with (
                path.open(encoding="utf-8-sig", errors="replace") as questions,
                queries.one_look(),
            ):
                calendars: Calendars = {}
                yield from (
                    _one(line, now, calendars, explain=explain)
                    for line in questions
                    if line.strip()
                )
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error


def _record(options: dict[str, Any]) -> dict[str, Any]:
    pauses = [pause.split("..", 1) for pause in options["pause"]]
    words = {name: options[name] for name in ("limit", "calendar", "policy", "printed")}
    return {"from": options["start"], "pauses": pauses} | words


def _one(line: str, now: datetime, calendars: Calendars, *, explain: bool) -> str:
    """The answer to one line, or its sentence; never neither."""
    record: Any = None
    said: dict[str, Any]
    try:
        record = json.loads(line)
        if not isinstance(record, dict):
            raise ValueError
        found = answer(Question.read(record), now=now, explain=explain, calendars=calendars)
        said = brief(found)
    except Refused as refusal:
        said = {"error": str(refusal)}
    except ValueError:
        said = {"error": _("Dòng này không phải một đối tượng JSON.")}
    ident = record.get("id") if isinstance(record, dict) else None
    return json.dumps({"id": ident} | said, ensure_ascii=False)
