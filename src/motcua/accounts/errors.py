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


class ViewNameMissing(Refused):
    """A way of looking at a list without a name."""

    code = "accounts.view_name_missing"
    text = _("Hãy đặt tên cho cách xem này, ví dụ “Hồ sơ gấp trong tuần”.")
    field = "name"


class ViewNameTaken(Refused):
    """The person has a view of this list with this name."""

    code = "accounts.view_name_taken"
    text = _("Bạn đã có cách xem tên “%(name)s” cho danh sách này. Hãy chọn tên khác.")
    field = "name"


class ViewTooLong(Refused):
    """More filters than an address holds."""

    code = "accounts.view_too_long"
    text = _("Cách xem này có quá nhiều điều kiện nên không lưu được. Hãy bỏ bớt bộ lọc.")


class TooManyViews(Refused):
    """More views than a menu holds."""

    code = "accounts.too_many_views"
    text = _("Mỗi danh sách lưu được nhiều nhất %(most)s cách xem. Hãy xóa bớt cách xem cũ.")


class UnknownView(Refused):
    """There is no such view, or it is somebody else's."""

    code = "accounts.unknown_view"
    text = _("Không có cách xem này, hoặc nó đã bị xóa.")
