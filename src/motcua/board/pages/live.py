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

from motcua.board.frame import BoardRequest, frame
from motcua.catalog import queries as catalog
from motcua.dossiers import permissions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.queries import MEASURES, Figures, Period
from motcua.kernel import rulebook
from motcua.kernel.actor import Actor
from motcua.kernel.clock import local_day
from motcua.monitoring import queries as monitoring
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
    return render(request, "board/live.html", frame(desk, "board:live") | _figures(desk))


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


def _figures(desk: BoardRequest) -> dict[str, Any]:
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
