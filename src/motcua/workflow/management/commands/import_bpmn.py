"""`manage import_bpmn FILE [--key KEY] [--source TEXT]`: publish a file as the next version."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motcua.kernel.actor import Actor
from motcua.kernel.errors import Refused
from motcua.workflow.bpmn import from_xml
from motcua.workflow.commands import publish
from motcua.workflow.lint import lint

MOST_BYTES = 6_000_000


class Command(BaseCommand):
    """Read, check, publish; one sentence for what is wrong, and nothing is saved."""

    help = "Ban hành quy trình từ một tệp BPMN 2.0."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp .bpmn")
        parser.add_argument("--key", help="Mã quy trình; không ghi thì lấy mã trong tệp")
        parser.add_argument("--source", default="", help="Văn bản ban hành")

    def handle(self, *args: Any, **options: Any) -> None:
        xml = self._read(options["file"])
        try:
            found = publish(
                xml,
                key=options["key"] or from_xml(xml).key,
                source=options["source"] or options["file"].name,
                by=Actor.system("import_bpmn"),
                at=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{found.key} v{found.version}: {found.name}")
        for problem in lint(found.graph):
            self.stdout.write(f"! {problem.text}")

    def _read(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                return file.read(MOST_BYTES).decode("utf-8-sig")
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}. Hãy kiểm tra đường dẫn.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"Tệp {path} không phải UTF-8. Hãy lưu lại dạng UTF-8.") from error
