"""``manage simulate``: let citizens and officers live through so many days."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.kernel import pretending
from motcua.kernel.clock import local_day
from motcua.simulation import lives, plan
from motcua.simulation.life import Life
from motcua.simulation.lives import Kind

DEMO_DAYS, DEMO_PER_DAY, DEMO_SEED = 40, 12.0, 2026
"""How the demonstration's life begins: so many days before today, so many dossiers a day."""
LOOK_EVERY = 5.0
"""Seconds between two looks at the wall clock when nothing is due."""


class Command(BaseCommand):
    """Lives a life by seed through the commands of the product, and tells how far it is.

    A life that was cut off is taken up where it stopped: the same seed, first day and number a day
    are the same life, and nothing in it happens twice.
    """

    help = "Mô phỏng người dân và công chức làm việc qua chính các lệnh của hệ thống."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DEMO_DAYS, help="Số ngày.")
        parser.add_argument(
            "--per-day", type=float, default=DEMO_PER_DAY, help="Hồ sơ một ngày làm việc."
        )
        parser.add_argument("--seed", type=int, default=DEMO_SEED, help="Hạt giống ngẫu nhiên.")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="Ngày đầu tiên.")
        parser.add_argument("--mix", default=plan.PUBLISHED, help="Cơ cấu hồ sơ theo lĩnh vực.")
        parser.add_argument("--account", type=Path, help="Ghi sổ đối chiếu ra tệp JSON.")
        parser.add_argument(
            "--demo", action="store_true", help="Đời sống của tỉnh mẫu, đến hôm qua."
        )
        parser.add_argument("--live", action="store_true", help="Sống tiếp theo đồng hồ thật.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not settings.DEMO:
            raise CommandError(_("Chỉ tỉnh mẫu mới có đời sống mẫu: MOTCUA_DEMO đang tắt."))
        _hurry()
        today = local_day(timezone.now())
        kind, until = self._which(options, today)
        if options["demo"] and not options["live"] and lives.is_lived(lives.DEMO, until):
            return
        try:
            life = lives.begin(
                kind, settings.CHECKOUT / "demo", shared=options["demo"] or options["live"]
            )
        except ValueError as error:
            raise CommandError(_("Không có cơ cấu ấy; có: %(mixes)s.") % {"mixes": error}) from None
        except LookupError:
            raise CommandError(_("Chưa có tỉnh nào: hãy chạy manage load_demo trước.")) from None
        progress = Progress(self, kind.first_day, until)
        life.told = progress.told
        with _past():
            life.run(lives.end_of(until))
        progress.total(life)
        if options["demo"]:
            lives.lived(lives.DEMO, until)
        if options["account"]:
            _write(life, options["account"])
        if options["live"]:
            self._live(life)

    def _which(self, options: dict[str, Any], today: date) -> tuple[Kind, date]:
        """Which life, and the first day that it does not live through."""
        days = timedelta(days=options["days"])
        first = options["first"] or today - days
        kind = Kind(options["seed"], first, options["per_day"], options["mix"])
        if not options["demo"]:
            return kind, min(first + days, today) if options["live"] else first + days
        shown = Kind(DEMO_SEED, today - timedelta(days=DEMO_DAYS), DEMO_PER_DAY, plan.SHOWN)
        return lives.remembered(lives.DEMO, otherwise=shown), today

    def _live(self, life: Life) -> None:
        """Go on with the wall clock until somebody ends the process."""
        self.stdout.write(_("Tỉnh mẫu sống tiếp theo đồng hồ; nhấn Ctrl-C để dừng."))
        self.stdout.flush()
        life.told = None
        while True:
            life.run(timezone.now())
            sleep(LOOK_EVERY)


class Progress:
    """Says once a day of the simulation how far it is, how fast, and how long it will take."""

    def __init__(self, command: Command, first: date, until: date) -> None:
        self.command, self.first, self.until = command, first, until
        self.began = monotonic()

    def told(self, life: Life, day: date) -> None:
        """A day begins."""
        done, days = (day - self.first).days, (self.until - self.first).days
        if not 0 < done < days:
            return
        left = (monotonic() - self.began) / done * (days - done)
        self._say(
            _("%(done)s/%(days)s ngày · %(dossiers)s hồ sơ · %(speed)s việc/giây · còn %(left)s")
            % (self._facts(life) | {"done": done, "days": days, "left": _clock(left)})
        )

    def total(self, life: Life) -> None:
        """Everything is lived."""
        self._say(
            _("%(dossiers)s hồ sơ, %(acts)s việc trong %(time)s (%(speed)s việc/giây).")
            % (self._facts(life) | {"time": _clock(monotonic() - self.began)})
        )

    def _facts(self, life: Life) -> dict[str, Any]:
        acts = life.acts.done + life.acts.repeated
        speed = life.acts.done / max(monotonic() - self.began, 0.001)
        return {"dossiers": len(life.cases), "acts": acts, "speed": f"{speed:.0f}"}

    def _say(self, text: str) -> None:
        self.command.stdout.write(text)
        self.command.stdout.flush()


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@contextmanager
def _past() -> Iterator[None]:
    """In a demonstration the past was also written down then; elsewhere it is written down now."""
    if not settings.DEMO:
        yield
        return
    pretending.declare()
    with pretending.past():
        yield


def _hurry() -> None:
    """A simulated act need not survive a power cut the moment it is done: it can be repeated."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def _write(life: Life, path: Path) -> None:
    names = {unit.id: unit.key for unit in life.province.units.values()}
    text = json.dumps(life.account.to_json(names), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
