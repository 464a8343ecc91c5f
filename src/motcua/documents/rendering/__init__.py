"""From frozen data to the bytes of a PDF."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from motcua.documents.forms.present import present
from motcua.documents.forms.register import FOLDER, edition_named

from .renderer import Renderer, RenderingFailed, shared

__all__ = ["Renderer", "RenderingFailed", "render"]


def render(
    form: str, data: Mapping[str, object], *, edition: str = "TT03-2025", issued_at: datetime
) -> bytes:
    """The PDF of a form with this data: PDF/A-2b and PDF/UA-1, the same bytes for the same input.

    :param form: code of the form, e.g. ``mau-01``.
    :param data: as frozen by ``issue_slip``.
    :param edition: which circular's, as in the form register.
    :param issued_at: the document's date, timezone-aware.
    :raises RenderingFailed: no PDF came.
    :raises NoFormInForce: the register has no such edition.
    """
    chosen = edition_named(form, edition)
    moment = int(issued_at.astimezone(UTC).timestamp())
    source = _source(chosen.template, chosen.base)
    return shared.render(source, present(chosen, data), timestamp=moment)


@cache
def _source(template: str, base: str = "") -> str:
    """A form's template behind the part that it shares: the renderer itself may open no file."""
    parts = [name for name in (base, template) if name]
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in parts)
