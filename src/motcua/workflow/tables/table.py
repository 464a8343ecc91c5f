"""A published table as typed rows, everything in NFC and nothing stripped. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel.text import nfc

from .errors import TableRefused


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what, who, how long. `duration` None where the source prints none."""

    no: str
    text: str
    actor: str
    duration: Decimal | None
    unit: str
    duration_text: str
    output: str
    in_charge: str


@dataclass(frozen=True, slots=True)
class Table:
    """One published process. `total` None where the source prints none."""

    id: str
    name: str
    rows: tuple[Row, ...]
    total: Decimal | None
    total_unit: str
    total_text: str
    appointments: tuple[str, ...]
    sum_matches: bool | None
    attributes: Mapping[str, str]


_ATTRIBUTES = (
    "procedure_code",
    "procedure_name",
    "case",
    "field",
    "level",
    "province",
    "document",
    "source_url",
    "code_note",
    "kind",
    "reliability",
    "process_symbol",
)


def table_of(record: Mapping[str, Any]) -> Table:
    """A record of the collection as a table.

    :raises TableRefused: no id, no name, no rows, or two rows with one number.
    """
    table_id, name = _text(record.get("id")), _text(record.get("procedure_name"))
    rows = tuple(_row(line) for line in record.get("steps") or ())
    _require_whole(table_id, name, rows)
    total = record.get("total_time") or {}
    return Table(
        id=table_id,
        name=name,
        rows=rows,
        total=_number(total.get("value")),
        total_unit=_text(total.get("unit")),
        total_text=_text(total.get("text")),
        appointments=tuple(_text(a) for a in record.get("appointments") or ()),
        sum_matches=record.get("sum_matches_total"),
        attributes={key: _text(record.get(key)) for key in _ATTRIBUTES if record.get(key)},
    )


def _require_whole(table_id: str, name: str, rows: tuple[Row, ...]) -> None:
    reasons: list[str] = []
    if not table_id:
        reasons.append(_("Quy trình không có mã nguồn."))
    if not name:
        reasons.append(_("Quy trình không có tên thủ tục."))
    if not rows:
        reasons.append(_("Quy trình không có bước nào."))
    numbers = [row.no for row in rows]
    for number in sorted({n for n in numbers if numbers.count(n) > 1 or not n}):
        reasons.append(_("Số bước “%(number)s” bị trùng hoặc để trống.") % {"number": number})
    if reasons:
        raise TableRefused(*reasons)


def _row(line: Mapping[str, Any]) -> Row:
    return Row(
        no=_text(line.get("no")),
        text=_text(line.get("name")),
        actor=_text(line.get("actor")),
        duration=_number(line.get("duration")),
        unit=_text(line.get("unit")),
        duration_text=_text(line.get("duration_text")),
        output=_text(line.get("output")),
        in_charge=_text(line.get("unit_in_charge")),
    )


def _text(value: object) -> str:
    return "" if value is None else nfc(str(value)).strip()


def _number(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise TableRefused(_("“%(value)s” không phải là số.") % {"value": value}) from error
