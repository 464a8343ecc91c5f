"""``manage commit_terms FILE``: committed terms by channel, and policies on supplements."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.catalog.commands import commit_all
from motcua.catalog.rules.committing import BadCommitments, Commitments, parse
from motcua.kernel.actor import Actor
from motcua.kernel.errors import Refused


class Command(BaseCommand):
    """Applies one decision, wholly or not at all; again as often as one likes."""

    help = (
        "Đặt thời hạn cam kết theo cách nộp và cách tính khi bổ sung giấy tờ của từng thủ tục, "
        "theo một tệp TOML (mẫu: docs/guides/danh-muc-thu-tuc.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = read_commitments(options["file"])
        try:
            changed, unknown = commit_all(
                wanted, by=Actor.system("commit_terms"), at=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("Đã đặt cho %(count)s nơi tiếp nhận.") % {"count": changed})
        for code in unknown:
            said = _("Chưa nơi nào tiếp nhận thủ tục %(code)s vào ngày đó; bỏ qua.")
            self.stdout.write(said % {"code": code})


def read_commitments(path: Path) -> Commitments:
    """What a file says. :raises CommandError: one sentence on why it cannot be used."""
    try:
        return parse(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
    except ValueError as error:
        detail = str(error) if isinstance(error, BadCommitments) else _("sai cú pháp TOML")
        raise CommandError(
            _("Tệp %(path)s không dùng được: %(detail)s.") % {"path": path, "detail": detail}
        ) from error
