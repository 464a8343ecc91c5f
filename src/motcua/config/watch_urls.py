"""Addresses for watchers. ``settings.WATCH_PATHS`` lists them: they are asked without a session."""

from django.urls import path

from . import health, metrics

app_name = "watch"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.show, name="metrics"),
]
