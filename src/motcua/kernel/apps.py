from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _partitions(**options: Any) -> None:
    from datetime import UTC, datetime

    from .clock import year_of
    from .history import ensure_partitions

    year = year_of(datetime.now(UTC))  # noqa: TID251 - a migration has no door to take the clock from
    ensure_partitions(year - 2, year + 2)


class Config(AppConfig):
    name = "motcua.kernel"
    label = "kernel"

    def ready(self) -> None:
        post_migrate.connect(_partitions, sender=self)
