"""Live figures by field and unit; each number opens the list that it counts."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.board import looking_back
from motcua.board.frame import BoardRequest, frame
from motcua.board.looking_back import Back
from motcua.catalog import queries as catalog
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import MEASURES, Figures, Period
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Counts
from motcua.organizations import queries as organizations

PERIODS = {"thang": 30, "quy": 90, "nam": 365}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table and the list that it opens."""

    measure: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One unit or field with its numbers."""

    name: str
    cells: tuple[Cell, ...]
    on_time: str


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """The board; its figures ask again by themselves every 15 seconds."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    back, (_period, name) = _back(desk), period_of(desk)
    slider = looking_back.shown(back, reverse("board:live"), {"ky": name})
    context = frame(desk, "board:live") | _figures(desk) | slider
    return render(request, "board/live.html", context)


@require_GET
def tiles(request: HttpRequest) -> HttpResponse:
    """The figures alone; 304 while nothing has changed."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    response = render(request, "board/_figures.html", _figures(desk))
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response["ETag"] = etag
    return response


def period_of(desk: BoardRequest) -> tuple[Period, str]:
    """The period that the address asks for, and its name there."""
    now = timezone.now()
    today = local_day(now)
    name = desk.GET.get("ky", "thang")
    days = PERIODS.get(name, PERIODS["thang"])
    return Period(today - timedelta(days=days - 1), today, now), name


def _back(desk: BoardRequest) -> Back:
    return looking_back.read(desk.GET, local_day(timezone.now()))


def _figures(desk: BoardRequest) -> dict[str, Any]:
    back = _back(desk)
    return _figures_then(desk, back) if back.days else _figures_now(desk)


def _figures_then(desk: BoardRequest, back: Back) -> dict[str, Any]:
    """The same page of the end of an earlier day, from how dossiers stood then."""
    _period, name = period_of(desk)
    days = PERIODS.get(name, PERIODS["thang"])
    cut = looking_back.cut(back, days)

    def line(label: str, counts: Counts, **scope: str) -> Line:
        cells = looking_back.cells(counts, back, days, **scope)
        on_time = monitoring.percent(counts.in_time, counts.done)
        return Line(label, tuple(Cell(*cell) for cell in cells), on_time)

    fields = {field.code: field.name for field in catalog.fields()}
    by_field = looking_back.rows_of(desk.actor, back, days, "field")
    by_unit = looking_back.rows_of(desk.actor, back, days, "unit")
    units = organizations.units({row.key[0] for row in by_unit})
    (whole,) = looking_back.rows_of(desk.actor, back, days, "")
    return {
        "period": cut,
        "period_name": name,
        "back_query": back.query,
        "periods": [(label, f"{url}{back.query}", now) for label, url, now in _choices(name)],
        "total": line(_("Tất cả"), whole),
        "by_field": [
            line(fields.get(r.key[0], r.key[0]), r, **{"linh-vuc": r.key[0]}) for r in by_field
        ],
        "by_unit": [
            line(units[r.key[0]].name, r, **{"don-vi": units[r.key[0]].public_id}) for r in by_unit
        ],
        "target": rulebook.value("target.on_time_percent", cut.last),
        "labels": [MEASURES[measure] for measure in looking_back.COUNTED],
        "names": _scope_name(desk.actor, cut.last),
        "bars": [(fields.get(r.key[0], r.key[0]), r.in_process) for r in by_field],
    }


def _figures_now(desk: BoardRequest) -> dict[str, Any]:
    period, name = period_of(desk)
    rows = dossiers.figures(desk.actor, period)
    total = monitoring.total(rows)
    fields = {field.code: field.name for field in catalog.fields()}
    units = organizations.units({row.unit_id for row in rows if row.unit_id})
    by_field = monitoring.by_field(rows)
    by_unit = monitoring.by_unit(rows)
    return {
        "period": period,
        "period_name": name,
        "back_query": "",
        "periods": _choices(name),
        "total": _line(_("Tất cả"), total, name),
        "by_field": [
            _line(fields.get(f.field_code, f.field_code), f, name, **{"linh-vuc": f.field_code})
            for f in by_field
        ],
        "by_unit": [
            _line(
                units[f.unit_id].name if f.unit_id in units else "—",
                f,
                name,
                **{"don-vi": units[f.unit_id].public_id if f.unit_id in units else ""},
            )
            for f in by_unit
        ],
        "target": rulebook.value("target.on_time_percent", period.last),
        "labels": list(MEASURES.values()),
        "names": _scope_name(desk.actor, period.last),
        "bars": [(fields.get(f.field_code, f.field_code), f.in_process) for f in by_field],
    }


def _choices(active: str) -> list[tuple[str, str, bool]]:
    labels = {"thang": _("30 ngày"), "quy": _("90 ngày"), "nam": _("365 ngày")}
    return [(label, f"?ky={key}", key == active) for key, label in labels.items()]


def _line(label: str, figures: Figures, period: str, **scope: str) -> Line:
    cells = tuple(
        Cell(
            measure,
            str(name),
            getattr(figures, measure),
            f"{reverse('board:list')}?{urlencode({'so': measure, 'ky': period} | scope)}",
        )
        for measure, name in MEASURES.items()
    )
    return Line(label, cells, monitoring.on_time_percent(figures))


def _scope_name(actor: Actor, day: date) -> str:
    if permissions.sees_everything(actor) or actor.unit_id is None:
        root = organizations.root(day)
        return root.name if root else ""
    return organizations.unit(actor.unit_id).name
