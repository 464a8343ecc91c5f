"""``manage offer_demo [FILE]``: who receives and decides what in the demonstration province."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.catalog.commands import assign
from motcua.catalog.rules.assigning import Assignments, BadAssignments, parse
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day


class Command(BaseCommand):
    """Applies the rules of ``demo/offerings.toml`` to the catalogue and the units of today."""

    help = "Giao thủ tục cho các đơn vị tiếp nhận, giải quyết của tỉnh mẫu theo quy tắc."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=settings.CHECKOUT / "demo/offerings.toml"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        found = assign(
            read_assignments(options["file"]),
            day=local_day(at),
            by=Actor.system("offer_demo"),
            at=at,
        )
        for name, count in found.by_rule.items():
            self.stdout.write(f"{count:4} · {name}")
        self.stdout.write(
            _("Đã giao thêm %(made)s lượt tiếp nhận; %(without)s thủ tục chưa có nơi tiếp nhận.")
            % {"made": found.made, "without": len(found.without)}
        )


def read_assignments(path: Path) -> Assignments:
    """The rules of a file. :raises CommandError: one sentence on why it cannot be used."""
    try:
        return parse(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
    except (ValueError, TypeError) as error:
        detail = str(error) if isinstance(error, BadAssignments) else _("sai cú pháp TOML")
        raise CommandError(
            _("Tệp %(path)s không dùng được: %(detail)s.") % {"path": path, "detail": detail}
        ) from error
