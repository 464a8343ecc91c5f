"""Files that an administrator hands to an import."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000


def read_records(path: Path, *, most: int) -> list[object]:
    """The records of a JSON file: a list, of whatever.

    :param most: megabytes that a file may have.
    :raises CommandError: one sentence on why the file cannot be read.
    """
    try:
        if path.stat().st_size > most * MEGABYTE:
            raise CommandError(
                _("Tệp lớn quá %(most)s MB. Hãy tách thành nhiều tệp.") % {"most": most}
            )
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(
            _("Tệp %(path)s không phải JSON (UTF-8) hợp lệ.") % {"path": path}
        ) from error
    if not isinstance(found, list):
        raise CommandError(_("Tệp phải là một danh sách bản ghi: [ { … }, { … } ]."))
    return found
