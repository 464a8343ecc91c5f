"""Data as it is frozen into a slip: plain JSON, NFC, moments on the Vietnamese clock."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from motcua.kernel.clock import local
from motcua.kernel.text import nfc

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def freeze(data: Mapping[str, object]) -> dict[str, Json]:
    """The data as JSON that will still mean the same in twenty years.

    :raises TypeError: for anything without one plain spelling, floats among them.
    """
    return {nfc(str(key)): _plain(value) for key, value in data.items()}


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        return nfc(str(value)).replace("\x00", "")
    if isinstance(value, Mapping):
        return freeze(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_plain(item) for item in value]
    raise TypeError(f"a slip cannot freeze a {type(value).__name__}")
