"""What the office works by: processes, procedures that cannot be offered yet, rules."""

from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.catalog import queries as catalog
from motcua.desk.context import DeskRequest, frame
from motcua.documents import queries as documents
from motcua.dossiers import queries as dossiers
from motcua.kernel import rulebook
from motcua.kernel.clock import local_day
from motcua.organizations import queries as organizations
from motcua.workflow import queries as processes
from motcua.workflow.errors import UnknownProcess


@require_GET
def processes_page(request: HttpRequest) -> HttpResponse:
    """Published processes, terms committed, procedures without a process of their own, drafts."""
    desk = cast(DeskRequest, request)
    day = local_day(timezone.now())
    context = frame(desk, "desk:processes") | {
        "definitions": processes.current_definitions(),
        "own_terms": _own_terms(day),
        "without": dossiers.without_process(day),
        "drafts": catalog.not_offered(),
    }
    return render(request, "desk/processes.html", context)


def _own_terms(day: date) -> list[dict[str, object]]:
    """Each with the name of its unit and its terms in words. Three queries."""
    rows = catalog.own_terms(day)
    names = organizations.units({row.unit_id for row in rows if row.unit_id is not None}, day)
    return [
        {
            "row": row,
            "unit": names[row.unit_id].name if row.unit_id in names else "",
            "terms": [
                (str(catalog.Channel(channel).label) if channel else "", term)
                for channel, term in row.committed
            ],
        }
        for row in rows
    ]


@require_GET
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One published process: drawing, table, source."""
    desk = cast(DeskRequest, request)
    try:
        definition = processes.current_definition(key)
    except UnknownProcess:
        raise Http404 from None
    context = frame(desk, "desk:processes") | {
        "definition": definition,
        "drawing": processes.diagram_svg(definition.id, None),
        "rows": processes.diagram_table(definition.id, None),
    }
    return render(request, "desk/process.html", context)


@require_GET
def publication(request: HttpRequest) -> HttpResponse:
    """Which procedure of the catalogue lacks which part that must be shown in public."""
    desk = cast(DeskRequest, request)
    known = catalog.PARTS | catalog.BESIDES
    part = request.GET.get("thieu", "")
    part = part if part in known or part == "any" else ""
    day = local_day(timezone.now())
    rows = catalog.completeness(day)
    shown = [row for row in rows if _lacks(row, part)]
    context = frame(desk, "desk:processes") | {
        "rows": shown,
        "count": len(rows),
        "whole": sum(not row.missing for row in rows),
        "part": part,
        "parts": [(c, name, sum(_lacks(row, c) for row in rows)) for c, name in known.items()],
        "required": list(catalog.PARTS),
    }
    return render(request, "desk/publication.html", context)


def _lacks(row: catalog.Completeness, part: str) -> bool:
    if part == "any":
        return bool(row.missing)
    return not part or part in (*row.missing, *row.besides)


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The registers of rules and of printed forms: dates, sources and how sure we are."""
    desk = cast(DeskRequest, request)
    context = frame(desk, "desk:rules") | {
        "rules": rulebook.register(),
        "forms": documents.forms(),
    }
    return render(request, "desk/rules.html", context)
