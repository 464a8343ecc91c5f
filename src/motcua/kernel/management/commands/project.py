"""``manage project [NAME] [--rebuild] [--check]``: read models follow the history."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.kernel import projections


class Command(BaseCommand):
    """Advances projections to the end, makes them anew, or checks that anew is the same."""

    help = "Cho số liệu dựng từ lịch sử đi tới hiện tại; dựng lại hoặc đối chiếu khi cần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="Một tên; để trống là tất cả.")
        parser.add_argument("--rebuild", action="store_true", help="Dựng lại từ đầu.")
        parser.add_argument("--check", action="store_true", help="Chỉ đối chiếu, không sửa gì.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each projection.

        :raises CommandError: the name is unknown, or stored rows are not those of the history.
        """
        known = {projection.name for projection in projections.registered()}
        if options["name"] and options["name"] not in known:
            raise CommandError(
                _("Không có số liệu tên %(name)s. Các tên: %(known)s.")
                % {"name": options["name"], "known": ", ".join(sorted(known))}
            )
        wrong = 0
        for name in [options["name"]] if options["name"] else sorted(known):
            wrong += self._check(name) if options["check"] else self._run(name, options["rebuild"])
        if wrong:
            raise CommandError(_("%(count)s chỗ khác lịch sử: hãy dựng lại.") % {"count": wrong})

    def _run(self, name: str, anew: bool) -> int:
        read = projections.rebuild(name) if anew else 0
        while done := projections.advance(name):
            read += done
        self.stdout.write(
            _("%(name)s: đã đọc %(read)s dòng lịch sử.") % {"name": name, "read": read}
        )
        return 0

    def _check(self, name: str) -> int:
        found = list(projections.compare(name))
        for one in found[:20]:
            self.stdout.write(f"  {one.table} {one.subject}: {one.found} / {one.expected}")
        self.stdout.write(
            _("%(name)s: %(count)s chỗ khác lịch sử.") % {"name": name, "count": len(found)}
        )
        return len(found)
