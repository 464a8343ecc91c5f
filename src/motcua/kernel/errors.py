"""The two ways a rule says no. Anything else that escapes is a bug and stays a 500."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule of the domain says no, and the person can do something about it.

    ``code`` is stable: logs, the API and tests use it. ``str(error)`` is the sentence for a
    person, translated. ``facts`` fill the sentence; ``field`` names the form field that it
    belongs to, or is empty.
    """

    code = "refused"
    text: str | Promise = _("Yêu cầu không thực hiện được.")
    field = ""

    def __init__(self, *, field: str = "", **facts: object) -> None:
        self.facts = facts
        self.field = field or self.field
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.text) % self.facts


class WrongState(Refused):
    """The thing has moved on since the person looked at it."""

    code = "wrong_state"
    text = _("Việc này vừa được xử lý rồi. Hãy mở lại trang để xem tình trạng mới nhất.")


class ClockBehind(WrongState):
    """The clock of the server says a moment before that of the act that this one follows."""

    code = "clock_behind"
    text = _(
        "Đồng hồ của máy chủ đang chỉ %(now)s, trước lúc việc liền trước được ghi (%(then)s), nên "
        "chưa ghi được gì. Hãy báo quản trị hệ thống chỉnh lại giờ, rồi gửi lại."
    )


class NotPermitted(PermissionDenied):
    """The person may see the thing but not do this to it. Django turns it into a 403."""

    def __init__(self, action: str, **facts: object) -> None:
        self.code, self.facts = f"not_permitted.{action}", facts
        super().__init__(self.code)
