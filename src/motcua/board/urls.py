"""Addresses of the board."""

from django.urls import path

from .pages import apologies, counted, figures, list, live, targets, warnings, work

app_name = "board"
urlpatterns = [
    path("", live.live, name="live"),
    path("so-lieu", live.tiles, name="tiles"),
    path("ho-so", list.listed, name="list"),
    path("so-lieu-ky", figures.figures, name="figures"),
    path("so-lieu-ky/moi", figures.fresh, name="figures-fresh"),
    path("so-lieu-ky/ho-so", counted.counted, name="counted"),
    path("xin-loi", apologies.apologies, name="apologies"),
    path("canh-bao", warnings.warnings, name="warnings"),
    path("nut-that", work.work, name="work"),
    path("chi-tieu", targets.targets, name="targets"),
]
