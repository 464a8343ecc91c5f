"""What people are told when a notice cannot be handed over."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import WrongState


class AlreadySettled(WrongState):
    """Somebody handed it over a moment ago, or it need not be sent any more."""

    code = "notifications.already_settled"
    text = _("Thông báo này đã được giao hoặc không cần gửi nữa.")
