"""``manage import_procedures FILE [--json]``: take over a published list of procedures."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.catalog.commands import Outcome, ProcedureImport
from motcua.catalog.messages import general
from motcua.catalog.states import OutcomeStatus
from motcua.kernel.actor import Actor
from motcua.kernel.imports import read_records

MOST_MEGABYTES = 200


class Command(BaseCommand):
    """Loads records idempotently; says of each what became of it and why."""

    help = "Nhập danh mục thủ tục hành chính từ một tệp JSON; nhập lại bao nhiêu lần cũng được."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp JSON: một danh sách bản ghi.")
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")
        parser.add_argument(
            "--valid-from", type=date.fromisoformat, help="Ngày có hiệu lực, YYYY-MM-DD."
        )
        parser.add_argument(
            "--hold", action="store_true", help="Giữ bản ghi đủ ở dạng nháp để xem lại."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        records = read_records(options["file"], most=MOST_MEGABYTES)
        run = ProcedureImport(
            records,
            by=Actor.system("import_procedures"),
            at=timezone.now(),
            valid_from=options["valid_from"],
            hold=options["hold"],
            source=str(options["file"].name),
        )
        outcomes = list(run.run(self._progress(len(records), quiet=options["json"])))
        if options["json"]:
            self.stdout.write(as_json(outcomes))
        else:
            self._tell(outcomes)

    def _progress(self, total: int, *, quiet: bool) -> Any:
        def show(done: int) -> None:
            if done and done % 50 == 0 and not quiet:
                self.stderr.write(_("Đã nhập %(done)s/%(total)s.") % {"done": done, "total": total})

        return show

    def _tell(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.status in (OutcomeStatus.DRAFT, OutcomeStatus.REFUSED):
                label = OutcomeStatus(outcome.status).label
                self.stdout.write(f"{label}: {outcome.key}\n  {' '.join(outcome.reasons)}")
        counts = Counter(outcome.status for outcome in outcomes)
        for status in OutcomeStatus:
            self.stdout.write(f"{status.label}: {counts[status]}")
        for code, count in reasons_of(outcomes).most_common():
            self.stdout.write(f"  {count:4} × {code}: {general(code)}")


def reasons_of(outcomes: list[Outcome]) -> Counter[str]:
    """How many records lack each thing; a record can lack several."""
    return Counter(code for outcome in outcomes for code in outcome.codes)


def as_json(outcomes: list[Outcome]) -> str:
    """Counts, reasons and every record, for other programs."""
    body = {
        "counts": {s.value: sum(o.status == s for o in outcomes) for s in OutcomeStatus},
        "reasons": dict(reasons_of(outcomes).most_common()),
        "records": [
            {
                "key": o.key,
                "status": str(o.status),
                "reasons": list(o.reasons),
                "warnings": list(o.warnings),
            }
            for o in outcomes
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)
