"""Finding a procedure and reading what it asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.catalog import queries as catalog
from motcua.catalog.queries import ComponentInfo, Hit, NoteInfo, VersionInfo
from motcua.kernel.clock import local_day
from motcua.kernel.text import clean
from motcua.organizations import queries as organizations
from motcua.organizations.queries import UnitInfo, UnitKind
from motcua.portal import words
from motcua.portal.frame import frame

TITLE, PAPER = 110, 160
"""Letters of a title and of a paper's name that are read at a glance."""


@dataclass(frozen=True, slots=True)
class Found:
    """One procedure of a list, in a citizen's words."""

    public_id: str
    title: words.Title
    code: str
    field_name: str
    level: str
    term: str
    places: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to bring."""

    title: words.Title
    row: ComponentInfo


@dataclass(frozen=True, slots=True)
class Case:
    """The papers of one case; without a title where the procedure knows no cases."""

    title: words.Title | None
    papers: list[Paper]
    notes: list[NoteInfo]


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Procedures by words without accents in any order, or all of a field. At most four queries."""
    text = clean(request.GET.get("q", "")[:300])
    field = request.GET.get("linh-vuc", "")[:60]
    day = local_day(timezone.now())
    hits: list[Hit] = []
    if text:
        hits = catalog.search(text, day=day, limit=20)
    elif field:
        hits = catalog.browse(field, day=day)
    context = frame("portal:search") | {
        "text": text,
        "found": _found(hits, day) if hits else [],
        "field_name": hits[0].field_name if field and not text and hits else "",
        "fields": [] if hits else catalog.offered_fields(day),
    }
    return render(request, "portal/search.html", context)


def _found(hits: list[Hit], day: date) -> list[Found]:
    receiving = catalog.receivers([hit.version_id for hit in hits], day)
    units = organizations.units({u for ids in receiving.values() for u in ids}, day)
    return [
        Found(
            public_id=hit.public_id,
            title=words.shortened(hit.name, TITLE),
            code=hit.code,
            field_name=hit.field_name,
            level=words.level_text(hit.level),
            term=hit.limit_text,
            places=words.places_text(units[i] for i in receiving[hit.version_id] if i in units),
        )
        for hit in hits
    ]


@login_not_required
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """One procedure: who, papers, fee, days, where, on what ground. At most twelve queries."""
    version = catalog.version_by_public_id(public_id)
    if version is None or version.status != "published":
        raise Http404
    day = local_day(timezone.now())
    ids = catalog.receivers([version.id], day)[version.id]
    units = list(organizations.units(ids, day).values())
    context = frame("portal:search") | {
        "version": version,
        "title": words.shortened(version.name, TITLE),
        "level": words.level_text(version.level),
        "channels": words.channel_text(version.channels),
        "terms": words.terms(version),
        "fees": words.fee_lines(version),
        "results": [words.shortened(name, PAPER) for name, _code in version.results],
        "cases": _cases(version),
        "places": words.places_text(units),
        "offices": [u for u in units if u.kind != UnitKind.ONE_STOP_COMMUNE],
        "commune_offices": _by_name(u for u in units if u.kind == UnitKind.ONE_STOP_COMMUNE),
    }
    return render(request, "portal/procedure.html", context)


def _by_name(units: Iterable[UnitInfo]) -> list[UnitInfo]:
    return sorted(units, key=lambda unit: unit.name)


def _cases(version: VersionInfo) -> list[Case]:
    def case(case_id: int | None, name: str) -> Case:
        return Case(
            title=words.shortened(words.case_name(name), TITLE) if name else None,
            papers=[
                Paper(words.shortened(row.name, PAPER), row) for row in version.papers_for(case_id)
            ],
            notes=[n for n in version.notes if n.case_id in (None, case_id)],
        )

    return [case(c.id, c.name) for c in version.cases] or [case(None, "")]
