"""``manage load_demo``: the demonstration province, from its facts to procedures on offer."""

import shutil
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

DATA = settings.CHECKOUT / "demo/data"

SINCE = "2025-07-01"
"""The province is as old as the two-tier government, so that its past can be lived too."""

# In this order: each step stands on those before it. Every step can be repeated.
STEPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("load_rules", _l("Quy định có ngày hiệu lực"), ()),
    ("load_organizations", _l("Đơn vị và lịch làm việc"), ()),
    ("load_people", _l("Người dùng mẫu"), ()),
    (
        "import_procedures",
        _l("Thủ tục hành chính"),
        (str(DATA / "procedures.json"), "--valid-from", SINCE),
    ),
    # The same records with the term that the law prints and the portal left out: "trong ngày".
    (
        "import_procedures",
        _l("Thủ tục trả trong ngày"),
        (str(DATA / "same_day.json"), "--valid-from", SINCE),
    ),
    ("publish_standard_process", _l("Quy trình mẫu năm bước"), ()),
    (
        "import_processes",
        _l("Quy trình nội bộ đã công bố"),
        (str(DATA / "processes.json"), "--valid-from", SINCE),
    ),
    ("offer_demo", _l("Giao thủ tục cho nơi tiếp nhận"), ()),
)


class Command(BaseCommand):
    """Loads everything that is not there yet. Refuses where ``MOTCUA_DEMO`` is off."""

    help = "Nạp tỉnh mẫu: quy định, đơn vị, người dùng, thủ tục, quy trình, nơi tiếp nhận."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("Tỉnh mẫu chỉ được nạp khi MOTCUA_DEMO=1."))
        _brand()
        known = get_commands()
        for number, (name, title, arguments) in enumerate(STEPS, start=1):
            if name not in known:
                continue
            self.stdout.write(f"[{number}/{len(STEPS)}] {title} …")
            self.stdout.flush()
            began = monotonic()
            call_command(name, *arguments, stdout=_Quiet(self.stdout, options["verbosity"]))
            self.stdout.write(
                _("      xong sau %(seconds)s giây") % {"seconds": f"{monotonic() - began:.1f}"}
            )


class _Quiet:
    """Passes on what a step prints only where more was asked for: there are hundreds of lines."""

    def __init__(self, out: Any, verbosity: int) -> None:
        self.out, self.loud = out, verbosity > 1

    def write(self, text: str = "") -> int:
        if self.loud:
            self.out.write(text)
        return len(text)

    def flush(self) -> None:
        self.out.flush()

    def isatty(self) -> bool:
        return False


def _brand() -> None:
    """Name, logo and colours of the demonstration, unless the installation has its own."""
    source, target = settings.CHECKOUT / "demo/brand", settings.BRAND_DIR
    if source.is_dir() and not (target / "brand.toml").exists():
        shutil.copytree(source, target, dirs_exist_ok=True)
