"""Addresses of the board."""

from django.urls import path

from .pages import list, live

app_name = "board"
urlpatterns = [
    path("", live.live, name="live"),
    path("so-lieu", live.tiles, name="tiles"),
    path("ho-so", list.listed, name="list"),
]
