"""Reading the files that an office writes about itself."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def read_toml(path: Path) -> dict[str, Any]:
    """The file as a mapping, in NFC. :raises CommandError: one sentence on why it is unusable."""
    try:
        return tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
    except ValueError as error:
        raise CommandError(_("Tệp %(path)s sai cú pháp TOML.") % {"path": path}) from error
