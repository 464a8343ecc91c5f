"""Finding a procedure and reading what it asks."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from motcua.catalog import queries as catalog
from motcua.catalog.queries import CaseInfo, ComponentInfo
from motcua.kernel.clock import local_day
from motcua.portal.frame import frame


@login_not_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Procedures by words without accents, in any order."""
    text = request.GET.get("q", "")[:300]
    day = local_day(timezone.now())
    hits = catalog.search(text, day=day, limit=20) if text.strip() else []
    context = frame("portal:search") | {"text": text, "hits": hits}
    return render(request, "portal/search.html", context)


@login_not_required
@require_GET
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """One procedure: who, papers, fee, days, where, on what ground."""
    version = catalog.version_by_public_id(public_id)
    if version is None or version.status != "published":
        raise Http404
    cases: list[tuple[CaseInfo | None, tuple[ComponentInfo, ...]]] = [
        (case, version.papers_for(case.id)) for case in version.cases
    ]
    context = frame("portal:search") | {
        "version": version,
        "cases": cases or [(None, version.components)],
        "term": catalog.term(version.id, case_id=None, channel="counter"),
    }
    return render(request, "portal/procedure.html", context)
