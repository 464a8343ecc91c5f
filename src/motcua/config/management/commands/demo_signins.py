"""``manage demo_signins``: who may sign in to the demonstration, and what to try first."""

import tomllib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from motcua.organizations.permissions import Role


class Command(BaseCommand):
    """Prints a table by role; silent about passwords where ``MOTCUA_DEMO`` is off."""

    help = "In danh sách đăng nhập mẫu theo vai trò."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("Không có người dùng mẫu: MOTCUA_DEMO đang tắt."))
        path = settings.CHECKOUT / "demo/people.toml"
        record = tomllib.loads(path.read_text(encoding="utf-8"))
        shown = [row for row in record["person"] if row.get("first")]
        width = max(len(row["username"]) for row in shown)
        for role in Role:
            for row in shown:
                if row["posts"][0]["role"] == role:
                    name = row["username"].ljust(width)
                    self.stdout.write(f"{role.label!s:<31} {name}  {row['first']}")
        self.stdout.write("")
        self.stdout.write(_("Mật khẩu chung: %(password)s") % {"password": record["password"]})
        for title, name in ((_("Cán bộ"), "accounts:sign-in"), (_("Người dân"), "portal:home")):
            try:
                self.stdout.write(f"{title}: {settings.PUBLIC_URL}{reverse(name)}")
            except NoReverseMatch:
                continue
