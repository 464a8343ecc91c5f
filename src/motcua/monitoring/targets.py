"""The 19 targets that a department was given, as far as they can be measured here.

Source: the targets of the department of natural resources and environment, 2021 (monthly; "not
met" must be explained), [seen]; formulas [derived], conventions 13 to 18. The figures to reach are
rows of ``Rule`` (``target.19.…``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .counting import Counts


class TargetState(models.TextChoices):
    """How a target stands."""

    MET = "met", _("Đạt")
    MISSED = "missed", _("Không đạt")
    EMPTY = "empty", _("Chưa có số liệu")
    UNMEASURED = "unmeasured", _("Chưa đo được")


@dataclass(frozen=True, slots=True)
class Basis:
    """What the measurable targets are computed from, in one period."""

    counts: Counts
    received_online: int
    received_full: int
    published: dict[str, tuple[int, int]]
    workers: tuple[int, int]
    guided: tuple[int, int]
    with_file: tuple[int, int]
    within_the_hour: int
    apologised: tuple[int, int]
    """Late dossiers with a letter before their day, and with one at any time (convention 16)."""

    @property
    def late(self) -> int:
        """Done late in the period, and late but open at its end."""
        return self.counts.late + self.counts.late_open


Share = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Definition:
    """One target: how it is told, and how it is computed or why it cannot be yet.

    ``most`` where less is better. ``opens``: parameters of the list that it is about, if any.
    """

    number: str
    name: Promise
    formula: Promise
    rule: str
    share: Callable[[Basis], Share] | None = None
    reason: Promise | str = ""
    most: bool = False
    opens: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One target as it stands; ``part`` of ``whole``, ``goal`` in percent."""

    definition: Definition
    goal: Decimal
    source: str
    part: int | None
    whole: int | None
    state: TargetState

    @property
    def value(self) -> Decimal | None:
        """The share in percent; None of nothing (convention 18)."""
        if self.part is None or not self.whole:
            return None
        return Decimal(100 * self.part) / self.whole


def judged(definition: Definition, basis: Basis, goal: Decimal, source: str) -> Target:
    """A target as the numbers of a period let it stand. Pure."""
    if definition.share is None:
        return Target(definition, goal, source, None, None, TargetState.UNMEASURED)
    part, whole = definition.share(basis)
    if not whole:
        return Target(definition, goal, source, part, whole, TargetState.EMPTY)
    reached = 100 * part <= goal * whole if definition.most else 100 * part >= goal * whole
    state = TargetState.MET if reached else TargetState.MISSED
    return Target(definition, goal, source, part, whole, state)


def _published(level: str) -> Callable[[Basis], Share]:
    return lambda basis: basis.published.get(level, (0, 0))


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "1",
        _("Công bố danh mục thủ tục và quy trình nội bộ trong 15 ngày"),
        _("Thủ tục công bố trong 15 ngày sau quyết định của Bộ, trên tổng số thủ tục"),
        "target.19.1",
        reason=_("Chưa ghi ngày quyết định công bố của Bộ và của tỉnh cho từng thủ tục."),
    ),
    Definition(
        "2 (tỉnh)",
        _("Dịch vụ công toàn trình, cấp tỉnh"),
        _("Thủ tục cấp tỉnh đang tiếp nhận ở mức toàn trình, trên tổng thủ tục cấp tỉnh"),
        "target.19.2",
        _published("province"),
    ),
    Definition(
        "2 (xã)",
        _("Dịch vụ công toàn trình, cấp xã"),
        _("Thủ tục cấp xã đang tiếp nhận ở mức toàn trình, trên tổng thủ tục cấp xã"),
        "target.19.2",
        _published("commune"),
    ),
    Definition(
        "3",
        _("Tiếp nhận và giải quyết đầy đủ trên phần mềm"),
        _("Hồ sơ có đủ các bước trên phần mềm, trên hồ sơ phần mềm và hồ sơ ở sổ giấy"),
        "target.19.3",
        reason=_("Chưa nhập sổ giấy để đối chiếu."),
    ),
    Definition(
        "4",
        _("Xử lý văn bản trên phần mềm quản lý văn bản"),
        _("Văn bản xử lý trên phần mềm, trên tổng văn bản đi và đến"),
        "target.19.4",
        reason=_("Chưa kết nối phần mềm quản lý văn bản của tỉnh."),
    ),
    Definition(
        "5",
        _("Người trực tiếp giải quyết thủ tục có dùng phần mềm"),
        _("Người có ít nhất một việc tự làm trong kỳ, trên người được phân công"),
        "target.19.5",
        lambda basis: basis.workers,
    ),
    Definition(
        "6",
        _("Dùng thư điện tử công vụ"),
        _("Người có hộp thư công vụ đang dùng, trên tổng số người"),
        "target.19.6",
        reason=_("Chưa kết nối hệ thống thư công vụ."),
    ),
    Definition(
        "7",
        _("Văn bản đi được ký số"),
        _("Văn bản đi có chữ ký số hợp lệ, trên tổng văn bản đi (trừ mật)"),
        "target.19.7",
        reason=_("Chưa có ký số trong phần mềm."),
    ),
    Definition(
        "8",
        _("Cán bộ dùng chữ ký số"),
        _("Người có ít nhất một chữ ký số trong kỳ, trên người được cấp chứng thư"),
        "target.19.8",
        reason=_("Chưa có ký số trong phần mềm."),
    ),
    Definition(
        "9a",
        _("Hồ sơ trực tuyến"),
        _("Hồ sơ nộp trực tuyến (không ghi mức độ thì tính mức 3 hoặc 4), trên tiếp nhận"),
        "target.19.9a",
        lambda basis: (basis.received_online, basis.counts.received),
        opens=(("so", "received"), ("kenh", "online")),
    ),
    Definition(
        "9b",
        _("Hồ sơ trực tuyến toàn trình"),
        _("Hồ sơ nộp trực tuyến của thủ tục toàn trình, trên tiếp nhận"),
        "target.19.9b",
        lambda basis: (basis.received_full, basis.counts.received),
        opens=(("so", "received"), ("kenh", "online"), ("muc-do", "toàn trình")),
    ),
    Definition(
        "10",
        _("Thủ tục có nghĩa vụ tài chính thanh toán được trên Cổng"),
        _("Thủ tục đã có thanh toán trên Cổng trong năm, trên thủ tục có nghĩa vụ tài chính"),
        "target.19.10",
        reason=_("Chưa kết nối thanh toán của Cổng Dịch vụ công quốc gia."),
    ),
    Definition(
        "11",
        _("Giao dịch nghĩa vụ tài chính đất đai trên Cổng"),
        _("Giao dịch đất đai đã trả qua Cổng, trên tổng giao dịch"),
        "target.19.11",
        reason=_("Chưa kết nối thanh toán của Cổng Dịch vụ công quốc gia."),
    ),
    Definition(
        "12",
        _("Giao dịch thanh toán trực tuyến"),
        _("Giao dịch phí, lệ phí trả trực tuyến, trên tổng giao dịch phải trả"),
        "target.19.12",
        reason=_("Chưa ghi từng lần thu phí, lệ phí."),
    ),
    Definition(
        "13",
        _("Thủ tục 4 tại chỗ"),
        _("Thủ tục tiếp nhận, thẩm định, phê duyệt, trả kết quả tại chỗ, trên tổng thủ tục"),
        "target.19.13",
        reason=_("Danh mục chưa ghi thủ tục nào làm bốn việc tại chỗ."),
    ),
    Definition(
        "14",
        _("Hướng dẫn người nộp tại quầy tương tác qua Zalo, Cổng"),
        _("Người nộp tại quầy đã được hướng dẫn, trên người nộp tại quầy"),
        "target.19.14",
        lambda basis: basis.guided,
    ),
    Definition(
        "15",
        _("Cập nhật kết quả lên phần mềm"),
        _("Hồ sơ xong có tệp kết quả, trên hồ sơ xong"),
        "target.19.15",
        lambda basis: basis.with_file,
        opens=(("so", "done"),),
    ),
    Definition(
        "16 (chặt)",
        _("Hồ sơ quá hạn có thư xin lỗi trước ngày hẹn"),
        _(
            "Hồ sơ quá hạn có thư xin lỗi gửi ít nhất một ngày trước ngày hẹn, trên hồ sơ xong quá "
            "hạn và quá hạn chưa xong"
        ),
        "target.19.16",
        lambda basis: (basis.apologised[0], basis.late),
        opens=(("so", "late"),),
    ),
    Definition(
        "16 (rộng)",
        _("Hồ sơ quá hạn có thư xin lỗi"),
        _(
            "Hồ sơ quá hạn có thư xin lỗi gửi trước cuối kỳ, trên hồ sơ xong quá hạn và quá hạn "
            "chưa xong"
        ),
        "target.19.16",
        lambda basis: (basis.apologised[1], basis.late),
        opens=(("so", "late_open"),),
    ),
    Definition(
        "17",
        _("Trả kết quả trong 60 phút"),
        _("Hồ sơ trả trong 60 phút từ lúc tiếp nhận, trên tiếp nhận"),
        "target.19.17",
        lambda basis: (basis.within_the_hour, basis.counts.received),
        opens=(("so", "received"),),
    ),
    Definition(
        "18 A",
        _("Giải quyết trước và đúng hạn"),
        _("Hồ sơ xong trước hoặc đúng hạn, trên hồ sơ xong"),
        "target.on_time_percent",
        lambda basis: (basis.counts.in_time, basis.counts.done),
        opens=(("so", "done"),),
    ),
    Definition(
        "18 B",
        _("Trước và đúng hạn, kể cả hồ sơ đang giải quyết"),
        _(
            "Hồ sơ xong trước hoặc đúng hạn và hồ sơ chưa xong còn hạn, trên hồ sơ xong và "
            "chưa xong"
        ),
        "target.on_time_percent",
        lambda basis: (
            basis.counts.in_time + basis.counts.in_process - basis.counts.late_open,
            basis.counts.done + basis.counts.in_process,
        ),
        opens=(("so", "in_process"),),
    ),
    Definition(
        "19",
        _("Trả lại khi thẩm định và rút hồ sơ"),
        _(
            "Hồ sơ trả lại sau tiếp nhận và hồ sơ rút trong kỳ, trên tiếp nhận; nguồn ghi “≥ 5 %”, "
            "hiểu là không quá 5 %"
        ),
        "target.19.19",
        lambda basis: (basis.counts.given_back, basis.counts.received),
        most=True,
        opens=(("so", "refused"),),
    ),
)
"""In the order of the document; 2, 9, 16 and 18 have parts."""
