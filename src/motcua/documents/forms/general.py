"""Any form's data as text, by the names of its keys: a new form is a template and a row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from motcua.kernel.text import nfc

from . import words
from .glyphs import printable
from .qr import qr_svg
from .register import Edition

ID_LABELS = {
    "personal_id": "Số định danh cá nhân",
    "old_id": "Số CMND",
    "passport": "Số hộ chiếu",
    "tax_code": "Mã số thuế",
}


def general(edition: Edition, data: Mapping[str, Any]) -> dict[str, Any]:
    """Everything of the data as text that the font can draw, and what the register tells.

    ``…_at``: a moment in words; ``…_at_short``: 05/02/2026 08:05. ``…_on`` and ``day``: a day in
    words; ``…_on_short``: 05/02/2026. ``…_lines``: a list of paragraphs. ``…_qr``: a picture of a
    code. ``…_upper``: capitals. ``title``: keeps its lines. ``code``: in groups. Truth stays
    truth; all else is one line.
    """
    told = _map(data)
    url = str(data.get("check_url") or "")
    agency, above = (str(data.get(key) or "").upper() for key in ("agency", "agency_parent"))
    where = (told.get("place"), told.get("day"))
    return told | {
        "agency": printable(agency),
        "agency_parent": printable(above) if above != agency else "",
        "place_and_day": ", ".join(part for part in where if part),
        "title": printable(str(data.get("title") or edition.name).upper()),
        "paper": edition.paper,
        "form_ref": printable(edition.reference),
        "check_url": printable(url.split("://")[-1]),
        "check_qr": qr_svg(nfc(url)) if url else "",
    }


def _map(data: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: _told(key, value) for key, value in data.items()}
    if "id_masked" in data:
        told["id_label"] = ID_LABELS.get(str(data.get("id_kind")), "Số giấy tờ")
    return told


def _told(key: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return _map(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_told(key, one) for one in value]
    if value is None or value == "":
        return [] if key.endswith("_lines") else ""
    return next((say for end, say in _BY_NAME.items() if key.endswith(end)), printable)(str(value))


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := printable(part))]


_BY_NAME: dict[str, Callable[[str], Any]] = {
    "_at_short": words.short_moment,
    "_on_short": words.short_day,
    "_at": words.moment,
    "_on": words.day,
    "day": words.day,
    "_lines": _lines,
    "_qr": lambda text: qr_svg(nfc(text)),
    "_upper": lambda text: printable(text.upper()),
    "title": lambda text: "\n".join(_lines(text)),
    "code": lambda text: printable(words.grouped(text)),
}
