"""Figures of a period by unit, field, procedure, channel or level; each number opens its list."""

import hashlib
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.board import looking_back, showing
from motcua.board.asked import FILTERS, OLD, PRESETS, Asked, read
from motcua.board.frame import BoardRequest, frame, scope_name
from motcua.catalog import queries as catalog
from motcua.dossiers import permissions
from motcua.dossiers.queries import Channel
from motcua.kernel import projections, rulebook
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Counts
from motcua.organizations import queries as organizations

GROUPS: dict[str, tuple[str, str, Promise]] = {
    "don-vi": ("unit", "don-vi", gettext_lazy("Cơ quan giải quyết")),
    "noi-nhan": ("received_unit", "noi-nhan", gettext_lazy("Nơi tiếp nhận")),
    "linh-vuc": ("field", "linh-vuc", gettext_lazy("Lĩnh vực")),
    "thu-tuc": ("procedure", "thu-tuc", gettext_lazy("Thủ tục")),
    "kenh": ("channel", "kenh", gettext_lazy("Kênh nộp")),
    "cap": ("level", "cap", gettext_lazy("Cấp thực hiện")),
    "muc-do": ("online_level", "muc-do", gettext_lazy("Mức độ trực tuyến")),
}
"""What figures are grouped by → dimension, parameter of the address, and its name."""
MOST_LINES = 60


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The page; its figures ask again by themselves, and cost almost nothing unless they moved."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    asked = read(request.GET, timezone.now())
    context = frame(desk, "board:figures") | _content(desk, asked) | _form(desk, asked)
    context |= _slider(desk, asked)
    return render(request, "board/figures.html", context)


@require_GET
def fresh(request: HttpRequest) -> HttpResponse:
    """The figures alone; 304 while the projection has not moved."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    asked = read(request.GET, timezone.now())
    etag = _etag(desk, asked)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = render(request, "board/_period.html", _content(desk, asked))
    response["ETag"] = etag
    return response


def _slider(desk: BoardRequest, asked: Asked) -> dict[str, Any]:
    """The slider where the address stands: at the day by whose knowledge the figures are told."""
    back = looking_back.read(desk.GET, asked.period.today)
    if (known := asked.period.known_on) is not None:
        back = looking_back.Back((asked.period.today - known).days, asked.period.today)
    kept = {key: desk.GET.get(key, "")[:120] for key in asked.named if key != "biet"}
    return looking_back.shown(back, reverse("board:figures"), kept)


def _etag(desk: BoardRequest, asked: Asked) -> str:
    """Of everything that the figures follow from: no figure is counted for it."""
    lag = projections.lag(monitoring.PROJECTION)
    said = (
        projections.position(monitoring.PROJECTION), lag.entries, asked.period,
        sorted(asked.named.items()), desk.actor.unit_id, desk.actor.role, get_language(),
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


def _content(desk: BoardRequest, asked: Asked) -> dict[str, Any]:
    group = asked.named["theo"] if asked.named["theo"] in GROUPS else "don-vi"
    dimension, parameter, title = GROUPS[group]
    how: dict[str, Any] = {"period": asked.period, "only": asked.only}
    (whole,) = monitoring.counts(desk.actor, **how)
    rows = monitoring.counts(desk.actor, by=(dimension,), **how)
    days = monitoring.series(desk.actor, **how)
    lag = projections.lag(monitoring.PROJECTION)
    if lag.entries:
        projections.wake()
    names = _names(dimension, rows)
    return {
        "asked": asked,
        "lag": lag,
        "whole": whole,
        "total": showing.line(_("Tất cả"), "", whole, asked),
        "lines": [
            showing.line(*names.get(row.key[0], ("—", "")), row, asked, parameter)
            for row in rows[:MOST_LINES]
        ],
        "left_out": max(0, len(rows) - MOST_LINES),
        "group_title": title,
        "groups": [
            (label, asked.url("board:figures", theo=key), key == group)
            for key, (_dimension, _parameter, label) in GROUPS.items()
        ],
        "boundaries": _boundaries(asked) if parameter in {"don-vi", "noi-nhan"} else [],
        "columns": list(showing.COLUMNS.values()),
        "tiles": showing.tiles(whole, asked),
        "multiples": showing.multiples(days),
        "days": [showing.day_line(day, asked) for day in reversed(days)] if len(days) <= 92 else [],
        "target": rulebook.value("target.on_time_percent", asked.period.end),
    }  # fmt: skip


def _boundaries(asked: Asked) -> list[tuple[str, str, bool]]:
    """The switch between the units of today and those of then; none where no unit ever ended."""
    if not organizations.succeeded():
        return []
    labels = {"": _("Theo địa giới mới"), OLD: _("Theo địa giới cũ")}
    return [
        (label, asked.url("board:figures", **{"dia-gioi": key}), asked.named["dia-gioi"] == key)
        for key, label in labels.items()
    ]


def _names(dimension: str, rows: list[Counts]) -> dict[Any, tuple[str, str]]:
    """The values of a group as people call them, and as an address says them."""
    keys = [row.key[0] for row in rows]
    if dimension in {"unit", "received_unit"}:
        known = organizations.units(key for key in keys if key)
        return {key: (unit.name, unit.public_id) for key, unit in known.items()}
    if dimension == "field":
        return {f.code: (f.name, f.code) for f in catalog.fields()}
    if dimension == "procedure":
        names = catalog.names_of(keys)
        return {key: (f"{key} {names.get(key, '')}".strip() or "—", key) for key in keys}
    if dimension == "channel":
        return {value: (str(label), value) for value, label in Channel.choices}
    empty = _("Chưa công bố") if dimension == "online_level" else _("Không rõ")
    return {key: (str(key or empty), str(key)) for key in keys}


def _form(desk: BoardRequest, asked: Asked) -> dict[str, Any]:
    """The choices above the figures."""
    day = asked.period.end
    units = {u.id: u for u in organizations.units_of_kind(day)}
    if asked.named["dia-gioi"]:
        units |= {u.id: u for u in organizations.units_of_kind(asked.period.first)}
    deciding = [(u.public_id, u.name) for u in units.values() if u.agency]
    return {
        "scope": scope_name(desk.actor, day),
        "known_now_url": asked.url("board:figures", biet=""),
        "fresh_url": asked.url("board:figures-fresh"),
        "presets": [
            (label, asked.url("board:figures", ky=key, tu=t, den=d), key == asked.preset)
            for key, label in PRESETS.items()
            for t, d in [_dates(key, asked)]
        ],
        "choices": [
            (name, label, [("", _("Tất cả")), *values], asked.named[name])
            for name, label, values in (
                ("don-vi", _("Cơ quan giải quyết"), deciding),
                ("linh-vuc", _("Lĩnh vực"), [(f.code, f.name) for f in catalog.fields()]),
                ("kenh", _("Kênh nộp"), list(Channel.choices)),
            )
        ],
        "narrowed": asked.preset == "khac" or any(asked.named[n] for n in ("biet", *FILTERS)),
        "kept": {
            k: asked.named[k] for k in ("theo", "dia-gioi", "thu-tuc", "cap", "muc-do", "noi-nhan")
        },
    }


def _dates(preset: str, asked: Asked) -> tuple[str, str]:
    if preset != "khac":
        return "", ""
    return asked.period.first.isoformat(), asked.period.last.isoformat()
