"""``manage translate_extract``: bring the English catalogue up to the source, and compile it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from motcua.kernel.i18n import catalogue, source
from motcua.kernel.i18n.messages import split

from .untranslated import NO_TOOLS, catalogue_path


class Command(BaseCommand):
    """Adds new strings with an empty translation, drops those nobody says, writes .po and .mo."""

    help = "Cập nhật tệp dịch tiếng Anh theo mã nguồn rồi biên dịch."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            messages, _findings = split(source.read(Path(settings.PACKAGE)))
            merged = catalogue.merged(catalogue.load(catalogue_path()), messages)
        except ModuleNotFoundError as missing:
            raise CommandError(NO_TOOLS) from missing
        catalogue.save(merged, catalogue_path())
        empty = sum(not entry.translated() for entry in merged)
        self.stdout.write(f"{len(merged)} strings, {empty} of them without a translation.")
