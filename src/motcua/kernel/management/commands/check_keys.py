"""``manage check_keys``: whether the keys are those of the data; keeps their word at first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.kernel import keys


class Command(BaseCommand):
    """Silent when all is well; else one sentence with what to do and a non-zero exit."""

    help = "Kiểm tra khoá niêm phong và khoá tra cứu có đúng là khoá của dữ liệu không."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys.keep(at=timezone.now())
        except keys.WrongKeys as refusal:
            raise CommandError(str(refusal)) from refusal
