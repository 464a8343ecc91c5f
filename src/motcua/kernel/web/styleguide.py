"""The living style guide: every component in both densities; only for makers and demonstrations."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?mat-do=ban-lam-viec`` in the compact density of staff pages."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "web/styleguide.html", {})
