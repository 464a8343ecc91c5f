"""Addresses under "tài khoản": of the person (accounts) and of their posts (organizations)."""

from motcua.accounts.urls import urlpatterns as of_the_person
from motcua.organizations.urls import urlpatterns as of_the_posts

app_name = "accounts"
urlpatterns = [*of_the_person, *of_the_posts]
