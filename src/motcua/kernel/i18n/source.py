"""Every message of the package, from its Python files and its templates."""

from collections.abc import Iterator
from pathlib import Path

from . import python_source, template_source
from .messages import Found

_LEFT_OUT = {"tests", "migrations", "__pycache__", "locale", "static"}
_TEMPLATES = {".html", ".txt"}
#: Templates whose tags are given invented people and procedures: data, the same in each language.
_SAMPLES = {"kernel/templates/web/styleguide.html"}


def read(package: Path) -> Iterator[Found]:
    """What is found in a package, by path.

    :param package: folder of the Python package; paths are given relative to it.
    """
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if _LEFT_OUT.intersection(parts) or not path.is_file():
            continue
        name = "/".join(parts)
        if path.suffix == ".py":
            yield from python_source.read(path.read_text(encoding="utf-8"), name)
        elif path.suffix in _TEMPLATES and "templates" in parts:
            content = path.read_text(encoding="utf-8")
            yield from template_source.read(content, name, samples=name in _SAMPLES)
