from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.kernel"
    label = "kernel"
