"""``manage print_acts [FILE]``: the table of acts as a page, ``docs/legal/acts.md``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from motcua.dossiers import permissions
from motcua.dossiers.acts import ROWS, ActRow

TARGET = "docs/legal/acts.md"
HEAD = """# Acts on a dossier

Printed from `dossiers/acts.py` by `manage print_acts`; a test holds it fresh. Who may do an act is
a role (`permissions.GRANTS`) and what they have to do with the dossier (`permissions.SEATS`):
*holds* an open step of it, *leads* the unit that decides or holds it, *received* it at their
counter, *worked* on it; *step*: the unit and role of the step itself. The ten states are the
national ones. No act moves the original due date.

| act | Vietnamese | who | has to do with it | from | clock | history | custody | ten | letter |
|---|---|---|---|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    """Write the table of acts."""

    help = "Writes the table of acts to docs/legal/acts.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it."""
        target = Path(options["file"] or TARGET)
        target.write_text(printed(), encoding="utf-8")
        self.stdout.write(str(target))


def printed() -> str:
    """The page, the same in every language of the reader."""
    with translation.override("vi"):
        return HEAD + "".join(f"| {' | '.join(_cells(row))} |\n" for row in ROWS)


def _cells(row: ActRow) -> list[str]:
    undecided = "; no result yet" if row.undecided else ""
    return [
        row.english,
        str(row.name),
        ", ".join(sorted(permissions.GRANTS[row.asks])),
        ", ".join(sorted(permissions.SEATS.get(row.asks, ("step",)))),
        (", ".join(s.value for s in row.before) + undecided) or "–",
        row.clock or "–",
        f"`{row.kind}`" if row.kind else "–",
        row.custody or "–",
        ", ".join(map(str, row.ten)) or "–",
        row.letter or "–",
    ]
