"""The 19 targets of a department: what each is, how it stands, and why some cannot be told yet."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.board.asked import PRESETS, Asked, read
from motcua.board.frame import BoardRequest, frame, scope_name
from motcua.dossiers import permissions
from motcua.kernel.rulebook import NoRule
from motcua.kernel.web import vn
from motcua.monitoring import queries as monitoring
from motcua.monitoring.queries import Target, TargetState

TONES = {
    TargetState.MET: "success",
    TargetState.MISSED: "danger",
    TargetState.EMPTY: "muted",
    TargetState.UNMEASURED: "muted",
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target in words; ``url`` opens the dossiers that its number is about."""

    target: Target
    goal: str
    value: str
    ratio: str
    tone: str
    url: str


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """All of them in the order of the document, with how many are met."""
    desk = cast(BoardRequest, request)
    permissions.require(desk.actor, "board")
    asked = read(request.GET, timezone.now())
    context = frame(desk, "board:targets") | _content(desk, asked)
    return render(request, "board/targets.html", context)


def _content(desk: BoardRequest, asked: Asked) -> dict[str, Any]:
    try:
        found = monitoring.targets(desk.actor, period=asked.period)
    except NoRule as missing:
        return {"missing": missing, "asked": asked}
    states = [target.state for target in found]
    return {
        "asked": asked,
        "scope": scope_name(desk.actor, asked.period.end),
        "known_now_url": asked.url("board:targets", biet=""),
        "lines": [_line(target, asked) for target in found],
        "summary": [
            (states.count(state), state.label, TONES[state] if states.count(state) else "")
            for state in TargetState
        ],
        "presets": [
            (label, asked.url("board:targets", ky=key), key == asked.preset)
            for key, label in PRESETS.items()
            if key != "khac" or key == asked.preset
        ],
    }


def _line(target: Target, asked: Asked) -> TargetLine:
    definition, value = target.definition, target.value
    sign = "≤" if definition.most else "≥"
    goal = f"= {target.goal} %" if target.goal == 100 else f"{sign} {target.goal} %"
    measured = target.part is not None and target.whole is not None
    return TargetLine(
        target=target,
        goal=goal,
        value=f"{vn.number_text(value, 1)} %" if value is not None else "",
        ratio=f"{vn.number_text(target.part)} / {vn.number_text(target.whole)}" if measured else "",
        tone=TONES[target.state],
        url=asked.url("board:counted", **dict(definition.opens)) if definition.opens else "",
    )
