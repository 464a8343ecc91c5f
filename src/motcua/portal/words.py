"""Long administrative prose, cut so that it can be read on a phone; the whole stays on the page."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.catalog.queries import Channel, FeeInfo, OfferingInfo, VersionInfo
from motcua.kernel.web.vn import money_text
from motcua.organizations.queries import UnitInfo, UnitKind

_MARK = re.compile(r"^\s*(?:[-+•*–]+|\(?\d{1,2}[.)]|[a-zđ]\))\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[;.:]\s+|\s[-–+]\s|\s*\(")
_COMMITTEE = re.compile(r"^(?:Ủy ban nhân dân|UBND)\s+", re.IGNORECASE)
_IN_CASE = re.compile(r"^(?:đối với\s+)?(?:các\s+)?trường hợp\s+", re.IGNORECASE)
_LEAST = 12


@dataclass(frozen=True, slots=True)
class Title:
    """A text as it is shown first, and whole."""

    short: str
    full: str

    @property
    def cut(self) -> bool:
        """Whether the whole says more."""
        return self.short != self.full


def shortened(text: str, most: int) -> Title:
    """The beginning of a text, up to the last pause before ``most`` letters, else the last word.

    >>> shortened("Tách thửa, hợp thửa đất", 16).short
    'Tách thửa…'
    """
    text = unmarked(text)
    if len(text) <= most:
        return Title(text, text)
    head = text[: most + 1]
    pause = max(head.rfind(mark) for mark in (";", ",", " (", " hoặc "))
    end = pause if pause > most // 2 or (0 < pause and most < 40) else head.rfind(" ")
    return Title(f"{head[: max(end, 1)].rstrip(' ;,(')}…", text)


def step_title(name: str, most: int = 90) -> Title:
    """The first thing that a published step asks for.

    >>> step_title("- Tiếp nhận hồ sơ; - Thu phí (nếu có).").short
    'Tiếp nhận hồ sơ'
    """
    full = unmarked(name)
    first = _CLAUSE.split(full, maxsplit=1)[0].rstrip(" .;:,")
    if len(first) < _LEAST:
        first = full
    return Title(shortened(first, most).short, full)


def unmarked(text: str) -> str:
    """A line without the dash, number or letter that it began with in a list."""
    previous = None
    while previous != text:
        previous, text = text, _MARK.sub("", text, count=1)
    return text.strip()


def commune_name(name: str) -> str:
    """A commune as its people call it.

    >>> commune_name("Ủy ban nhân dân phường Bến Trăng")
    'Phường Bến Trăng'
    """
    return _upper(_COMMITTEE.sub("", name))


def case_name(name: str) -> str:
    """A case without the words that every case begins with.

    >>> case_name("Đối với trường hợp bán tài sản")
    'Bán tài sản'
    """
    return _upper(_IN_CASE.sub("", unmarked(name)))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def level_text(level: str) -> str:
    """At which level a procedure is decided, as the catalogue prints it."""
    names = {"tỉnh": _("Cấp tỉnh"), "xã": _("Cấp xã"), "tỉnh; xã": _("Cấp tỉnh, cấp xã")}
    return str(names.get(level, _("Cấp xã") if level.startswith("xã") else level))


def channel_text(channels: Iterable[str]) -> str:
    """How one may file, in words."""
    return ", ".join(str(Channel(c).label) for c in channels if c)


def terms(version: VersionInfo) -> list[tuple[str, str]]:
    """(for what, how long), once for every length: "nộp trực tuyến" may be longer."""
    names = {case.id: shortened(case_name(case.name), 80).short for case in version.cases}
    found: dict[tuple[str, str], list[str]] = {}
    for row in version.limits:
        text = row.limit.text if row.limit else row.text
        if row.kind == "statutory" and text:
            found.setdefault((names.get(row.case_id or 0, ""), text), []).append(row.channel)
    if len({text for _case, text in found}) == 1:
        return [("", next(iter(found))[1])]
    return [
        (". ".join(part for part in (case, channel_text(channels)) if part), text)
        for (case, text), channels in found.items()
    ]


def committed(version: VersionInfo, offering: OfferingInfo | None) -> list[str]:
    """What an office commits itself to, shorter than the law: once for every length."""
    found: dict[str, list[str]] = {}
    for channel in version.channels:
        limit = offering.committed_by(channel) if offering else None
        if limit is not None:
            found.setdefault(limit.text, []).append(channel)
    if len(found) == 1 and len(next(iter(found.values()))) == len(version.channels):
        return list(found)
    return [f"{channel_text(channels)}: {text}" for text, channels in found.items()]


def fee_lines(version: VersionInfo) -> list[tuple[str, str, str]]:
    """(for what, how much, remark). What the source leaves open is never called free."""
    lines = [
        (", ".join(p for p in (fee.name, channel_text([fee.channel])) if p), *_fee(fee))
        for fee in version.fees
    ]
    if len({line[1:] for line in lines}) == 1:
        return [("", *lines[0][1:])]
    return lines


def _fee(fee: FeeInfo) -> tuple[str, str]:
    if fee.amount_vnd is None:
        return _("Theo mức của địa phương; hỏi nơi nộp hồ sơ"), fee.note
    if fee.amount_vnd == 0:
        return _("Không thu"), fee.note
    return money_text(fee.amount_vnd), fee.note


def places_text(units: Iterable[UnitInfo]) -> str:
    """Where to file, in one line: a unit that stands alone by its name, others by their number."""
    units = list(units)
    kinds = Counter(unit.kind for unit in units)
    parts = [unit.name for unit in units if kinds[unit.kind] == 1]
    for kind, number in kinds.items():
        if number > 1:
            parts.append(_many(kind, number))
    return ", ".join(parts)


def _many(kind: str, number: int) -> str:
    facts = {"number": number, "kind": str(UnitKind(kind).label)}
    if kind == UnitKind.ONE_STOP_COMMUNE:
        return ngettext(
            "trung tâm của %(number)s xã, phường",
            "trung tâm của %(number)s xã, phường",
            number,
        ) % {"number": number}
    return _("%(kind)s (%(number)s nơi)") % facts
