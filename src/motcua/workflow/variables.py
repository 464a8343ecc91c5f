"""Values that conditions ask for, as JSON and back without losing their type."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

Json = object


def to_json(variables: Mapping[str, object]) -> dict[str, Json]:
    """Values as JSON; decimals and dates keep their type by a tag.

    :raises TypeError: a value of another kind (a float would round money, so it is one).
    """
    return {name: _pack(value) for name, value in variables.items()}


def from_json(stored: Mapping[str, Json]) -> dict[str, object]:
    """The values that `to_json` was given."""
    return {name: _unpack(value) for name, value in stored.items()}


def _pack(value: object) -> Json:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_pack(part) for part in value]
    if isinstance(value, Mapping):
        return {"$record": to_json(value)}
    raise TypeError(f"a condition cannot ask for a {type(value).__name__}")


def _unpack(value: Json) -> object:
    if isinstance(value, list):
        return [_unpack(part) for part in value]
    if isinstance(value, dict):
        if "$decimal" in value:
            return Decimal(value["$decimal"])
        if "$date" in value:
            return date.fromisoformat(value["$date"])
        return from_json(value["$record"])
    return value
