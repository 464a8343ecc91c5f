"""Closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How somebody wants to be told, or was."""

    COUNTER = "counter", _("Tại quầy")
    SMS = "sms", _("Tin nhắn SMS")
    ZALO = "zalo", _("Zalo")
    EMAIL = "email", _("Thư điện tử")
    POST = "post", _("Bưu chính")


class Standing(models.TextChoices):
    """Whether the one whom it is for has it."""

    WAITING = "waiting", _("Chưa gửi")
    DELIVERED = "delivered", _("Đã giao")
    CANCELLED = "cancelled", _("Không gửi nữa")


class Outcome(models.TextChoices):
    """What came of one attempt to bring a notice."""

    DELIVERED = "delivered", _("Đã giao")
    FAILED = "failed", _("Không giao được")
