"""How a dossier stands for the figures, and how what was promised is judged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Open and with us, open and waiting for somebody else, or ended."""

    WORKING = "working", _("Đang giải quyết")
    SUPPLEMENT = "supplement", _("Chờ công dân bổ sung giấy tờ")
    APPLICANT = "applicant", _("Chờ công dân")
    FINANCE = "finance", _("Chờ thực hiện nghĩa vụ tài chính")
    EXTERNAL = "external", _("Chờ cơ quan khác")
    DONE = "done", _("Đã xử lý xong")
    REFUSED = "refused", _("Trả lại, từ chối giải quyết")
    WITHDRAWN = "withdrawn", _("Công dân rút hồ sơ")
    STOPPED = "stopped", _("Dừng giải quyết")


OPEN = (
    Standing.WORKING,
    Standing.SUPPLEMENT,
    Standing.APPLICANT,
    Standing.FINANCE,
    Standing.EXTERNAL,
)
ENDED = (Standing.DONE, Standing.REFUSED, Standing.WITHDRAWN, Standing.STOPPED)
CITIZEN = (Standing.SUPPLEMENT, Standing.APPLICANT)
"""Who comes next is the citizen."""


class Verdict(models.TextChoices):
    """By dates: before the due day, on it, after it (conventions 12)."""

    EARLY = "early", _("Trước hạn")
    ON_TIME = "on_time", _("Đúng hạn")
    LATE = "late", _("Quá hạn")
