"""Why the catalogue says no, in sentences."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refused, WrongState


class Incomplete(Refused):
    """A draft that still lacks something cannot be published."""

    code = "version_incomplete"
    text = _("Chưa công bố được vì bản ghi còn thiếu: %(missing)s")


class AlreadyPublished(WrongState):
    """Somebody published it before."""

    code = "version_already_published"
    text = _("Phiên bản này đã được công bố. Muốn sửa, hãy nhập bản ghi mới cùng mã và tên.")


class Superseded(WrongState):
    """A newer draft took its place."""

    code = "version_superseded"
    text = _("Bản nháp này đã có bản mới hơn thay thế. Hãy mở bản mới nhất.")


class TooEarly(Refused):
    """The version before it starts on that day or later."""

    code = "version_too_early"
    text = _("Phiên bản đang dùng có hiệu lực từ %(since)s. Hãy chọn ngày sau ngày đó cho bản mới.")
    field = "valid_from"


class NotPublished(Refused):
    """Only a published version can be offered."""

    code = "version_not_published"
    text = _("Thủ tục “%(name)s” còn là bản nháp nên chưa giao cho đơn vị tiếp nhận được.")


class AlreadyOffered(Refused):
    """The unit receives it on some of these days already."""

    code = "already_offered"
    text = _("Đơn vị này đã được giao tiếp nhận thủ tục “%(name)s” trong thời gian đó.")
    field = "receiving_unit"


class CommittedLonger(Refused):
    """A commitment only shortens the law's term."""

    code = "committed_longer"
    text = _("Thời hạn cam kết %(committed)s dài hơn thời hạn theo quy định %(statutory)s.")
    field = "committed"


class ChannelClosed(Refused):
    """Nothing is promised for a way in which nobody may file."""

    code = "channel_not_offered"
    text = _("Thủ tục “%(name)s” không nhận hồ sơ %(channel)s nên không cam kết riêng được.")
    field = "by_channel"


class PolicyUnfounded(Refused):
    """A policy of one's own is known, and something allows it."""

    code = "policy_unfounded"
    text = _(
        "Cách tính thời gian bổ sung phải là “resume” (tính tiếp) hoặc “restart” (tính lại từ "
        "đầu), và phải ghi căn cứ."
    )
    field = "supplement_policy"


class BadPeriod(Refused):
    """It ends before it begins."""

    code = "bad_period"
    text = _("Ngày kết thúc phải sau ngày bắt đầu (%(since)s).")
    field = "valid_until"
