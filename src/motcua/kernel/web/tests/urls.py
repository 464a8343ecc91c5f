"""Only the addresses of kernel.web: these tests need no other room."""

from django.urls import include, path

urlpatterns = [path("", include("motcua.kernel.web.urls"))]
