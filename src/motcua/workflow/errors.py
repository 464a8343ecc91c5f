"""How a process says no. Each sentence tells the person what to do next."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import NotPermitted, Refused, WrongState

__all__ = [
    "AlreadyRunning",
    "ChoiceUnclear",
    "EndlessProcess",
    "ItemClosed",
    "ItemHeld",
    "NotBackable",
    "NotPermitted",
    "NothingRunning",
    "PostUnfit",
    "ProcessRejected",
    "UnitNotFound",
    "UnitUnfit",
    "UnknownItem",
    "UnknownOutcome",
    "UnknownProcess",
    "UnreadableBpmn",
    "UnreadableCondition",
]


class UnreadableBpmn(Refused):
    """The file is not BPMN 2.0, is dangerous, or uses something outside the closed subset."""

    code = "bpmn_unreadable"
    text = _("Không đọc được tệp BPMN. %(reason)s")


class ProcessRejected(Refused):
    """The process has faults that would strand or double a dossier."""

    code = "process_rejected"
    text = _("Chưa ban hành được quy trình “%(name)s”. Hãy sửa các lỗi sau: %(problems)s")


class UnknownProcess(Refused):
    """There is no published process of this key."""

    code = "process_unknown"
    text = _("Không có quy trình nào đã ban hành với mã “%(key)s”. Hãy kiểm tra lại mã.")


class UnknownItem(Refused):
    """There is no such work item."""

    code = "item_unknown"
    text = _("Không tìm thấy việc này. Hãy mở lại danh sách việc để xem tình trạng mới nhất.")


class UnitNotFound(Refused):
    """The rule of a lane leads to no unit for this dossier."""

    code = "unit_not_found"
    text = _(
        "Bước “%(step)s” giao cho “%(actor)s” nhưng chưa tìm được đơn vị (quy tắc %(rule)s): "
        "%(reason)s. Hãy báo quản trị danh mục bổ sung đơn vị rồi làm lại."
    )


class UnknownOutcome(Refused):
    """The step does not offer this outcome."""

    code = "outcome_unknown"
    field = "outcome"
    text = _("Bước “%(step)s” không có kết quả này. Hãy chọn một trong: %(offered)s.")


class UnreadableCondition(Refused):
    """A condition of a gateway could not be worked out, so no branch was taken."""

    code = "condition_unreadable"
    text = _(
        "Chưa xác định được nhánh tiếp theo tại “%(gateway)s”: điều kiện “%(condition)s” không "
        "tính được (%(reason)s). Hãy báo quản trị danh mục; hồ sơ vẫn ở bước hiện tại."
    )


class ChoiceUnclear(Refused):
    """More than one branch of an exclusive gateway is right, or none is."""

    code = "choice_unclear"
    text = _(
        "Tại “%(gateway)s” có %(count)s nhánh cùng thỏa điều kiện (%(flows)s) nên hệ thống không "
        "tự chọn. Hãy báo quản trị danh mục; hồ sơ vẫn ở bước hiện tại."
    )


class EndlessProcess(Refused):
    """The process runs in a circle that has no step for anybody."""

    code = "process_endless"
    text = _(
        "Quy trình chạy vòng quanh “%(node)s” mà không tới bước nào. Hãy báo quản trị danh mục."
    )


class NotBackable(Refused):
    """The dossier cannot go back from here to that step."""

    code = "not_backable"
    field = "to_node_id"
    text = _("Không trả lại được về bước đã chọn. Từ bước này chỉ trả lại được về: %(offered)s.")


class PostUnfit(Refused):
    """The post is not of the unit and role that the item is for."""

    code = "post_unfit"
    field = "post_id"
    text = _("Người được chọn không giữ vị trí phù hợp tại đơn vị đang xử lý. Hãy chọn người khác.")


class ItemClosed(WrongState):
    """Somebody else closed the item first."""

    code = "item_closed"
    text = _("Việc “%(step)s” đã được %(who)s xử lý lúc %(when)s. Hãy mở lại trang để xem tiếp.")


class ItemHeld(WrongState):
    """Somebody else has taken the item."""

    code = "item_held"
    text = _("Việc “%(step)s” đang do %(who)s giữ. Hãy chọn việc khác.")


class NothingRunning(WrongState):
    """The dossier has no process that is still running."""

    code = "nothing_running"
    text = _(
        "Hồ sơ này không còn bước nào đang xử lý. Hãy mở lại trang để xem tình trạng mới nhất."
    )


class AlreadyRunning(WrongState):
    """The dossier has a process that is still running."""

    code = "already_running"
    text = _("Hồ sơ này đang được xử lý theo một quy trình rồi. Hãy mở lại trang hồ sơ.")


class UnitUnfit(Refused):
    """The unit cannot do this step: nobody of that role works there, or it has it already."""

    code = "unit_unfit"
    field = "unit"
    text = _("Đơn vị này chưa có người làm được bước này. Hãy chọn đơn vị khác.")
