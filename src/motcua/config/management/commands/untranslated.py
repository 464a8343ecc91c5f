"""``manage untranslated``: is every string shown to people in English as well?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from motcua.kernel.i18n import checking

NO_TOOLS = "This needs polib and babel: pip install -r requirements/dev.txt, or use ./motcua test."
_MEND = "Run manage translate_extract, edit {po}, run it again."


def catalogue_path() -> Path:
    """Where the English catalogue lies."""
    return Path(settings.PACKAGE) / "locale/en/LC_MESSAGES/django.po"


class Command(BaseCommand):
    """Lists what is missing, doubtful or written so that it cannot be translated; then fails."""

    help = "Kiểm tra mọi câu hiển thị đều có bản tiếng Anh."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings = checking.check(Path(settings.PACKAGE), catalogue_path())
        except ModuleNotFoundError as missing:
            raise CommandError(NO_TOOLS) from missing
        if options["json"]:
            rows = [{"code": f.code, "place": str(f.place or ""), "text": f.text} for f in findings]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for finding in findings:
                self.stdout.write(str(finding))
        if findings:
            po = catalogue_path().relative_to(settings.CHECKOUT)
            raise CommandError(f"{len(findings)} findings. {_MEND.format(po=po)}")
        self.stdout.write("Every string is translated." if not options["json"] else "")
