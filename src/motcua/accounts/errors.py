"""How this room says no."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused


class BadUsername(Refused):
    """A name that cannot be typed the same way everywhere."""

    code = "accounts.bad_username"
    text = _("Tên đăng nhập gồm 2 đến 50 chữ thường không dấu, chữ số, dấu chấm, gạch nối.")
    field = "username"


class UsernameTaken(Refused):
    """Somebody has this name, in whatever case."""

    code = "accounts.username_taken"
    text = _("Tên đăng nhập %(username)s đã có người dùng. Hãy chọn tên khác.")
    field = "username"


class NameMissing(Refused):
    """A person without a name."""

    code = "accounts.name_missing"
    text = _("Hãy ghi họ và tên.")
    field = "full_name"


class WeakPassword(Refused):
    """The password does not meet the rules; the facts say which."""

    code = "accounts.weak_password"
    text = _("%(problems)s")
    field = "new"


class WrongPassword(Refused):
    """The present password is not right."""

    code = "accounts.wrong_password"
    text = _("Mật khẩu hiện tại chưa đúng. Hãy nhập lại.")
    field = "present"


class UnknownUser(Refused):
    """There is no such person."""

    code = "accounts.unknown_user"
    text = _("Không có người dùng này.")
