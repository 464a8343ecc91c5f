from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.workflow"
    label = "workflow"
