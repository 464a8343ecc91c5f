"""``manage import_processes FILE [--json]``: published step tables become running processes."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.dossiers.process_import import Outcome, OutcomeStatus, ProcessImport, as_json
from motcua.kernel.actor import Actor
from motcua.kernel.imports import read_records
from motcua.workflow.tables import ActorMap, Readings

MOST_MEGABYTES = 50
DEMO = settings.CHECKOUT / "demo"

T = TypeVar("T", ActorMap, Readings)


class Command(BaseCommand):
    """Loads step tables idempotently; says of each what became of it and why."""

    help = "Nhập quy trình nội bộ từ một tệp JSON; nhập lại bao nhiêu lần cũng được."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp JSON: một danh sách bảng bước.")
        parser.add_argument(
            "--actors", type=Path, default=DEMO / "actors.toml", help="Bảng người thực hiện."
        )
        parser.add_argument(
            "--readings",
            type=Path,
            default=DEMO / "process_readings.toml",
            help="Cách đọc lời văn của các bước.",
        )
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")
        parser.add_argument(
            "--valid-from", type=date.fromisoformat, help="Ngày bắt đầu áp dụng, YYYY-MM-DD."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        records = read_records(options["file"], most=MOST_MEGABYTES)
        run = ProcessImport(
            records,
            actors=_toml(options["actors"], ActorMap),
            readings=_toml(options["readings"], Readings),
            by=Actor.system("import_processes"),
            at=timezone.now(),
            valid_from=options["valid_from"],
        )
        outcomes = list(run.run(self._progress(len(records), quiet=options["json"])))
        if options["json"]:
            self.stdout.write(report(outcomes))
        else:
            self._tell(outcomes)

    def _progress(self, total: int, *, quiet: bool) -> Any:
        def show(done: int) -> None:
            if done and done % 25 == 0 and not quiet:
                self.stderr.write(_("Đã nhập %(done)s/%(total)s.") % {"done": done, "total": total})

        return show

    def _tell(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.reasons:
                self.stdout.write(f"{outcome.status.label}: {outcome.key}")
                self.stdout.write(f"  {' '.join(outcome.reasons)}")
            for warning in outcome.warnings:
                self.stdout.write(
                    _("cảnh báo: %(key)s: %(text)s") % {"key": outcome.key, "text": warning}
                )
        counts = Counter(outcome.status for outcome in outcomes)
        for status in OutcomeStatus:
            self.stdout.write(f"{status.label}: {counts[status]}")
        for label, count in table(outcomes):
            self.stdout.write(f"  {count:4} {label}")


def table(outcomes: list[Outcome]) -> list[tuple[str, int]]:
    """How many processes have what."""
    facts = [outcome.facts for outcome in outcomes if outcome.facts]
    return [
        (_("có rẽ nhánh theo điều kiện"), sum(f.conditions > 0 for f in facts)),
        (_("có phần song song"), sum(f.parallel > 0 for f in facts)),
        (_("có chờ bên ngoài"), sum(f.waits > 0 for f in facts)),
        (_("có hai lần hẹn"), sum(f.two_promises for f in facts)),
        (_("có đơn vị chọn theo nơi tiếp nhận"), sum(f.alternatives > 0 for f in facts)),
    ]


def report(outcomes: list[Outcome]) -> str:
    """Counts and every table, for other programs."""
    body = {
        "counts": {s.value: sum(o.status == s for o in outcomes) for s in OutcomeStatus},
        "records": [as_json(outcome) for outcome in outcomes],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def _toml(path: Path, kind: type[T]) -> T:
    try:
        return kind.parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            _("Tệp %(path)s không đúng dạng: %(reason)s") % {"path": path, "reason": error}
        ) from error
