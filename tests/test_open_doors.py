"""Which pages open without signing in: the list stands here, and a new one is a decision."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {
    "accounts:sign-in",
    "portal:check",
    "portal:dossier",
    "portal:due",
    "portal:home",
    "portal:paper",
    "portal:procedure",
    "portal:publication",
    "portal:publication-pdf",
    "portal:search",
    "portal:track",
    "web:brand-css",
    "web:brand-logo",
    "web:display-mode",
    "web:language",
    "web:styleguide",
    "watch:healthz",
    "watch:metrics",
    "watch:readyz",
}
WITHOUT_TOKEN = {"web:display-mode", "web:language"}
"""Forms that other sites could send: they change nothing but the look of pages."""


def views(resolver: URLResolver, space: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= views(pattern, inner)
        elif isinstance(pattern, URLPattern):
            found[f"{space}{pattern.name}"] = pattern.callback
    return found


def test_only_these_doors_are_open() -> None:
    open_doors = {
        name
        for name, view in views(get_resolver()).items()
        if not getattr(view, "login_required", True)
    }
    assert open_doors == OPEN


def test_every_address_has_a_name_of_its_own() -> None:
    assert "None" not in {name.rsplit(":", 1)[-1] for name in views(get_resolver())}


def test_only_the_look_of_pages_can_be_changed_from_elsewhere() -> None:
    exempt = {n for n, v in views(get_resolver()).items() if getattr(v, "csrf_exempt", False)}
    assert exempt == WITHOUT_TOKEN
