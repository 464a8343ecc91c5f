from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.documents"
    label = "documents"
