from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"
