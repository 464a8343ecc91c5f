"""What the filters of lists have in common: fields, units, windows of time, procedures."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalog import queries as catalog
from motcua.dossiers.states import Channel
from motcua.kernel.clock import TZ, local_day
from motcua.kernel.web.lists import Filter, Look
from motcua.organizations import queries as organizations
from motcua.organizations.errors import UnknownUnit

WINDOWS = {
    "qua-han": gettext_lazy("Đã quá hạn"),
    "hom-nay": gettext_lazy("Đến hạn hôm nay"),
    "3-ngay": gettext_lazy("Đến hạn trong 3 ngày tới"),
    "7-ngay": gettext_lazy("Đến hạn trong 7 ngày tới"),
    "khong-han": gettext_lazy("Không có hạn"),
}
CODE = re.compile(r"^\d+\.\d{6}(\.\w{1,10})*$")
DAYS = {"hom-nay": 0, "3-ngay": 3, "7-ngay": 7}


@dataclass(frozen=True, slots=True)
class Window:
    """Which due moments are meant, as seen on a day; ``none`` means without any."""

    kind: str
    today: date

    @property
    def late(self) -> bool:
        """Only what should have been done by now."""
        return self.kind == "qua-han"

    @property
    def none(self) -> bool:
        """Only what has no due moment."""
        return self.kind == "khong-han"

    @property
    def last(self) -> date:
        """The last day of the window."""
        return self.today + timedelta(days=DAYS.get(self.kind, 0))


class WhatAndWhen(Protocol):
    """What every list of dossiers asks: which procedures, and which days of reception."""

    @property
    def procedures(self) -> tuple[str, ...] | None: ...
    @property
    def received_from(self) -> date | None: ...
    @property
    def received_until(self) -> date | None: ...


def what_and_when(filters: WhatAndWhen, dossier: str = "") -> Q:
    """Its condition; ``dossier`` leads from the rows of the list to their dossiers."""
    asked = Q()
    if filters.procedures is not None:
        asked &= Q(**{f"{dossier}procedure_code__in": filters.procedures})
    if filters.received_from is not None:
        asked &= Q(**{f"{dossier}received_at__gte": start_of(filters.received_from)})
    if filters.received_until is not None:
        end = start_of(filters.received_until + timedelta(days=1))
        asked &= Q(**{f"{dossier}received_at__lt": end})
    return asked


def start_of(day: date) -> datetime:
    """The first moment of a Vietnamese day."""
    return datetime.combine(day, datetime.min.time(), TZ)


def field_choices(day: date) -> list[tuple[str, str]]:
    """Fields by name. One query."""
    return [(field.code, field.name) for field in catalog.fields()]


def look_at(now: datetime) -> Look:
    """How rows of one page or file are named: each name is asked for once."""

    @cache
    def fields() -> dict[str, str]:
        return dict(field_choices(local_day(now)))

    @cache
    def unit(unit_id: int | None) -> str:
        found = organizations.units([unit_id]) if unit_id is not None else {}
        return found[unit_id].name if unit_id in found else ""

    return Look(now, {"field": lambda code: fields().get(code, code), "unit": unit})


def commune_choices(day: date) -> list[tuple[str, str]]:
    """Communes of the day."""
    return _named(organizations.communes(day))


def unit_choices(day: date) -> list[tuple[str, str]]:
    """Units of the day, the province's before the communes'."""
    return _named(organizations.units_of_kind(day))


def counter_choices(day: date) -> list[tuple[str, str]]:
    """One-stop units of the day."""
    return _named(organizations.one_stop_units(day))


def _named(units: list[organizations.UnitInfo]) -> list[tuple[str, str]]:
    ordered = sorted(units, key=lambda unit: (unit.level != "province", unit.name))
    return [(unit.public_id, unit.name) for unit in ordered]


def unit_name_of(public_id: str) -> str | None:
    """The name of any unit that ever was; None for what is none."""
    try:
        return organizations.unit_by_public_id(public_id).name
    except UnknownUnit:
        return None


def unit_id_of(public_id: str) -> int | None:
    """The id of a unit, None for an empty text."""
    return organizations.unit_by_public_id(public_id).id if public_id else None


def procedure_codes(text: str, day: date) -> tuple[str, ...]:
    """Codes of the procedures that a reader means by a code or some words. Two queries at most."""
    if CODE.match(text):
        return (text,)
    found = catalog.search(text, day=day, offered_only=False, limit=50)
    return tuple(dict.fromkeys(hit.code for hit in found if hit.code))


def days_in_order(values: dict[str, str]) -> list[str]:
    """A sentence where the first day of reception lies behind the last."""
    first, last = values.get("nhan-tu", ""), values.get("nhan-den", "")
    if first and last and first > last:
        return [_("Ngày tiếp nhận từ nằm sau ngày tiếp nhận đến, nên không có dòng nào.")]
    return []


DAY_HINT = gettext_lazy("ngày/tháng/năm")
WORDS = Filter("q", gettext_lazy("Mã hồ sơ, tên người hoặc thủ tục"), "text")
FIELD = Filter("linh-vuc", gettext_lazy("Lĩnh vực"), choices=field_choices)
PROCEDURE = Filter(
    "thu-tuc",
    gettext_lazy("Thủ tục"),
    "text",
    hint=gettext_lazy("mã hoặc vài chữ"),
)
RECEIVED_FROM = Filter("nhan-tu", gettext_lazy("Tiếp nhận từ"), "day", hint=DAY_HINT)
RECEIVED_UNTIL = Filter("nhan-den", gettext_lazy("Tiếp nhận đến"), "day", hint=DAY_HINT)
CHANNEL = Filter("kenh", gettext_lazy("Cách nộp"), choices=lambda day: _pairs(Channel.choices))
COMMUNE = Filter("xa", gettext_lazy("Xã, phường"), choices=commune_choices, name_of=unit_name_of)
DUE = Filter("han", gettext_lazy("Thời hạn"), choices=lambda day: _pairs(WINDOWS.items()))


def _pairs(items: object) -> list[tuple[str, str]]:
    return [(str(value), str(words)) for value, words in items]  # type: ignore[attr-defined]
