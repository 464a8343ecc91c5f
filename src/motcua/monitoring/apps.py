from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        from motcua.kernel.projections import register

        from . import outlook, projections

        register(projections.PROJECTION)
        register(outlook.PROJECTION)
