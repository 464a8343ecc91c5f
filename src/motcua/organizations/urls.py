"""Addresses of posts; mounted beside those of the account, under the name ``accounts:post``."""

from django.urls import path

from . import pages

urlpatterns = [
    path("vi-tri", pages.switch_post, name="post"),
    path("chua-co-vi-tri", pages.no_post, name="no-post"),
]
