"""What was done to a dossier, entry by entry, in words."""

from django.utils.translation import gettext_lazy

from motcua.accounts import queries as accounts
from motcua.kernel import history
from motcua.organizations import queries as organizations
from motcua.workflow.queries import ItemInfo

from .infos import TimelineEntry

TITLES = {
    "dossier.received": gettext_lazy("Tiếp nhận hồ sơ"),
    "step.taken": gettext_lazy("Nhận việc"),
    "step.assigned": gettext_lazy("Phân công xử lý"),
    "step.finished": gettext_lazy("Hoàn thành bước"),
    "step.sent_back": gettext_lazy("Chuyển lại bước trước"),
    "wait.ended": gettext_lazy("Hoàn thành việc chờ bên ngoài"),
    "handover.confirmed": gettext_lazy("Xác nhận đã nhận bàn giao"),
    "result.recorded": gettext_lazy("Ghi kết quả giải quyết"),
    "result.returned": gettext_lazy("Trả kết quả"),
    "supplement.requested": gettext_lazy("Yêu cầu bổ sung giấy tờ"),
    "supplement.answered": gettext_lazy("Đã nhận giấy tờ bổ sung"),
    "dossier.refused": gettext_lazy("Trả lại hồ sơ, từ chối giải quyết"),
    "dossier.withdrawn": gettext_lazy("Công dân rút hồ sơ"),
    "dossier.stopped": gettext_lazy("Dừng giải quyết hồ sơ"),
    "dossier.reopened": gettext_lazy("Mở lại hồ sơ"),
    "result.corrected": gettext_lazy("Đính chính kết quả"),
    "promise.extended": gettext_lazy("Hẹn lại ngày trả"),
    "term.lengthened": gettext_lazy("Kéo dài thời hạn theo điều kiện của thủ tục"),
    "term.taken_back": gettext_lazy("Hủy việc kéo dài thời hạn"),
    "dossier.rescheduled": gettext_lazy("Tính lại hạn theo lịch làm việc đã thay đổi"),
    "apology.drafted": gettext_lazy("Lập dự thảo thư xin lỗi"),
    "apology.edited": gettext_lazy("Sửa dự thảo thư xin lỗi"),
    "apology.handed_over": gettext_lazy("Giao thư xin lỗi tại quầy"),
    "apology.waived": gettext_lazy("Cho trình ký không có thư xin lỗi"),
    "consultation.asked": gettext_lazy("Xin ý kiến đơn vị khác"),
    "consultation.answered": gettext_lazy("Đơn vị được hỏi đã trả lời"),
    "step.forwarded": gettext_lazy("Chuyển bước sang đơn vị khác"),
    "step.undone": gettext_lazy("Lấy lại bước vừa hoàn thành"),
    "dossier.moved": gettext_lazy("Chuyển sang đơn vị mới do sắp xếp tổ chức"),
    "papers.handed_over": gettext_lazy("Giao hồ sơ giấy"),
    "papers.taken_back": gettext_lazy("Lấy lại hồ sơ giấy chưa được nhận"),
    "notice.delivered": gettext_lazy("Giao giấy, thông báo tại quầy"),
    "papers.shelved": gettext_lazy("Ghi chỗ để hồ sơ giấy"),
}


def timeline(
    entries: list[history.EntryInfo], items: list[ItemInfo], names: dict[int, str]
) -> tuple[TimelineEntry, ...]:
    """The newest first. Two queries at most: people, and those for whom others acted.

    :param names: of units, by id.
    """
    steps = {item.id: item.name for item in items}
    people = accounts.users([e.person_id for e in entries if e.person_id is not None])
    delegators = organizations.holders(e.on_behalf_of_id for e in entries if e.on_behalf_of_id)
    return tuple(
        TimelineEntry(
            seq=e.seq,
            at=e.occurred_at,
            kind=e.kind,
            title=_titled(e, steps),
            person_name=people[e.person_id].full_name if e.person_id in people else "",
            on_behalf_name=delegators.get(e.on_behalf_of_id or 0, ""),
            unit_name=names.get(e.place_id or 0, ""),
            handover=e.handover,
            texts=e.texts,
        )
        for e in reversed(entries)
    )


def _titled(entry: history.EntryInfo, steps: dict[int, str]) -> str:
    title = str(TITLES.get(entry.kind, entry.kind))
    step = steps.get(entry.payload.get("item", 0))
    return f"{title}: {step}" if step else title
