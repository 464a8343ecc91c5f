"""``/healthz`` and ``/readyz``: asked by programs, without a session, also in great trouble."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.kernel.watch import health


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. No query."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each check with its value and limit; 503 when one fails. No names and no secrets."""
    found = health.checks()
    well = health.ready(found)
    body = {
        "status": "ready" if well else "not ready",
        "checks": {
            check.code: {
                "ok": check.ok,
                "value": check.value,
                "limit": check.limit,
                "unit": check.unit,
                "what": str(check.name),
                **(
                    {}
                    if check.ok
                    else {"what_to_do": str(check.advice) if check.ok is False else None}
                ),
            }
            for check in found
        },
    }
    dumped = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(body, status=200 if well else 503, json_dumps_params=dumped)
