"""Papers of offices: is one ours and in force; and those of a dossier that somebody follows."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from motcua.documents import commands as documents
from motcua.documents import queries as papers
from motcua.documents.errors import TooManyChecks
from motcua.dossiers import queries as dossiers
from motcua.portal.frame import frame


@login_not_required
@never_cache
@require_GET
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page behind the code on a paper: who issued it, when, and whether it is in force."""
    try:
        paper = documents.check_slip(
            public_id=public_id, address=request.META.get("REMOTE_ADDR", ""), at=timezone.now()
        )
    except TooManyChecks as refusal:
        context = frame("portal:track") | {"refusal": str(refusal)}
        return render(request, "portal/check.html", context, status=429)
    sha256 = paper.sha256 if paper else ""
    groups = " ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8))
    context = frame("portal:track") | {"paper": paper, "hash": groups}
    return render(request, "portal/check.html", context, status=200 if paper else 404)


@login_not_required
@never_cache
@require_GET
def paper(request: HttpRequest, token: str, slip: str) -> HttpResponse:
    """A paper of a dossier for whoever follows it by its token."""
    known = {one.public_id: one for one in dossiers.papers_of(token)}.get(slip)
    if known is None:
        raise Http404
    return papers.pdf_response(papers.slip_pdf(known.id), name=f"{known.kind}.pdf")
