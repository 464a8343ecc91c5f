"""Addresses for citizens: all open, nobody signs in."""

from django.urls import path

from .pages import due, home, papers, procedure, publication, tracking

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc", procedure.search, name="search"),
    path("thu-tuc/<str:public_id>/niem-yet", publication.show, name="publication"),
    path("thu-tuc/<str:public_id>/niem-yet.pdf", publication.poster, name="publication-pdf"),
    path("thu-tuc/<str:public_id>", procedure.show, name="procedure"),
    path("tra-cuu", tracking.look_up, name="track"),
    path("ngay-hen-tra", due.due, name="due"),
    path("kiem-tra/<str:public_id>", papers.check, name="check"),
    path("ho-so/<str:token>/giay/<str:slip>.pdf", papers.paper, name="paper"),
    path("ho-so/<str:token>", tracking.show, name="dossier"),
]
