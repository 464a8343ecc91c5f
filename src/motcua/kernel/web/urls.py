"""Addresses that belong to no door. Mounted at the root by ``config.urls``."""

from django.urls import path

from . import styleguide, views

app_name = "web"
urlpatterns = [
    path("hien-thi", views.display_mode, name="display-mode"),
    path("ngon-ngu", views.language, name="language"),
    path("thuong-hieu.css", views.brand_css, name="brand-css"),
    path("thuong-hieu/bieu-trung", views.brand_logo, name="brand-logo"),
    path("he-thong-thiet-ke", styleguide.show, name="styleguide"),
]
