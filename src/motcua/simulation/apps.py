from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.simulation"
    label = "simulation"
