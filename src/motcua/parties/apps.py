from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.parties"
    label = "parties"
