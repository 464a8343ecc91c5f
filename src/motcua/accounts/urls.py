"""Addresses of the account pages."""

from django.urls import path

from . import pages, view_pages

app_name = "accounts"
urlpatterns = [
    path("dang-nhap", pages.sign_in, name="sign-in"),
    path("dang-xuat", pages.sign_out, name="sign-out"),
    path("mat-khau", pages.password, name="password"),
    path("cach-xem", view_pages.views, name="views"),
    path("cach-xem/luu", view_pages.save, name="view-save"),
    path("cach-xem/sua", view_pages.change, name="view-change"),
]
