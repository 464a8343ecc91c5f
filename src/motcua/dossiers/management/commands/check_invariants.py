"""``manage check_invariants [--json] [--files]``: is everything true that must always be true."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.dossiers.invariants import Outcome, Scope, check
from motcua.kernel.transactions import snapshot


class Command(BaseCommand):
    """Reads everything as it was at one moment, changes nothing, and prints ids and codes only."""

    help = "Kiểm tra mọi điều luôn phải đúng của dữ liệu; chỉ đọc, không sửa gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")
        parser.add_argument(
            "--files", action="store_true", help="Đọc lại mọi tệp, không chỉ một mẫu."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each invariant and one for each way in which it is broken.

        :raises CommandError: something is broken, so that the exit code says so.
        """
        with snapshot():
            outcomes = list(self._told(check(Scope(every_file=options["files"])), **options))
        if options["json"]:
            self.stdout.write(report(outcomes))
        broken = sum(1 for outcome in outcomes if outcome.broken)
        if broken:
            raise CommandError(
                _("%(broken)s trong %(all)s điều bất biến bị phá vỡ.")
                % {"broken": broken, "all": len(outcomes)}
            )
        if not options["json"]:
            self.stdout.write(_("Cả %(all)s điều bất biến đều đúng.") % {"all": len(outcomes)})

    def _told(self, outcomes: Iterator[Outcome], **options: Any) -> Iterator[Outcome]:
        for outcome in outcomes:
            if not options["json"]:
                self._tell(outcome)
            yield outcome

    def _tell(self, outcome: Outcome) -> None:
        line = _("%(mark)s %(name)s: xem %(rows)s dòng, sai %(broken)s, %(seconds)s giây") % {
            "mark": "✗" if outcome.broken else "✓",
            "name": outcome.name,
            "rows": outcome.looked_at,
            "broken": outcome.broken,
            "seconds": f"{outcome.seconds:.2f}".replace(".", ","),
        }
        self.stdout.write(line)
        for fault in outcome.faults:
            self.stdout.write(f"    {fault.text} ({fault.count}): {', '.join(fault.subjects)}")


def report(outcomes: list[Outcome]) -> str:
    """All outcomes, for other programs."""
    rows = [asdict(outcome) | {"broken": outcome.broken} for outcome in outcomes]
    body = {"broken": sum(1 for row in rows if row["broken"]), "invariants": rows}
    return json.dumps(body, ensure_ascii=False, indent=1)
