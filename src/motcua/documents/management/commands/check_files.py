"""``manage check_files``: every kept file is there and unchanged."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.documents.queries import check_file_hashes

_WORDS = {
    "missing": "mất",
    "changed": "bị thay đổi",
    "orphan": "không thuộc hồ sơ nào",
}


class Command(BaseCommand):
    """Reads all bytes and compares them with their hashes; orphans are told, not removed."""

    help = "Kiểm tra mọi tệp còn đủ và không bị thay đổi."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a finding.

        :raises CommandError: a file is missing or changed, so that the exit code says so.
        """
        found = check_file_hashes()
        for sha256, damage in found:
            self.stdout.write(f"{sha256}  {_WORDS[damage]}")
        broken = sum(1 for _, damage in found if damage != "orphan")
        if broken:
            raise CommandError(f"{broken} tệp bị mất hoặc bị thay đổi: hãy khôi phục từ bản sao.")
        self.stdout.write("Mọi tệp còn đủ.")
