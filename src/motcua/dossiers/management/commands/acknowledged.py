"""``manage acknowledged --since MOMENT --by NAME``: which acts of these people are there."""

import json
import time
from argparse import ArgumentTypeError
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection
from django.utils.translation import gettext as _

from motcua.dossiers.invariants.presence import presence
from motcua.kernel.transactions import snapshot


def moment(word: str) -> datetime:
    """An ISO moment with its zone.

    :raises ArgumentTypeError: it is none.
    """
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ArgumentTypeError(_("Hãy viết thời điểm như 2026-11-20T08:00:00+07:00."))
    return found


class Command(BaseCommand):
    """One line of JSON a look; ids and codes only. Bears the death of the database meanwhile."""

    help = "Liệt kê các việc những người này đã làm mà cơ sở dữ liệu đang có; chỉ đọc."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=moment, required=True, help="ISO, có múi giờ.")
        parser.add_argument("--by", action="append", required=True, help="Tên đăng nhập.")
        parser.add_argument("--json", action="store_true", help="In đủ các việc, dạng JSON.")
        parser.add_argument(
            "--every", type=float, default=0, help="Xem lại sau mỗi chừng này giây."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look once, or again and again until whoever reads has gone."""
        while True:
            try:
                self._look(**options)
            except Error:
                if not options["every"]:
                    raise
                connection.close()
                self.stdout.write(json.dumps({"acts": None}))
            if not options["every"]:
                return
            self.stdout.flush()
            time.sleep(options["every"])

    def _look(self, **options: Any) -> None:
        with snapshot():
            found = presence(since=options["since"], people=options["by"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False))
            return
        facts = {"acts": len(found.acts), "gaps": found.gaps}
        facts |= {"slips": found.slips, "rendered": found.rendered}
        self.stdout.write(
            _(
                "%(acts)s việc, %(gaps)s số bị bỏ trống, %(slips)s giấy đã lập, "
                "%(rendered)s giấy đã có bản in"
            )
            % facts
        )
