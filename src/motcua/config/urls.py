"""Which door answers which address."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

_DOORS = [
    ("", "motcua.config.watch_urls"),
    ("", "motcua.kernel.web.urls"),
    ("", "motcua.portal.urls"),
    ("tai-khoan/", "motcua.config.account_urls"),
    ("ban-lam-viec/", "motcua.desk.urls"),
    ("dieu-hanh/", "motcua.board.urls"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in _DOORS if find_spec(module)
]
handler500 = "motcua.kernel.web.faults.server_error"
