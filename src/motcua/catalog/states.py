"""The few closed lists of the catalogue: codes are English, labels Vietnamese."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Whether a version may be used: a draft lacks something, a published one never changes."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")


class Channel(TextChoices):
    """How a dossier comes in (kênh thực hiện)."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class TermKind(TextChoices):
    """Whose time limit it is: the law's, or the shorter one that the province promises."""

    STATUTORY = "statutory", _("Thời hạn theo quy định")
    COMMITTED = "committed", _("Thời hạn cam kết")


class Policy(TextChoices):
    """What the clock does once papers that were asked for have come (conventions 9)."""

    RESUME = "resume", _("Tính tiếp phần còn lại")
    RESTART = "restart", _("Tính lại từ đầu")


class LongerWay(TextChoices):
    """How a conditional term makes the promised one longer."""

    ADDED = "added", _("Thêm vào thời hạn")
    INSTEAD = "instead", _("Thay cho thời hạn")


class OutcomeStatus(TextChoices):
    """What became of one record of an import."""

    LOADED = "loaded", _("Đã nạp, dùng được")
    UNCHANGED = "unchanged", _("Không đổi")
    DRAFT = "draft", _("Đã nạp thành bản nháp")
    REFUSED = "refused", _("Từ chối")


class Change(TextChoices):
    """What somebody did to the catalogue."""

    IMPORTED = "imported", _("Nhập bản ghi")
    PUBLISHED = "published", _("Công bố")
    CLOSED = "closed", _("Đóng hiệu lực")
    SUPERSEDED = "superseded", _("Thay bản nháp")
    OFFERED = "offered", _("Giao cho đơn vị tiếp nhận")
    WITHDRAWN = "withdrawn", _("Thôi tiếp nhận tại đơn vị")
    COMMITTED = "committed", _("Đặt thời hạn cam kết, cách tính khi bổ sung")
