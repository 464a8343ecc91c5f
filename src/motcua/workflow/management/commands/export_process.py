"""`manage export_process KEY > file.bpmn`: the newest version of a process, for any BPMN tool."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.workflow.errors import UnknownProcess
from motcua.workflow.queries import current_definition


class Command(BaseCommand):
    """Write the stored BPMN to the output, unchanged."""

    help = "Xuất quy trình đang áp dụng ra BPMN 2.0."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Mã quy trình")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(current_definition(options["key"]).xml, ending="")
        except UnknownProcess as refusal:
            raise CommandError(str(refusal)) from refusal
