"""``manage nightly_check``: what the worker asks every night, asked now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.config.watching import check_all
from motcua.kernel.actor import Actor


class Command(BaseCommand):
    """Ask every invariant and keep the answer for the operator's page."""

    help = "Kiểm tra toàn bộ dữ liệu và ghi kết quả cho trang vận hành."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many are broken; ``manage check_invariants`` says which and where."""
        broken = check_all(by=Actor.system("nightly"), at=timezone.now())
        self.stdout.write(_("Đã kiểm tra, %(broken)s điều bị phá vỡ.") % {"broken": broken})
