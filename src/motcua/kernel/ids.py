"""Opaque public ids: what an address may show, so that nobody can count or guess."""

import secrets
from typing import Any

from django.db import models

LENGTH = 16


def new_public_id() -> str:
    """Sixteen url-safe random characters (96 bits)."""
    return secrets.token_urlsafe(12)


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """A unique opaque id, made once and never changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {
            "max_length": LENGTH,
            "unique": True,
            "default": new_public_id,
            "editable": False,
        }
        super().__init__(*args, **kwargs)
