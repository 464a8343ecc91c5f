"""All acts on a dossier in one table: who, from where, and what each does to it.

Pages ask it which acts to offer, ``manage print_acts`` prints it to ``docs/legal/acts.md``, and the
tests try every row: once allowed, once forbidden, once in a wrong situation, once twice at once.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .states import OPEN, Clock, Handback, State


class Situation(models.TextChoices):
    """Where a dossier stands, as far as acts ask. Worked out of the axes, never stored."""

    BEFORE = "before", _("Trước khi tiếp nhận")
    RUNNING = "running", _("Đang giải quyết, đồng hồ chạy")
    SUPPLEMENT = "supplement", _("Chờ công dân bổ sung")
    PAUSED = "paused", _("Chờ nghĩa vụ tài chính hoặc bên ngoài")
    READY = "ready", _("Đã xử lý xong, kết quả chờ trả")
    COLLECTED = "collected", _("Đã trả kết quả")
    ENDED = "ended", _("Đã trả lại, rút hoặc dừng")


S = Situation
WORKING = (S.RUNNING, S.PAUSED)
UNFINISHED = (S.RUNNING, S.SUPPLEMENT, S.PAUSED)


def situation(state: str, clock: str, handback: str) -> Situation:
    """Where a dossier with these axes stands."""
    if state == State.DONE:
        return S.COLLECTED if handback == Handback.COLLECTED else S.READY
    if state not in OPEN:
        return S.ENDED
    if clock == Clock.SUPPLEMENT:
        return S.SUPPLEMENT
    return S.RUNNING if clock == Clock.RUNNING else S.PAUSED


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act.

    :param code: stable; ``right`` is its row in ``permissions.GRANTS``, the code itself if empty.
    :param undecided: only while no result is recorded; ``decided``: only when one is.
    :param kind: of its entry in the history.
    :param clock, custody, letter: what it does, in plain English; empty for nothing.
    :param ten: the national states (1-10) it may lead to; empty: it changes none.
    """

    code: str
    name: str | Promise
    english: str
    before: tuple[Situation, ...]
    kind: str
    right: str = ""
    clock: str = ""
    custody: str = ""
    ten: tuple[int, ...] = ()
    letter: str = ""
    undecided: bool = False
    decided: bool = False

    @property
    def asks(self) -> str:
        """The right that it asks for."""
        return self.right or self.code


RECEIPT = "Mẫu 01"
RESULT_RECEIPT = "Biên nhận kết quả"
STOP_NOTICE = "Mẫu 05 (until 14/9/2025 a plain notice)"
PAPERS_BACK = "the papers go back to the applicant"
AT_COUNTER = "the papers are at the receiving unit"

_INTAKE = (
    ActRow(
        "receive",
        _("Tiếp nhận tại quầy"),
        "accept at the counter",
        (S.BEFORE,),
        "dossier.received",
        clock="starts promise 1",
        custody=AT_COUNTER,
        ten=(2,),
        letter=RECEIPT,
    ),
    ActRow(
        "receive_by_post",
        _("Tiếp nhận qua bưu chính"),
        "accept by post",
        (S.BEFORE,),
        "dossier.received",
        right="receive",
        clock="starts promise 1",
        custody=AT_COUNTER,
        ten=(2,),
        letter=RECEIPT,
    ),
    ActRow(
        "receive_on_behalf",
        _("Tiếp nhận từ người nộp thay"),
        "accept on behalf",
        (S.BEFORE,),
        "dossier.received",
        right="receive",
        clock="starts promise 1",
        custody=AT_COUNTER,
        ten=(2,),
        letter=RECEIPT,
    ),
    ActRow(
        "receive_elsewhere",
        _("Tiếp nhận cho cơ quan khác trong tỉnh"),
        "accept for another agency of the province",
        (S.BEFORE,),
        "dossier.received",
        right="receive",
        clock="starts promise 1",
        custody=f"{AT_COUNTER}; they go on by hand-over",
        ten=(2,),
        letter=RECEIPT,
    ),
    ActRow(
        "express",
        _("Tiếp nhận, giải quyết, trả ngay"),
        "express",
        (S.BEFORE,),
        "result.returned",
        clock="starts promise 1 and keeps it",
        custody="the result is with the applicant",
        ten=(10,),
        letter=f"{RECEIPT}, if asked for",
    ),
    ActRow(
        "guide_supplement",
        _("Hướng dẫn hoàn thiện trước khi tiếp nhận"),
        "supplement at intake",
        (S.BEFORE,),
        "",
        right="guide",
        custody="the papers stay with the applicant",
        letter="Mẫu 02",
    ),
    ActRow(
        "refuse_intake",
        _("Từ chối tiếp nhận"),
        "refuse at intake",
        (S.BEFORE,),
        "",
        right="guide",
        custody="the papers stay with the applicant",
        ten=(3,),
        letter="Mẫu 03",
    ),
)

_STEPS = (
    ActRow("take", _("Nhận việc"), "take", UNFINISHED, "step.taken"),
    ActRow("assign", _("Phân công"), "assign", UNFINISHED, "step.assigned"),
    ActRow("reassign", _("Phân công lại"), "reassign", UNFINISHED, "step.assigned", right="assign"),
    ActRow(
        "finish",
        _("Hoàn thành bước"),
        "finish a step",
        WORKING,
        "step.finished",
        clock="ends a promise, or pauses, where the process waits",
        custody="hands over: the giver answers for paper until it is confirmed",
        ten=(4, 6, 9),
    ),
    ActRow(
        "send_back",
        _("Chuyển lại bước trước"),
        "return to an earlier step",
        WORKING,
        "step.sent_back",
        custody="hands over",
        ten=(4,),
    ),
    ActRow(
        "end_wait",
        _("Xác nhận đã hoàn thành việc chờ"),
        "end a wait",
        WORKING,
        "wait.ended",
        clock="resumes, or starts promise 2",
        ten=(4,),
    ),
    ActRow(
        "confirm_handover",
        _("Xác nhận đã nhận bàn giao"),
        "hand over (confirm)",
        (*UNFINISHED, S.READY, S.ENDED),
        "handover.confirmed",
        custody="the receiver answers for the papers",
    ),
    ActRow(
        "finish_positive",
        _("Ghi kết quả: đồng ý giải quyết"),
        "finish positive",
        WORKING,
        "result.recorded",
        right="record_result",
        undecided=True,
    ),
    ActRow(
        "finish_negative",
        _("Ghi kết quả: không đủ điều kiện"),
        "finish negative",
        WORKING,
        "result.recorded",
        right="record_result",
        undecided=True,
    ),
    ActRow(
        "return_result",
        _("Trả kết quả"),
        "return",
        (S.READY,),
        "result.returned",
        custody="the result is with the applicant",
        ten=(10,),
        letter=RESULT_RECEIPT,
    ),
    ActRow(
        "collect_authorised",
        _("Trả kết quả cho người được ủy quyền"),
        "collect by an authorised person",
        (S.READY,),
        "result.returned",
        right="return_result",
        custody="the result is with the authorised person",
        ten=(10,),
        letter=RESULT_RECEIPT,
    ),
)

_ASIDE = (
    ActRow(
        "request_supplement",
        pgettext_lazy("nút bấm", "Yêu cầu bổ sung giấy tờ"),
        "ask for papers in processing",
        (S.RUNNING,),
        "supplement.requested",
        clock="pauses",
        ten=(5,),
        letter="Mẫu 02",
    ),
    ActRow(
        "respond_supplement",
        _("Ghi nhận giấy tờ bổ sung"),
        "respond to a request for papers",
        (S.SUPPLEMENT,),
        "supplement.answered",
        clock="resumes, or restarts by the policy",
        custody="the papers join the dossier",
        ten=(4,),
    ),
    ActRow(
        "refuse",
        _("Trả lại, từ chối giải quyết"),
        "refuse after acceptance",
        UNFINISHED,
        "dossier.refused",
        clock="ends",
        custody=PAPERS_BACK,
        ten=(8,),
        letter="Mẫu 03",
        undecided=True,
    ),
    ActRow(
        "withdraw",
        _("Công dân rút hồ sơ"),
        "withdraw",
        UNFINISHED,
        "dossier.withdrawn",
        clock="ends",
        custody=PAPERS_BACK,
        ten=(7,),
        letter=STOP_NOTICE,
        undecided=True,
    ),
    ActRow(
        "stop",
        _("Dừng giải quyết"),
        "stop",
        UNFINISHED,
        "dossier.stopped",
        clock="ends",
        custody=PAPERS_BACK,
        ten=(8,),
        letter=STOP_NOTICE,
    ),
    ActRow(
        "extend_promise",
        _("Gia hạn, hẹn lại ngày trả"),
        "extend",
        WORKING,
        "promise.extended",
        clock="notes the new day; the day first promised judges",
        letter="Mẫu 04",
    ),
    ActRow(
        "lengthen_term",
        _("Kéo dài thời hạn theo điều kiện của thủ tục"),
        "lengthen by the procedure's own condition",
        WORKING,
        "term.lengthened",
        clock="moves the due day, which judges; the day first promised stays recorded",
        undecided=True,
    ),
    ActRow(
        "take_back_lengthening",
        _("Hủy việc kéo dài thời hạn"),
        "take back a longer term granted by mistake",
        WORKING,
        "term.taken_back",
        clock="the earlier due day holds again",
    ),
    ActRow(
        "draft_apology",
        _("Lập dự thảo thư xin lỗi"),
        "draft an apology",
        WORKING,
        "apology.drafted",
        clock="goes on",
    ),
    ActRow(
        "edit_apology",
        _("Sửa dự thảo thư xin lỗi"),
        "edit the draft",
        WORKING,
        "apology.edited",
    ),
    ActRow(
        "approve_apology",
        _("Ký và gửi thư xin lỗi"),
        "sign and send the apology",
        WORKING,
        "promise.extended",
        clock="notes the new day; the day first promised judges",
        letter="Mẫu 04",
    ),
    ActRow(
        "hand_over_apology",
        _("Giao thư xin lỗi tại quầy"),
        "hand the apology over",
        UNFINISHED,
        "apology.handed_over",
    ),
    ActRow(
        "waive_apology",
        _("Cho trình ký không có thư xin lỗi"),
        "let it go to signature without",
        WORKING,
        "apology.waived",
    ),
    ActRow(
        "deliver_notice",
        _("Giao giấy, thông báo tại quầy"),
        "hand a notice over at the counter",
        (*UNFINISHED, S.READY, S.COLLECTED, S.ENDED),
        "notice.delivered",
    ),
    ActRow(
        "consult",
        _("Xin ý kiến đơn vị khác"),
        "consult",
        UNFINISHED,
        "consultation.asked",
        clock="goes on: inside the total",
    ),
    ActRow(
        "correct_result",
        _("Đính chính kết quả"),
        "correct a wrong result",
        (*WORKING, S.READY, S.COLLECTED),
        "result.corrected",
        custody="the wrong result stays on record, the right one is in force",
        decided=True,
    ),
    ActRow(
        "reopen",
        _("Mở lại hồ sơ"),
        "reopen",
        (S.ENDED,),
        "dossier.reopened",
        clock="resumes; what lay between is a pause",
        ten=(4, 5, 6),
    ),
)

_TURNS = (
    ActRow(
        "answer_consultation",
        _("Trả lời ý kiến"),
        "answer a consultation",
        (*UNFINISHED, S.READY, S.COLLECTED, S.ENDED),
        "consultation.answered",
    ),
    ActRow(
        "forward",
        _("Chuyển bước sang đơn vị khác"),
        "forward",
        WORKING,
        "step.forwarded",
        custody="hands over",
    ),
    ActRow(
        "undo",
        _("Lấy lại bước vừa hoàn thành"),
        "undo a step",
        WORKING,
        "step.undone",
        custody="electronic hand-overs only: it comes back",
    ),
)

_PAPER = (
    ActRow(
        "hand_over",
        _("Giao hồ sơ giấy"),
        "hand over (paper, whatever the step)",
        (*UNFINISHED, S.READY, S.COLLECTED, S.ENDED),
        "papers.handed_over",
        custody="on their way: the giver answers for the papers until they are confirmed",
        letter="hand-over list",
    ),
    ActRow(
        "take_back",
        _("Lấy lại hồ sơ giấy chưa được nhận"),
        "take back papers that never arrived",
        (*UNFINISHED, S.READY, S.COLLECTED, S.ENDED),
        "papers.taken_back",
        custody="the papers are with the giver after all",
    ),
    ActRow(
        "note_shelf",
        _("Ghi chỗ để hồ sơ giấy"),
        "note the shelf, or that the papers stay on file",
        (*UNFINISHED, S.READY, S.COLLECTED, S.ENDED),
        "papers.shelved",
        custody="says where in the unit the papers lie",
    ),
)

# About posts, not about one dossier: whoever was lent one does the acts above on its behalf.
_POSTS = (
    ActRow("lend_post", _("Ủy quyền vị trí của mình"), "delegate", (), ""),
    ActRow("substitute", _("Cử người làm thay"), "substitute", (), ""),
)

ROWS: tuple[ActRow, ...] = (*_INTAKE, *_STEPS, *_ASIDE, *_TURNS, *_PAPER, *_POSTS)
BY_CODE = {row.code: row for row in ROWS}
