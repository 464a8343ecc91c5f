"""Figures as the pages show them: tiles, lines of a table, small charts over the days."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from motcua.kernel.web import vn
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import MEASURES, Counts, Day

from . import charts
from .asked import Asked

COLUMNS: dict[str, Promise] = {
    "received": MEASURES["received"],
    "done": pgettext_lazy("cột số liệu", "Đã xong"),
    "late": pgettext_lazy("cột số liệu", "Xong quá hạn"),
    "in_process": pgettext_lazy("cột số liệu", "Chưa xong"),
    "late_open": pgettext_lazy("cột số liệu", "Quá hạn chưa xong"),
    "waiting_citizen": pgettext_lazy("cột số liệu", "Chờ công dân"),
    "waiting_finance": pgettext_lazy("cột số liệu", "Chờ thuế"),
    "refused": MEASURES["refused"],
    "withdrawn": MEASURES["withdrawn"],
}
ALARMING = {"late", "late_open"}
WORKING_DAY = 8 * 60
"""Minutes: what a day of the average is (convention 4)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number and the list that it opens."""

    label: str
    count: int
    url: str
    alarming: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One group with its numbers and rates; ``url`` narrows the page to it."""

    name: str
    url: str
    cells: tuple[Cell, ...]
    in_time: str
    given_back: str
    days: str


@dataclass(frozen=True, slots=True)
class Multiple:
    """One small chart over the days."""

    name: str
    svg: SafeString
    note: str


def tiles(whole: Counts, asked: Asked) -> list[dict[str, Any]]:
    """The big numbers above; each opens its list."""

    def tile(measure: str, **more: Any) -> dict[str, Any]:
        number: int = getattr(whole, measure)
        url = asked.url("board:counted", so=measure)
        return {"number": number, "label": MEASURES[measure], "url": url} | more

    alarm = {"tone": "danger"}
    in_time = monitoring.percent(whole.in_time, whole.done)
    return [
        tile("received"),
        tile("done", note=_("sớm %(early)s · đúng %(on_time)s · trễ %(late)s") % {
            "early": whole.early, "on_time": whole.on_time, "late": whole.late}),
        {
            "number": in_time, "label": _("Trước và đúng hạn"),
            "url": asked.url("board:counted", so="done"),
            "note": _("%(part)s trên %(whole)s hồ sơ xong") % {
                "part": whole.in_time, "whole": whole.done},
        },
        tile("late", **(alarm if whole.late else {})),
        tile("in_process"),
        tile("late_open", **(alarm if whole.late_open else {})),
        tile("waiting_citizen"),
        tile("waiting_finance"),
        {
            "number": monitoring.percent(whole.given_back, whole.received),
            "label": _("Trả lại và rút, trên tiếp nhận"),
            "url": asked.url("board:counted", so="refused"),
            "note": _("trả lại %(refused)s · rút %(withdrawn)s") % {
                "refused": whole.refused, "withdrawn": whole.withdrawn},
        },
        {
            "number": average_days(whole), "label": _("Số ngày làm việc trung bình"),
            "url": asked.url("board:counted", so="done"),
            "note": _("không tính thời gian chờ, của %(whole)s hồ sơ xong") % {"whole": whole.done},
        },
    ]  # fmt: skip


def line(name: str, value: str, row: Counts, asked: Asked, parameter: str = "") -> Line:
    """One group with its numbers.

    :param value: what narrows a list to it, for the ``parameter`` of the address.
    """
    scope = {parameter: value} if parameter and value else {}
    cells = tuple(
        Cell(
            str(label),
            getattr(row, measure),
            asked.url("board:counted", so=measure, **scope),
            measure in ALARMING and getattr(row, measure) > 0,
        )
        for measure, label in COLUMNS.items()
    )
    return Line(
        name=name,
        url=asked.url("board:figures", **scope) if scope else "",
        cells=cells,
        in_time=monitoring.percent(row.in_time, row.done),
        given_back=monitoring.percent(row.given_back, row.received),
        days=average_days(row),
    )


def average_days(row: Counts) -> str:
    """Working days on the office's clock, of what was done; ``N/A`` of nothing."""
    if not row.done:
        return "N/A"
    return vn.number_text(row.worked_minutes / row.done / WORKING_DAY, 1)


def day_line(day: Day, asked: Asked) -> tuple[Day, str, str]:
    """A day of the table, with the lists of what came and what was done on it."""
    only = {"ky": "khac", "tu": day.day.isoformat(), "den": day.day.isoformat()}
    return (
        day,
        asked.url("board:counted", so="received", **only),
        asked.url("board:counted", so="done", **only),
    )


def multiples(days: list[Day]) -> list[Multiple]:
    """The same days four times, each with one kind of number."""
    if not days:
        return []
    width = charts.widths(days[0].day, days[-1].day)
    words = {1: _("mỗi cột một ngày"), 7: _("mỗi cột một tuần")}
    note = words.get(width) or _("mỗi cột %(days)s ngày") % {"days": width}

    def small(name: str, parts: Any, *, last: bool = False) -> Multiple:
        bars = charts.gathered([(day.day, parts(day)) for day in days], width, last=last)
        return Multiple(name, charts.chart(bars, title=name), note)

    return [
        small(_("Tiếp nhận"), lambda d: [("info", d.received)]),
        small(
            _("Đã xử lý xong, phần quá hạn ở trên"),
            lambda d: [("success", d.early + d.on_time), ("danger", d.late)],
        ),
        small(_("Chưa xong cuối ngày"), lambda d: [("active", d.in_process)], last=True),
        small(_("Trả lại và rút"), lambda d: [("warning", d.given_back)]),
    ]
