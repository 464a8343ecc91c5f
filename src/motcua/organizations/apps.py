from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.organizations"
    label = "organizations"
