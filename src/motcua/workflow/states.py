"""The words that the tables of this room may hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemState(models.TextChoices):
    """What became of a work item."""

    OPEN = "open", _("đang xử lý")
    DONE = "done", _("đã xong")
    SENT_BACK = "sent_back", _("đã trả lại")
    CANCELLED = "cancelled", _("đã dừng")


class ItemKind(models.TextChoices):
    """Whether one of us works, or we wait for somebody outside."""

    TASK = "task", _("việc")
    WAIT = "wait", _("chờ")


class Ending(models.TextChoices):
    """How an instance ended; empty while it runs."""

    RUNNING = "", _("đang chạy")
    COMPLETED = "completed", _("đã đi hết quy trình")
    CANCELLED = "cancelled", _("đã dừng giữa chừng")
