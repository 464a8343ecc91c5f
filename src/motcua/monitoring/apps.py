from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.monitoring"
    label = "monitoring"
