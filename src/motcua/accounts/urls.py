"""Addresses of the account pages."""

from django.urls import path

from . import pages

app_name = "accounts"
urlpatterns = [
    path("dang-nhap", pages.sign_in, name="sign-in"),
    path("dang-xuat", pages.sign_out, name="sign-out"),
    path("mat-khau", pages.password, name="password"),
]
