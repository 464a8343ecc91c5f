"""What the counter is told when a party cannot be recorded."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused


class NameMissing(Refused):
    """A party without a name."""

    code = "parties.name_missing"
    text = _("Hãy ghi họ tên của người đó, hoặc tên của tổ chức.")
    field = "name"


class NameTooLong(Refused):
    """A name longer than any paper prints."""

    code = "parties.name_too_long"
    text = _("Tên dài quá %(most)s ký tự. Hãy ghi đúng như trên giấy tờ.")
    field = "name"


class WrongNumber(Refused):
    """A number that cannot be one of its kind."""

    code = "parties.wrong_number"
    text = _("%(what)s")
    field = "number"


class WrongPhone(Refused):
    """A phone number that nobody can be reached at."""

    code = "parties.wrong_phone"
    text = _("Số điện thoại không đúng. Hãy nhập từ 8 đến 15 chữ số, ví dụ 0912 345 678.")
    field = "phone"


class WrongEmail(Refused):
    """An e-mail address that cannot be one."""

    code = "parties.wrong_email"
    text = _("Địa chỉ thư điện tử không đúng. Ví dụ đúng: ten@vidu.vn. Có thể để trống.")
    field = "email"


class AddressTooLong(Refused):
    """An address longer than any paper prints."""

    code = "parties.address_too_long"
    text = _("Địa chỉ dài quá %(most)s ký tự. Hãy ghi gọn lại.")
    field = "address"


class BirthInFuture(Refused):
    """A birth date after the day it was told."""

    code = "parties.birth_in_future"
    text = _("Ngày sinh ở sau ngày hôm nay. Hãy kiểm tra lại.")
    field = "birth"


class NotThisKind(Refused):
    """A birth date or a personal number for an organisation."""

    code = "parties.not_this_kind"
    text = _("Tổ chức không có ngày sinh, giới tính hay số định danh cá nhân. Hãy dùng mã số thuế.")
    field = "kind"


class KindDiffers(Refused):
    """A number known as a person's told for an organisation, or the other way round."""

    code = "parties.kind_differs"
    text = _(
        "Số này đã được ghi cho một bên thuộc loại khác (cá nhân hoặc tổ chức). Hãy kiểm tra lại "
        "số, hoặc chọn lại loại."
    )
    field = "kind"


class UnreadableCard(Refused):
    """The text of a card's QR code that could not be understood.

    Carries a reason code only, never the text itself: that text is somebody's identity.
    """

    code = "parties.unreadable_card"
    text = _(
        "Không đọc được mã QR của thẻ căn cước. Hãy quét lại, dùng máy ảnh, hoặc nhập bằng tay."
    )
    field = "card"


class CardTypedThroughIme(UnreadableCard):
    """The scanner typed through a Vietnamese input method, which changed the letters."""

    code = "parties.card_typed_through_ime"
    text = _(
        "Bộ gõ tiếng Việt đã làm sai chữ khi máy quét gõ vào. Hãy chuyển bàn phím sang tiếng Anh "
        "(tắt Telex hoặc VNI) rồi quét lại, hoặc quét bằng máy ảnh."
    )
