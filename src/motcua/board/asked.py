"""What the address of a page of figures asks: days, by whose knowledge, and which dossiers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.board import looking_back
from motcua.dossiers.queries import Channel
from motcua.kernel.clock import local_day
from motcua.monitoring.queries import Cut, Only
from motcua.organizations import queries as organizations
from motcua.organizations.errors import UnknownUnit

DAY = timedelta(days=1)
LONGEST = 3660 * DAY
"""Ten years: more is an address made up by hand."""

PRESETS: dict[str, Promise] = {
    "thang-nay": _("Tháng này"),
    "thang-truoc": _("Tháng trước"),
    "quy-nay": _("Quý này"),
    "nam-nay": _("Năm nay"),
    "khac": _("Khoảng ngày khác"),
}
FILTERS = ("don-vi", "noi-nhan", "linh-vuc", "thu-tuc", "kenh", "cap", "muc-do")
CARRIED = ("ky", "tu", "den", "biet", "theo", "dia-gioi", *FILTERS)
OLD = "cu"
"""Counts by the units of each dossier's own time; else by those that do their work today."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of an address, read; what cannot be read is as if it were not there.

    ``named`` holds what was asked, as its address says it.
    """

    preset: str
    period: Cut
    only: Only
    now: datetime
    named: dict[str, str]

    def url(self, view: str, **more: str) -> str:
        """The same question to another page, or with more asked; an empty value asks no more."""
        asked = {key: value for key, value in (self.named | more).items() if value}
        return f"{reverse(view)}?{urlencode(asked)}"


def read(query: QueryDict, now: datetime) -> Asked:
    """Read an address. :raises Http404: it names a unit that there is none of."""
    today = local_day(now)
    preset = query.get("ky", "")
    if preset not in PRESETS:
        preset = "khac" if query.get("tu") or query.get("den") else "thang-nay"
    first, last = _days(preset, query, today)
    known = _day(query.get("biet", ""))
    back = looking_back.read(query, today)
    if back.days and back.known_then:
        known = back.day
    elif back.days:
        preset, first, last = "khac", min(first, back.day), back.day
    if known is not None and known >= today:
        known = None
    named = {name: query.get(name, "")[:120] for name in CARRIED}
    named |= {"ky": preset, "biet": known.isoformat() if known else ""}
    named["dia-gioi"] = OLD if named["dia-gioi"] == OLD else ""
    if preset == "khac":
        named |= {"tu": first.isoformat(), "den": last.isoformat()}
    else:
        named |= {"tu": "", "den": ""}
    channel = named["kenh"] if named["kenh"] in Channel.values else ""
    only = Only(
        unit_id=_unit(named["don-vi"]),
        received_unit_id=_unit(named["noi-nhan"]),
        field_code=named["linh-vuc"],
        procedure_code=named["thu-tuc"],
        channel=channel,
        level=named["cap"],
        online_level=named["muc-do"],
        units_of=None if named["dia-gioi"] else today,
    )
    return Asked(preset, Cut(first, last, today, known), only, now, named | {"kenh": channel})


def _days(preset: str, query: QueryDict, today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    if preset == "thang-nay":
        return month, today
    if preset == "thang-truoc":
        return (month - DAY).replace(day=1), month - DAY
    if preset == "quy-nay":
        return month.replace(month=3 * ((today.month - 1) // 3) + 1), today
    if preset == "nam-nay":
        return month.replace(month=1), today
    last = _day(query.get("den", "")) or today
    first = _day(query.get("tu", "")) or last.replace(day=1)
    first, last = min(first, last), max(first, last)
    return max(first, last - LONGEST), last


def _day(text: Any) -> date | None:
    try:
        found = date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def _unit(public_id: str) -> int | None:
    if not public_id:
        return None
    try:
        return organizations.unit_by_public_id(public_id).id
    except UnknownUnit:
        raise Http404 from None
