"""``manage load_people [FILE]``: invented people, posts and titles, for a demonstration only."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.accounts import commands as accounts
from motcua.accounts import queries as people
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.organizations import commands, queries
from motcua.organizations.management.reading import read_toml


class Command(BaseCommand):
    """Opens accounts with one shared password; refuses where ``MOTCUA_DEMO`` is off."""

    help = "Nạp người dùng mẫu và vị trí công tác (chỉ khi bật MOTCUA_DEMO)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=settings.CHECKOUT / "demo/people.toml"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                _("Chỉ nạp người dùng mẫu khi MOTCUA_DEMO=1: mật khẩu của họ ai cũng biết.")
            )
        record, at = read_toml(options["file"]), timezone.now()
        by, day = Actor.system("load_people"), local_day(at)
        made, shared = 0, accounts.prepare_password(record["password"])
        for row in record["person"]:
            person = people.user_by_username(row["username"])
            if person is None:
                made += 1
                person = accounts.create_user(
                    username=row["username"],
                    full_name=row["full_name"],
                    email=row.get("email", ""),
                    phone=row.get("phone", ""),
                    password=shared,
                    must_change_password=False,
                    by=by,
                    at=at,
                )
            held = {(p.unit_id, p.role) for p in queries.posts_of(person.id, day)}
            for post in row["posts"]:
                unit = queries.unit_by_key(post["unit"], day)
                if (unit.id, post["role"]) not in held:
                    commands.appoint(
                        person_id=person.id,
                        unit_id=unit.id,
                        role=post["role"],
                        share=Decimal(str(post.get("share", 1))),
                        since=record["since"],
                        by=by,
                        at=at,
                    )
            _entitle(person.id, row.get("titles", ()), record["since"], by, at)
        self.stdout.write(
            _("Người dùng mẫu: thêm %(made)s, giữ nguyên %(kept)s.")
            % {"made": made, "kept": len(record["person"]) - made}
        )


def _entitle(
    person_id: int, rows: Iterable[Mapping[str, Any]], since: date, by: Actor, at: datetime
) -> None:
    """Titles of one person; one that they have is left as it is."""
    for row in rows:
        unit = queries.unit_by_key(row["unit"], local_day(at))
        if queries.title_of(person_id, unit.id, local_day(at)) is None:
            commands.entitle(
                person_id=person_id,
                unit_id=unit.id,
                standing=row["standing"],
                name=row["name"],
                head_title=row.get("head_title", ""),
                collective=row.get("collective", ""),
                since=row.get("since", since),
                until=row.get("until"),
                by=by,
                at=at,
            )
