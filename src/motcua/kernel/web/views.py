"""Pages that belong to no door: display mode, language, brand files, the style guide."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from . import brand, display

LANGUAGE_AGE = 365 * 24 * 3600  # seconds


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the page the form came from; never to another host."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponse(status=303, headers={"Location": target if safe else "/"})


def _from_here(request: HttpRequest) -> bool:
    """Say whether the form was sent from one of our own pages, by what the browser tells."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


# Without a token on purpose: a token would set a cookie on, and vary, every page of every citizen.
# Nothing but the look of pages can be changed here, and other sites are kept out all the same.
@csrf_exempt
@login_not_required
@require_POST
def display_mode(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of ground or size of text and lead back."""
    response = _back(request)
    if _from_here(request):
        now = display.from_cookie(request.COOKIES.get(display.COOKIE))
        new = now.changed(mode=request.POST.get("mode", ""), text=request.POST.get("text", ""))
        _remember(response, request, display.COOKIE, str(new), display.COOKIE_AGE)
    return response


@csrf_exempt
@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language and lead back; an unknown one changes nothing."""
    response = _back(request)
    wanted = request.POST.get("language", "")
    if _from_here(request) and wanted in dict(settings.LANGUAGES):
        _remember(response, request, settings.LANGUAGE_COOKIE_NAME, wanted, LANGUAGE_AGE)
    return response


def _remember(
    response: HttpResponse, request: HttpRequest, name: str, value: str, age: int
) -> None:
    response.set_cookie(
        name, value, max_age=age, samesite="Lax", httponly=True, secure=request.is_secure()
    )


@login_not_required
@require_GET
@cache_control(public=True, max_age=31_536_000, immutable=True)
def brand_css(request: HttpRequest) -> HttpResponse:
    """This installation's colours as custom properties; the address carries their version."""
    return HttpResponse(brand.current().css, content_type="text/css; charset=utf-8")


@login_not_required
@require_GET
@cache_control(public=True, max_age=31_536_000, immutable=True)
def brand_logo(request: HttpRequest) -> HttpResponse:
    """This installation's logo; 404 where it has none."""
    logo = brand.current().logo
    if logo is None:
        raise Http404
    response = HttpResponse(logo.read_bytes(), content_type=brand.LOGOS[logo.name])
    # Opened as a page of its own, a drawing must not run anything.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
