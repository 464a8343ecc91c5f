"""Where time goes: steps by unit against what they are allotted, and the work of people."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.board import charts
from motcua.board.asked import PRESETS, Asked, read
from motcua.board.frame import BoardRequest, frame, scope_name
from motcua.dossiers import permissions
from motcua.kernel.web import vn
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import PersonWork, StepWork
from motcua.organizations import queries as organizations

LEAST = 3
"""A step is told from so many times on."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step at one unit; hours of working time."""

    step: StepWork
    unit: str
    median: str
    p90: str
    allotted: str
    late: str
    svg: SafeString


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in one post."""

    work: PersonWork
    name: str
    unit: str
    in_time: str


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """Bottlenecks first, then people."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    asked = read(request.GET, timezone.now())
    context = frame(desk, "board:work") | _content(desk, asked)
    return render(request, "board/work.html", context)


def _content(desk: BoardRequest, asked: Asked) -> dict[str, Any]:
    how: dict[str, Any] = {"period": asked.period, "only": asked.only}
    steps = monitoring.bottlenecks(desk.actor, least=LEAST, **how)
    people = monitoring.people(desk.actor, now=asked.now, **how)
    units = organizations.units({s.unit_id for s in steps} | {p.unit_id for p in people})
    names = organizations.holders(p.post_id for p in people)
    return {
        "asked": asked,
        "scope": scope_name(desk.actor, asked.period.end),
        "known_now_url": asked.url("board:work", biet=""),
        "presets": [
            (label, asked.url("board:work", ky=key), key == asked.preset)
            for key, label in PRESETS.items()
            if key != "khac" or key == asked.preset
        ],
        "steps": [_step(step, units[step.unit_id].name) for step in steps],
        "people": [
            PersonLine(
                p,
                names.get(p.post_id, "—"),
                units[p.unit_id].name,
                monitoring.percent(p.in_time, p.finished),
            )
            for p in people
        ],
    }


def _step(step: StepWork, unit: str) -> StepLine:
    median, p90 = hours(step.median), hours(step.p90)
    allotted = hours(step.allotted) if step.allotted else _("không quy định")
    label = _("Trung vị %(median)s giờ, 9 trên 10 lượt trong %(p90)s giờ, định mức %(allotted)s.")
    return StepLine(
        step,
        unit,
        median,
        p90,
        allotted,
        monitoring.percent(step.late, step.judged),
        charts.against(
            step.median,
            step.p90,
            step.allotted,
            label=label % {"median": median, "p90": p90, "allotted": allotted},
        ),
    )


def hours(minutes: int) -> str:
    """Working hours with one decimal.

    >>> hours(90)
    '1,5'
    """
    return vn.number_text(minutes / 60, 1)
