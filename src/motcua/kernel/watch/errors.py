"""How the operator's acts say no."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused


class NothingToRetry(Refused):
    """The job has run, is running, or the same one waits already."""

    code = "jobs.nothing_to_retry"
    text = _(
        "Việc này không cần thử lại nữa: nó đã xong, đang chạy, hoặc một việc giống hệt đang chờ."
    )


class UnknownProjection(Refused):
    """There is no read model of this name."""

    code = "projections.unknown"
    text = _("Không có bảng số liệu tên %(name)s. Hãy mở lại trang.")
